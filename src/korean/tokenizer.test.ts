import { beforeAll, describe, expect, it } from "vitest";
import { loadDictionary } from "./load-dictionary.ts";
import type { SharedDictionary } from "./shared-dictionary.ts";
import { type KoreanToken, Tokenizer } from "./tokenizer.ts";

let dictionary: SharedDictionary;
beforeAll(() => {
  dictionary = loadDictionary();
});

const show = (tokens: readonly KoreanToken[]) => tokens.map(({ surface, tag }) => `${surface}/${tag}`).join(" ");

describe("the dictionary that comes with naru", () => {
  const read = (text: string) => show(new Tokenizer(dictionary).tokenize(text));

  it("takes the particle and the copula 이 off nouns", () => {
    expect(read("가격이 올라서 매출이 줄었다")).toBe("가격/NNG 이/JKS 올라서/VV+EC 매출/NNG 이/JKS 줄/VV 었/EP 다/EC");
    expect(read("좋은 선택이었어요")).toBe("좋/VA 은/ETM 선택/NNG 이/VCP 었/EP 어요/EF");
    expect(read("시간이 없다")).toBe("시간/NNG 이/JKS 없/VA 다/EC");
  });

  it("reads a syllable behind a blank as a word, not as a particle", () => {
    expect(read("우리는 이 집에서")).toBe("우리/NP 는/JX 이/MM 집/NNG 에서/JKB");
    expect(read("여기 가 봤다").split(" ")[1]).toMatch(/^가\/V/);
  });

  it("tags digits, Latin, Han, signs and what it does not know", () => {
    expect(read("iPhone 15 出口 ! ㅠㅠ 🎉")).toBe("iPhone/SL 15/SN 出口/NNG !/SY ㅠㅠ/UNKNOWN 🎉/SY");
  });

  it("takes melted and compound words apart", () => {
    const parts = (text: string) =>
      new Tokenizer(dictionary)
        .tokenize(text)
        .map((token) => token.parts.map(({ surface, tag }) => `${surface}/${tag}`));
    expect(parts("했")).toEqual([["하/VV", "았/EP"]]);
    expect(parts("눈물샘")).toEqual([["눈물/NNG", "샘/NNG"]]);
    expect(parts("바다")).toEqual([[]]);
  });

  it("gives offsets in UTF-16 units, in lines and long runs alike", () => {
    const text = `🌊 바다가\n  보이는 방🎉\r\n${"좋아요 ".repeat(1500)}끝`;
    let before = 0;
    for (const { surface, start, end } of new Tokenizer(dictionary).tokenize(text)) {
      expect(start).toBeGreaterThanOrEqual(before);
      expect(text.slice(start, end)).toBe(surface);
      expect(surface).toBe(surface.trim());
      expect(text.slice(before, start).trim()).toBe("");
      before = end;
    }
    expect(before).toBe(text.length);
  });

  it.each([
    ["syllables of one class", "뷁".repeat(500_000)],
    ["letters of laughter", "ㅋ".repeat(500_000)],
    ["Latin", "a".repeat(500_000)],
    ["the syllable with the most readings", "이".repeat(500_000)],
    ["pairs", "😀".repeat(250_000)],
    ["halves of pairs", "\ud83d".repeat(50_000)],
    ["the wrong halves", "\udc00가".repeat(50_000)],
    ["zeros", "\0".repeat(50_000)],
  ])("reads endless %s to the end", (_, text) => {
    const tokens = new Tokenizer(dictionary).tokenize(text);
    expect(tokens.at(-1)?.end).toBe(text.length);
    expect(tokens.reduce((sum, { start, end }) => sum + end - start, 0)).toBe(text.length);
  });

  it("reads nothing in blanks", () => {
    for (const blanks of ["", " ".repeat(50_000), "\n".repeat(50_000), "\t \r\n".repeat(10_000)]) {
      expect(new Tokenizer(dictionary).tokenize(blanks)).toEqual([]);
    }
  });
});

describe("words of the user's", () => {
  const read = (text: string, ...words: [word: string, pos: string, anywhere?: boolean][]) =>
    show(
      new Tokenizer(
        dictionary,
        words.map(([word, pos, anywhere = false]) => ({ word, pos, anywhere })),
      ).tokenize(text),
    );

  it("stay whole, with the particle that follows", () => {
    expect(read("물멍이 최고다")).not.toContain("물멍/");
    expect(read("물멍이 최고다", ["물멍", "NNG"])).toBe("물멍/NNG 이/JKS 최고/NNG 다/VCP+EC");
    expect(read("완전물멍명소", ["물멍", "NNG", true])).toContain("물멍/NNG");
    expect(read("느좋카페로 갔다", ["느좋", "XR"])).toMatch(/^느좋\/XR 카페\/NNG 로\/JKB/);
  });

  it("win over shorter ones of their own kind", () => {
    const found = read("별빛나루터축제는", ["나루터축제", "NNG"], ["별빛나루터축제", "NNP"], ["별빛", "NNG"]);
    expect(found).toBe("별빛나루터축제/NNP 는/JX");
  });

  it("give way where the dictionary's words make more sense", () => {
    expect(read("사과주스를 마셨다", ["과주", "NNG"])).toBe(read("사과주스를 마셨다"));
    expect(read("인사과주임", ["과주", "NNG"])).toBe(read("인사과주임"));
  });

  it("may hold signs, Latin and pairs, and melted tags", () => {
    expect(read("오늘 5G+요금제 가입", ["5G+요금제", "NNG"])).toContain("5G+요금제/NNG");
    expect(read("c++를 배운다", ["c++", "SL"])).toMatch(/^c\+\+\/SL 를\/JKO/);
    expect(read("🍎폰을 샀다", ["🍎폰", "NNP"])).toMatch(/^🍎폰\/NNP 을\/JKO/);
    expect(read("개이득이다", ["개이득", "IC+XX"])).toContain("개이득/IC+XX");
  });

  it("do not change what other tokenizers read", () => {
    const plain = new Tokenizer(dictionary);
    const before = show(plain.tokenize("물멍이 최고다"));
    read("물멍", ["물멍", "NNG"]);
    expect(show(plain.tokenize("물멍이 최고다"))).toBe(before);
  });
});
