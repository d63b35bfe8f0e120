import { expect, it } from "vitest";
import { readFrom } from "../../../../test/builders/source-reading.ts";
import {
  loginPage,
  otherShape,
  programmersDetail,
  programmersJob,
  programmersList,
} from "../../../../test/saved-pages/boards.ts";
import { describeSavedBoard } from "../../../../test/sources/saved-board-contract.ts";
import { programmers } from "./index.ts";

describeSavedBoard({
  source: programmers,
  list: programmersList,
  detail: programmersDetail,
  wall: () => loginPage("https://career.programmers.co.kr/job_positions/3001"),
  changed: () => otherShape("https://career.programmers.co.kr/job_positions/3001"),
  fields: {
    site: "PRG",
    nativeId: "3001",
    companyName: "나루터1",
    location: "서울 마포구",
    employmentType: "정규직",
    requiredCareer: "경력 3~7년",
    careerMin: 3,
    careerMax: 7,
    skills: ["Java", "Kafka"],
    closesAt: null,
    isOpen: true,
  },
});

it("reads lists with their spans of time, and passes over what does not fit", () => {
  const list = { jobPositions: [programmersJob(1), { title: "번호 없음" }], totalPages: 9, totalEntries: 170 };
  const reading = readFrom(programmers, "file:///saved/list.json", list);
  expect(reading).toMatchObject({ listed: 2, unreadable: 1, total: 170 });
  expect(reading?.items).toMatchObject([
    {
      url: "https://career.programmers.co.kr/job_positions/3001",
      title: "나루 백엔드 개발자 1",
      publishedAt: new Date("2024-01-01T15:00:00Z"),
      fields: {
        companyId: "91",
        salary: "5,000만원",
        skills: ["Java", "Kafka"],
        closesAt: "2089-12-31T14:59:59.000Z",
        isOpen: true,
        isSummary: true,
      },
    },
  ]);
});
