import { describe, expect, it } from "vitest";
import { postingItem } from "./posting.ts";
import { careerOfText, careerOfYears, deadlineOf, epochOf, momentOf } from "./posting-words.ts";

const now = new Date("2026-11-20T12:00:00+09:00");
const least = { site: "JKR", nativeId: "7", url: "https://board.test/7", title: "백엔드 개발자" } as const;

describe("postingItem", () => {
  it("puts the parts under their headings and drops lines that are only a bullet", () => {
    const { text } = postingItem(
      {
        ...least,
        body: {
          tasks: "- 나루 배차 서버를 만듭니다\r\n-\r\n  • 장애를 살핍니다 ",
          preferred: "뱃사공 경험",
          intro: " ",
        },
      },
      now,
    );
    expect(text).toBe("주요 업무\n- 나루 배차 서버를 만듭니다\n• 장애를 살핍니다\n우대 사항\n뱃사공 경험");
  });

  it("tells the facts where there is no body, and leaves out what is not told", () => {
    const item = postingItem(
      { ...least, companyName: "나루소프트", location: "서울  마포구", skills: ["Go", "Go", " "] },
      now,
    );
    expect(item.text).toBe("기업: 나루소프트\n근무지: 서울 마포구\n기술: Go");
    expect(item.fields).toMatchObject({ site: "JKR", nativeId: "7", companyName: "나루소프트", skills: ["Go"] });
    expect(Object.keys(item.fields)).not.toContain("closesAt");
    expect(Object.keys(item.fields)).not.toContain("isOpen");
  });

  it("is open until the deadline, and until filled without one", () => {
    const openAt = (closesAt: Date | null, isOpen?: boolean) => postingItem({ ...least, closesAt, isOpen }, now).fields;
    expect(openAt(null)).toMatchObject({ closesAt: null, isOpen: true });
    expect(openAt(new Date("2026-11-20T02:59:59Z"))).toMatchObject({ isOpen: false });
    expect(openAt(new Date("2026-11-30T00:00:00Z"), true)).toMatchObject({ isOpen: true });
    expect(openAt(new Date("2026-11-30T00:00:00Z"), false)).toMatchObject({ isOpen: false });
  });
});

describe("words of job boards", () => {
  it("reads deadlines, each day until its end in Seoul", () => {
    const cases: [string, string | null | undefined][] = [
      ["2026-12-31", "2026-12-31T14:59:59.000Z"],
      ["2026.12.31(목)", "2026-12-31T14:59:59.000Z"],
      ["~ 12/31(목)", "2026-12-31T14:59:59.000Z"],
      ["~1/10(일)", "2027-01-10T14:59:59.000Z"],
      ["~11.02", "2026-11-02T14:59:59.000Z"],
      ["2026-12-31 18:00:00", "2026-12-31T09:00:00.000Z"],
      ["12/31(목) 18:00", "2026-12-31T09:00:00.000Z"],
      ["2026.11.01(일) ~ 2026.12.31(목)", "2026-12-31T14:59:59.000Z"],
      ["2026-11-01 09:00 ~ 2026-12-31 18:00", "2026-12-31T09:00:00.000Z"],
      ["11/1 ~ 12/31", "2026-12-31T14:59:59.000Z"],
      ["2026.11.01 ~ 채용시", null],
      ["오늘마감", "2026-11-20T14:59:59.000Z"],
      ["내일 마감", "2026-11-21T14:59:59.000Z"],
      ["D-7", "2026-11-27T14:59:59.000Z"],
      ["9999-12-31 23:59:59", null],
      ["2099-12-31", null],
      ["상시채용", null],
      ["채용시 마감", null],
      ["채용 시 마감", null],
      ["문의 요망", undefined],
      ["", undefined],
    ];
    for (const [text, expected] of cases) {
      const deadline = deadlineOf(text, now);
      expect([text, deadline instanceof Date ? deadline.toISOString() : deadline]).toEqual([text, expected]);
    }
  });

  it("reads moments and epochs", () => {
    expect(momentOf("2026-11-20T10:00:00+0900")?.toISOString()).toBe("2026-11-20T01:00:00.000Z");
    expect(momentOf("2026-11-20T10:00:00")?.toISOString()).toBe("2026-11-20T01:00:00.000Z");
    expect(momentOf("어제")).toBeNull();
    expect(epochOf("1795132800")?.toISOString()).toBe("2026-11-20T00:00:00.000Z");
    expect(epochOf("0")).toBeNull();
    expect(epochOf("곧")).toBeNull();
  });

  it("reads experience from numbers", () => {
    expect(careerOfYears({ min: 3, max: 7 })).toEqual({ text: "경력 3~7년", min: 3, max: 7 });
    expect(careerOfYears({ min: 5, max: 100 })).toEqual({ text: "경력 5년 이상", min: 5, max: null });
    expect(careerOfYears({ min: 0, max: 0, newcomer: true })).toEqual({ text: "신입", min: 0, max: null });
    expect(careerOfYears({ min: 0, max: 5, newcomer: true })).toEqual({
      text: "신입 또는 경력 5년 이하",
      min: 0,
      max: 5,
    });
    expect(careerOfYears({ min: 0, max: null })).toEqual({ text: "경력 무관", min: 0, max: null });
    expect(careerOfYears({ min: 0, max: 100, newcomer: false })).toEqual({ text: "경력 무관", min: 0, max: null });
    expect(careerOfYears({ min: null, max: undefined })).toBeNull();
  });

  it("reads experience from words", () => {
    expect(careerOfText("경력 3~7년")).toMatchObject({ min: 3, max: 7 });
    expect(careerOfText("경력 5년↑")).toMatchObject({ min: 5, max: null });
    expect(careerOfText("신입·경력")).toMatchObject({ min: 0, max: null });
    expect(careerOfText("10년 이하")).toMatchObject({ min: null, max: 10 });
    expect(careerOfText("신입 (2027년 2월 졸업 예정)")).toMatchObject({ min: 0, max: null });
    expect(careerOfText("경력 (2020년 이전 입사자)")).toMatchObject({ min: null, max: null });
    expect(careerOfText("경력")).toEqual({ text: "경력", min: null, max: null });
  });
});
