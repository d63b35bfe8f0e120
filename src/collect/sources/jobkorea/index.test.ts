import { expect, it } from "vitest";
import { readFrom } from "../../../../test/builders/source-reading.ts";
import {
  jobkoreaDetail,
  jobkoreaList,
  jobkoreaTable,
  loginPage,
  otherShape,
} from "../../../../test/saved-pages/boards.ts";
import { describeSavedBoard } from "../../../../test/sources/saved-board-contract.ts";
import { jobkorea } from "./index.ts";

describeSavedBoard({
  source: jobkorea,
  list: jobkoreaList,
  detail: jobkoreaDetail,
  wall: () => loginPage("https://www.jobkorea.co.kr/Recruit/GI_Read/49000001"),
  changed: () => otherShape("https://www.jobkorea.co.kr/Recruit/GI_Read/49000001"),
  fields: {
    site: "JKR",
    nativeId: "49000001",
    companyName: "㈜나루터1",
    companyId: "naru1",
    location: "서울 마포구",
    employmentType: "정규직",
    requiredCareer: "경력 (3년이상)",
    careerMin: 3,
    education: "초대졸이상",
    salary: "회사내규에 따름",
    skills: ["Java", "Kafka"],
    postedAt: "2026-01-31T15:00:00.000Z",
    closesAt: "2026-12-31T14:59:59.000Z",
    isOpen: true,
    industry: "운송 소프트웨어",
  },
});

const address = "https://www.jobkorea.co.kr/Search/";

it("reads search results without the cards beside them", () => {
  const reading = readFrom(jobkorea, address, jobkoreaList(1, [1]).body);
  expect(reading).toMatchObject({ unreadable: 0 });
  expect(reading?.items).toMatchObject([
    {
      title: "배차 서버 개발자 & 운영 1",
      text: "기업: ㈜나루터1\n근무지: 서울 마포구\n고용 형태: 정규직\n경력: 경력 3년↑\n학력: 초대졸↑\n기술: Java, Kafka, 배차",
      fields: { careerMin: 3, closesAt: "2026-12-31T14:59:59.000Z", isSummary: true },
    },
  ]);
});

it("reads the table of the job lists", () => {
  expect(readFrom(jobkorea, address, jobkoreaTable([7]).body)?.items).toMatchObject([
    {
      url: "https://www.jobkorea.co.kr/Recruit/GI_Read/49000007",
      title: "뱃사공 7",
      fields: {
        companyName: "나루터7",
        location: "경기 성남시",
        employmentType: "계약직",
        education: "학력무관",
        salary: "3,500만원↑",
        careerMin: 0,
        closesAt: null,
        isOpen: true,
        skills: ["노 젓기", "수영"],
      },
    },
  ]);
});

it("reads the frame that holds a posting's body, and the entry for search engines", () => {
  const entry = {
    "@type": "JobPosting",
    title: "배차 개발자",
    description: "<p>배를 띄웁니다</p>",
    hiringOrganization: { name: "나루터" },
  };
  const frame = `<html><head><script type="application/ld+json">${JSON.stringify(entry)}</script></head><body></body></html>`;
  const url = "https://www.jobkorea.co.kr/Recruit/GI_Read_Comt_Ifrm?Gno=49000001&isHiringCenter=";
  expect(readFrom(jobkorea, url, frame)?.items).toMatchObject([
    { url: "https://www.jobkorea.co.kr/Recruit/GI_Read/49000001", title: "배차 개발자", text: "배를 띄웁니다" },
  ]);
});
