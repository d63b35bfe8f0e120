import { describe, expect, it } from "vitest";
import { plain } from "./plain.ts";
import { cleanTitle, isTitlePart, sameTitle } from "./title.ts";

describe("cleanTitle", () => {
  it.each([
    ["섬마을 도서관 : 나루일보", "나루일보", null, "섬마을 도서관"],
    ["나루일보 | 섬마을 도서관", "나루일보", null, "섬마을 도서관"],
    ["Rope bridge – Knotpedia", "Knotpedia", null, "Rope bridge"],
    [
      "라즈베리파이로 베란다 온도 기록하기 — 납땜하는 고양이",
      null,
      "라즈베리파이로 베란다 온도 기록하기",
      "라즈베리파이로 베란다 온도 기록하기",
    ],
    ["Squeaky rear brake after new pads - Spokes Forum", null, "Spokes Forum", "Squeaky rear brake after new pads"],
    ["A title - with a dash and no site", null, null, "A title - with a dash and no site"],
    ["C++ | Rust: 무엇이 다른가", "블로그", null, "C++ | Rust: 무엇이 다른가"],
    ["&", null, null, "&"],
    ["", null, "첫 제목", "첫 제목"],
    ["", null, null, null],
  ])("%s", (declared, site, heading, expected) => {
    expect(cleanTitle(declared, site, heading === null ? [] : [heading])).toBe(expected);
  });
});

describe("cleanTitle with several headings", () => {
  it("takes the longest heading that the title starts or ends with", () => {
    expect(
      cleanTitle("Moss and Mortar: Repointing the north wall", null, [
        "Moss and Mortar",
        "Sunday",
        "Repointing the north wall",
      ]),
    ).toBe("Repointing the north wall");
    expect(
      cleanTitle("전기장판 요금 얼마나 나올까요? > 자유게시판 | 살림연구소", null, [
        "살림연구소",
        "자유게시판",
        "전기장판 요금 얼마나 나올까요?",
      ]),
    ).toBe("전기장판 요금 얼마나 나올까요?");
  });
});

describe("telling the title in the text", () => {
  it("knows replies and cut titles", () => {
    const title = plain("Squeaky rear brake after new pads");
    expect(sameTitle("Re: Squeaky rear brake after new pads", title)).toBe(true);
    expect(sameTitle("Squeaky rear brake after new", title)).toBe(true);
    expect(sameTitle("The rear brake is a part of the bicycle.", title)).toBe(false);
    expect(isTitlePart("Night trains come back", "The Courier - Night trains come back")).toBe(true);
    expect(isTitlePart("The Courier", "The Courier - Night trains come back to the valley")).toBe(false);
  });
});

describe("names of sites and sections", () => {
  it.each([
    ["나루터 여행기 : 네이버 블로그", null, "https://blog.naver.com/a/1", "나루터 여행기"],
    ["다리 공사 다시 시작-정치ㅣ강마을일보", null, "https://www.river.test/1", "다리 공사 다시 시작"],
    ["다리 공사 다시 시작 - 사회 - 강마을신문", null, "", "다리 공사 다시 시작"],
    ["다리 공사 다시 시작 | 사회 | 강마을뉴스", "강마을뉴스", "", "다리 공사 다시 시작"],
    ["배 시간 문의드립니다 > 자유게시판 | 강마을 커뮤니티", null, "", "배 시간 문의드립니다"],
    ["감자전 부치는 법 :: 느린 부엌", "느린 부엌", "", "감자전 부치는 법"],
    ["나루터의 봄 — Tistory", null, "", "나루터의 봄"],
    ["Ferry strike ends - Riverside Courier", null, "https://www.riverside-courier.test/a", "Ferry strike ends"],
    ["강마을방송 | 둑이 터진 밤", null, "", "둑이 터진 밤"],
    // The title's own.
    ["둑이 터진 밤: 스무 해의 기록", null, "", "둑이 터진 밤: 스무 해의 기록"],
    ["둑이 터진 밤 : 스무 해의 기록", null, "", "둑이 터진 밤 : 스무 해의 기록"],
    ["[단독] 둑이 터진 밤 (상)", "강마을일보", "", "[단독] 둑이 터진 밤 (상)"],
    ["강을 건너는 법 - 3부", "강마을일보", "", "강을 건너는 법 - 3부"],
    ["강을 건너는 여덟 가지 법 - 3부", null, "", "강을 건너는 여덟 가지 법 - 3부"],
    ["Rope | Wire: 무엇이 오래가나", "강마을일보", "", "Rope | Wire: 무엇이 오래가나"],
    ["2-1 승리, 그리고 눈물", null, "", "2-1 승리, 그리고 눈물"],
    ["정치-경제를 잇는 다리", null, "", "정치-경제를 잇는 다리"],
  ])("%s", (declared, site, url, expected) => {
    expect(cleanTitle(declared, site, [], url)).toBe(expected);
  });

  it("keeps a title that a heading says in full", () => {
    expect(cleanTitle("강과 바다가 만나는 곳 - 하구 이야기", null, ["강과 바다가 만나는 곳 - 하구 이야기"])).toBe(
      "강과 바다가 만나는 곳 - 하구 이야기",
    );
  });
});
