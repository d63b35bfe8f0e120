import { describe, expect, it } from "vitest";
import { splitSentences } from "./sentences.ts";

const cut = (text: string) => splitSentences(text).map(({ start, end }) => text.slice(start, end));

describe("splitSentences", () => {
  it.each([
    ["full stops", "날이 맑다. 바람이 분다! 갈까? 가자…", ["날이 맑다.", "바람이 분다!", "갈까?", "가자…"]],
    ["line breaks", "첫 줄\n둘째 줄\r\n\n셋째", ["첫 줄", "둘째 줄", "셋째"]],
    ["no blank behind", "재밌어요.또 봐요.끝", ["재밌어요.", "또 봐요.", "끝"]],
    ["numbers", "원주율은 3.14입니다. 버전 2.0.1도 나왔다.", ["원주율은 3.14입니다.", "버전 2.0.1도 나왔다."]],
    ["numbered items", "1. 나루터\n2. 강가", ["1. 나루터", "2. 강가"]],
    [
      "addresses",
      "주소는 https://naru.example/a.html 입니다. 끝",
      ["주소는 https://naru.example/a.html 입니다.", "끝"],
    ],
    ["initials", "U.S. 시장은 크다. 그렇다.", ["U.S. 시장은 크다.", "그렇다."]],
    ["laughter", "재밌다ㅋㅋㅋ 또 봐야지ㅎㅎ 최고", ["재밌다ㅋㅋㅋ", "또 봐야지ㅎㅎ", "최고"]],
    ["laughter inside", "이 영화ㅋㅋ 보고 웃었다", ["이 영화ㅋㅋ 보고 웃었다"]],
    ["crying", "너무 슬퍼요ㅠㅠ 울었네ㅜㅜ 흑", ["너무 슬퍼요ㅠㅠ", "울었네ㅜㅜ", "흑"]],
    ["laughter behind a stop", "좋아요!ㅋㅋ 진짜로.ㅠㅠ 끝", ["좋아요!ㅋㅋ", "진짜로.ㅠㅠ", "끝"]],
    [
      "polite endings without stops",
      "정말 좋았어요 다음에 또 올게요 추천합니다 친구도 좋대요",
      ["정말 좋았어요", "다음에 또 올게요", "추천합니다", "친구도 좋대요"],
    ],
    ["quotations", '그는 "갈게요. 기다려요." 라고 했다. 갔다.', ['그는 "갈게요. 기다려요." 라고 했다.', "갔다."]],
    ["quotations with a particle", "“좋다.”고 말했다. 끝.", ["“좋다.”고 말했다.", "끝."]],
    ["an unclosed quote", '그는 "갔다. 왔다.', ['그는 "갔다.', "왔다."]],
    ["brackets", "나루(강을 건너던 곳. 포구)에 왔다. 좋다.", ["나루(강을 건너던 곳. 포구)에 왔다.", "좋다."]],
    ["nothing", " \n\t ", []],
  ])("%s", (_, text, sentences) => {
    expect(cut(text)).toEqual(sentences);
  });

  it("keeps every letter and never overlaps", () => {
    const text = "가나 다라. 마바ㅋㅋ 사아!! 자차\n카타 \ud83d\ude00파하. ".repeat(50);
    const spans = splitSentences(text);
    const letters = (part: string) => part.replace(/\s/g, "");
    expect(letters(spans.map(({ start, end }) => text.slice(start, end)).join(""))).toBe(letters(text));
    for (const [i, span] of spans.entries()) expect(span.start).toBeGreaterThanOrEqual(spans[i - 1]?.end ?? 0);
  });

  it("cuts walls of text, in linear time", () => {
    const began = performance.now();
    for (const wall of [
      "가".repeat(200_000),
      "가 ".repeat(100_000),
      '"'.repeat(200_000),
      "(".repeat(200_000),
      ".".repeat(200_000),
      "ㅋ ".repeat(100_000),
    ]) {
      for (const { start, end } of splitSentences(wall))
        expect(end - start).toBeLessThanOrEqual(wall.startsWith(".") ? wall.length : 602);
    }
    expect(performance.now() - began).toBeLessThan(5000);
  });
});
