import { describe, expect, it } from "vitest";
import { gramsOf, maxGrams, requiredGrams, textRuns } from "./grams.ts";

describe("grams", () => {
  it("are syllables, neighbouring pairs and whole lower-case words", () => {
    expect(gramsOf("AI로 여는 문")).toEqual(["ai", "로", "여", "는", "여는", "문"]);
    expect(gramsOf("Node.js 24, e-mail")).toEqual(["node", "js", "24", "e", "mail"]);
  });

  it("take decomposed Hangul for what it is", () => {
    expect(gramsOf("한글".normalize("NFD"))).toEqual(["한", "글", "한글"]);
  });

  it("treat Han, kana and jamo like syllables and keep pairs of astral letters whole", () => {
    expect(gramsOf("東京 ㅋㅋ")).toEqual(["東", "京", "東京", "ㅋ", "ㅋㅋ"]);
    const grams = gramsOf("𠮷野家");
    expect(grams).toEqual(["𠮷", "野", "𠮷野", "家", "野家"]);
    expect(grams.every((gram) => gram.isWellFormed())).toBe(true);
  });

  it("hold nothing for signs, NUL bytes, lone surrogates and emoji", () => {
    expect(gramsOf("\0 \ud800 😀 … -- ()")).toEqual([]);
  });

  it("stay bounded for hostile text and take linear time", () => {
    const long = gramsOf("x".repeat(1_000_000));
    expect(long).toHaveLength(1);
    expect(long[0]?.length).toBe(64);
    const syllables = Array.from({ length: 300_000 }, (_, n) => String.fromCodePoint(0xac00 + ((n * 7919) % 11172)));
    expect(gramsOf(syllables.join("")).length).toBe(maxGrams);
    expect(gramsOf(Array.from({ length: 50_000 }, (_, n) => `w${n}`).join(" ")).length).toBe(maxGrams);
  });

  it("that a run requires are all among those of a text that holds it", () => {
    const have = new Set(gramsOf("오늘은 나루터에서 스위스여행 가방을 샀다"));
    for (const run of textRuns("나루터 스위스여행 방을")) {
      expect(requiredGrams(run).every((gram) => have.has(gram))).toBe(true);
    }
    expect(requiredGrams({ kind: "syllables", text: "스위스" })).toEqual(["스위", "위스"]);
  });
});
