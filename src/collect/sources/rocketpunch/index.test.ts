import { expect, it } from "vitest";
import { ownWork } from "../../../../test/builders/own-work.ts";
import { answerFrom, contextFor, readFrom } from "../../../../test/builders/source-reading.ts";
import {
  otherShape,
  robotCheck,
  rocketpunchDetail,
  rocketpunchList,
  rocketpunchListPage,
} from "../../../../test/saved-pages/boards.ts";
import { describeSavedBoard } from "../../../../test/sources/saved-board-contract.ts";
import { SchemaError } from "../../errors.ts";
import { rocketpunch } from "./index.ts";

describeSavedBoard({
  source: rocketpunch,
  list: rocketpunchList,
  detail: rocketpunchDetail,
  wall: () => robotCheck("https://www.rocketpunch.com/jobs/150001"),
  changed: () => otherShape("https://www.rocketpunch.com/jobs/150001"),
  fields: {
    site: "RKP",
    nativeId: "150001",
    companyName: "나루터1",
    location: "서울 마포구",
    requiredCareer: "경력",
    salary: "5,000 - 7,000만원",
    skills: ["Java", "Kafka"],
    closesAt: null,
    isOpen: true,
  },
});

it("reads the older list, as JSON around markup and as a page", () => {
  const json = JSON.parse(rocketpunchList(1, [1, 2]).body);
  const reading = readFrom(rocketpunch, "https://www.rocketpunch.com/api/jobs/template?page=1", json);
  expect(reading).toMatchObject({ unreadable: 0 });
  expect(reading?.items[0]).toMatchObject({
    url: "https://www.rocketpunch.com/jobs/150001",
    title: "나루 엔지니어 1",
    fields: {
      companyName: "나루터1",
      companyId: "701",
      salary: "5,000 - 7,000만원",
      requiredCareer: "경력",
      closesAt: "2026-12-31T14:59:59.000Z",
      companyAbout: "물길을 잇는 회사",
    },
  });
  const page = readFrom(rocketpunch, "https://www.rocketpunch.com/jobs", rocketpunchListPage([1, 2]).body);
  expect(page?.items).toEqual(reading?.items);
});

it("tells a check for robots inside the JSON, and leaves other JSON alone", () => {
  const wall = { data: { template: robotCheck("https://www.rocketpunch.com/").body } };
  expect(() => readFrom(rocketpunch, "file:///saved/list.json", wall)).toThrow(SchemaError);
  expect(readFrom(rocketpunch, "file:///saved/other.json", { data: [] })).toBeNull();
  const broken = answerFrom("file:///saved/broken.json", "{", { contentType: "application/json" });
  expect(rocketpunch.read?.(broken, contextFor(rocketpunch))).toBeNull();
});

it("reads a hostile list in good time", () => {
  const jobs = '<div class="job-detail"><a href="/jobs/1/">x</a></div>'.repeat(30_000);
  const worked = ownWork();
  readFrom(rocketpunch, "https://www.rocketpunch.com/jobs", '<div class="company item">'.repeat(180) + jobs);
  expect(worked()).toBeLessThan(8_000);
});
