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
  expect(reading).toMatchObject({ unreadable: 1, total: 170 });
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

it("takes what the page shows where the entry for search engines says nothing", () => {
  const entry = { "@type": "JobPosting", title: "나루 백엔드 개발자 1", baseSalary: { currency: "KRW", value: 5_000 } };
  const script = `<script type="application/ld+json">${JSON.stringify(entry)}</script></head>`;
  const { body } = programmersDetail(1, "배차 서버를 만듭니다");
  const page = body.replace("</head>", script);
  expect(
    readFrom(programmers, "https://career.programmers.co.kr/job_positions/3001", page)?.items[0]?.fields,
  ).toMatchObject({
    companyName: "나루터1",
    salary: "5,000 KRW",
    closesAt: null,
  });
  const span = body.replace("상시 채용", "2026-11-01 ~ 2026-12-31");
  expect(
    readFrom(programmers, "https://career.programmers.co.kr/job_positions/3001", span)?.items[0]?.fields,
  ).toMatchObject({
    closesAt: "2026-12-31T14:59:59.000Z",
  });
});
