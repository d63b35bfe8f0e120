import { describe, expect, it } from "vitest";
import { cleanTitle, isTitlePart, plain, sameTitle } from "./title.ts";

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
