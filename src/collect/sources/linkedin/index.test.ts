import { expect, it } from "vitest";
import { readFrom } from "../../../../test/builders/source-reading.ts";
import { linkedinDetail, linkedinList, loginPage, otherShape } from "../../../../test/saved-pages/boards.ts";
import { describeSavedBoard } from "../../../../test/sources/saved-board-contract.ts";
import { linkedin } from "./index.ts";

describeSavedBoard({
  source: linkedin,
  list: linkedinList,
  detail: linkedinDetail,
  wall: () => loginPage("https://www.linkedin.com/authwall?trk=x"),
  changed: () => otherShape("https://kr.linkedin.com/jobs/view/4000000001"),
  fields: {
    site: "LNK",
    nativeId: "4000000001",
    companyName: "나루소프트",
    companyId: "naru-soft",
    location: "서울 마포구",
    employmentType: "풀타임",
    category: ["엔지니어링", "정보 기술"],
    industry: "소프트웨어 개발",
    seniority: "신입",
  },
});

it("reads lists with the day of each posting, under one address for every country's site", () => {
  const reading = readFrom(linkedin, "https://kr.linkedin.com/jobs/search", linkedinList(1, [1]).body);
  expect(reading?.items).toMatchObject([
    {
      url: "https://www.linkedin.com/jobs/view/4000000001/",
      title: "나루 엔지니어 1",
      publishedAt: new Date("2026-02-09T15:00:00Z"),
      fields: { companyName: "나루소프트", companyId: "naru-soft", location: "서울 마포구", isSummary: true },
    },
  ]);
});

it("reads the bare cards that come behind 'see more'", () => {
  const card = linkedinList(1, [2]).body.replaceAll("base-card base-search-card", "other");
  expect(readFrom(linkedin, "file:///saved/more.html", card)?.items).toMatchObject([
    { fields: { nativeId: "4000000002" } },
  ]);
});

it("takes a posting for itself and not for the similar ones beneath it", () => {
  const reading = readFrom(
    linkedin,
    "https://kr.linkedin.com/jobs/view/x-4000000001",
    linkedinDetail(1, "노를 젓습니다").body,
  );
  expect(reading?.items).toHaveLength(1);
  expect(reading?.items[0]?.text).toBe("하는 일\n노를 젓습니다\n배를 살핍니다");
});
