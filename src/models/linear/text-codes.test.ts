import { describe, expect, it } from "vitest";
import { defaultFeatures, FeatureExtractor } from "./features.ts";
import { writeTextCodes } from "./text-codes.ts";

function fold(text: string, room = 100): string {
  const codes = new Uint16Array(room);
  return String.fromCharCode(...codes.subarray(0, writeTextCodes(text, codes)));
}

describe("writeTextCodes", () => {
  it("folds runs, blanks, case, composition and long numbers", () => {
    expect(fold("ㅋㅋㅋㅋ  대박!!!!")).toBe(" ㅋㅋ 대박!! ");
    expect(fold("A\tb\n\u00a0c\u3000D")).toBe(" a b c d ");
    expect(fold("한글".normalize("NFD"))).toBe(" 한글 ");
    expect(fold("10점, 20131105 1점")).toBe(" 10점, ## 1점 ");
    expect(fold("")).toBe(" ");
  });

  it("stays inside its room", () => {
    expect(fold("가나다라마바사", 5)).toBe(" 가나다 ");
    expect(fold("123456", 5)).toBe(" ## ");
  });
});

describe("FeatureExtractor", () => {
  const extractor = new FeatureExtractor({ ...defaultFeatures, hashBits: 22 });
  const slots = (text: string) => new Set(extractor.ids.subarray(0, extractor.extract(text)));
  const shared = (a: string, b: string) => {
    const other = slots(b);
    return [...slots(a)].filter((id) => other.has(id)).length;
  };

  it("gives each slot once, and the same ones for the same text", () => {
    const count = extractor.extract("다시 또다시 또다시 또다시");
    expect(new Set(extractor.ids.subarray(0, count)).size).toBe(count);
    expect(slots("재밌는 영화")).toEqual(slots("재밌는 영화"));
  });

  it("joins inflected forms below the syllable", () => {
    // 갔다 and 간다 share no syllable before 다; their onset and vowel are the same.
    expect(shared("갔", "간")).toBeGreaterThan(shared("갔", "봄"));
  });

  it("sees through spacing", () => {
    expect(shared("핵노잼", "핵 노 잼")).toBeGreaterThan(shared("핵노잼", "책 고 점"));
  });
});
