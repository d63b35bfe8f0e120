import { describe, expect, it } from "vitest";
import { originalSpan } from "./mapped-text.ts";
import { normaliseKorean } from "./normalise.ts";
import { parseWordList, webWords } from "./word-list.ts";

describe("normaliseKorean", () => {
  it.each([
    ["ㅋㅋㅋㅋㅋㅋ", "ㅋㅋ"],
    ["와아아아아", "와아아"],
    ["훌쩍훌쩍훌쩍훌쩍훌쩍", "훌쩍훌쩍"],
    ["재밌어욬ㅋㅋㅋ", "재밌어요ㅋㅋ"],
    ["좋닿ㅎㅎㅎ", "좋다ㅎㅎ"],
    ["하앍", "하아"],
    ["으앜 진짜", "으아 진짜"],
    ["부엌에서", "부엌에서"],
    ["부엌", "부엌"],
    ["재밌엇어요", "재밌었어요"],
    ["안됬다", "안됐다"],
    ["전화 02-1000-0000", "전화 02-1000-0000"],
    ["좋다", "좋다"],
    ["배\u200b송\u2060비\u00ad가 \ufeff비싸다", "배송비가 비싸다"],
  ])("%s → %s", (from, to) => {
    expect(normaliseKorean(from).text).toBe(to);
  });

  it("leads back to the original", () => {
    const original = "아 ㅋㅋㅋㅋㅋ 재밌엇어욬ㅋㅋ 끝";
    const mapped = normaliseKorean(original);
    const back = (part: string) => {
      const start = mapped.text.indexOf(part);
      const span = originalSpan(mapped, start, start + part.length);
      return original.slice(span.start, span.end);
    };
    expect(back("ㅋㅋ")).toBe("ㅋㅋㅋㅋㅋ");
    expect(back("었어요")).toBe("엇어욬");
    expect(back("끝")).toBe("끝");
    const parted = normaliseKorean("새 배\u200b송\u200b 끝");
    expect(originalSpan(parted, 2, 4)).toEqual({ start: 2, end: 5 });
  });

  it("takes lone surrogates and long runs", () => {
    expect(normaliseKorean("\ud800가").text).toBe("\ufffd가");
    expect(normaliseKorean("아".repeat(300_000)).text).toBe("아아");
  });
});

describe("word lists", () => {
  it("ships 150 words and more, each once", () => {
    const words = webWords();
    expect(words.length).toBeGreaterThanOrEqual(150);
    expect(new Set(words.map(({ word }) => word)).size).toBe(words.length);
  });

  it("names the line that is wrong", () => {
    expect(() => parseWordList("# 내 낱말\n나루터\tNNG\n혼자\n", "words.tsv")).toThrow(/words\.tsv, line 3/);
    expect(() => parseWordList("두 낱말\tNNG", "w")).toThrow(/line 1/);
  });
});
