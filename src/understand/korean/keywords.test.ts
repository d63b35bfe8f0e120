import { beforeAll, describe, expect, it } from "vitest";
import { loadDictionary } from "../../korean/index.ts";
import { keywordsOf } from "./keywords.ts";
import { openKoreanAnalyzer } from "./korean-analyzer.ts";
import { detectLanguage } from "./language.ts";
import type { Analyzer } from "./morpheme.ts";

describe("keywordsOf", () => {
  let analyzer: Analyzer;
  beforeAll(() => {
    analyzer = openKoreanAnalyzer(loadDictionary());
  });
  const terms = (text: string, titleEnd = 0) =>
    keywordsOf(analyzer.analyze(text), { titleEnd }).map(({ term }) => term);

  it("finds what a text is about, not its filler", () => {
    const text =
      "나루터 도서관은 강가에 있습니다. 도서관에서 검색엔진 강의를 들었고, 도서관 카페의 커피는 가성비가 좋았습니다. 이것은 제 생각입니다.";
    const found = terms(text);
    expect(found[0]).toContain("도서관");
    expect(found).toEqual(expect.arrayContaining(["검색엔진", "커피", "가성비", "강의"]));
    for (const filler of ["생각", "이것", "것", "제"]) expect(found).not.toContain(filler);
  });

  it("counts, weighs from 1 down, and lets the title weigh more", () => {
    const text = "자전거 여행\n기차를 탔다. 기차에서 잤다. 바다를 봤다.";
    const plain = keywordsOf(analyzer.analyze(text));
    expect(plain[0]).toMatchObject({ weight: 1 });
    expect(plain.find(({ term }) => term === "기차")?.count).toBe(2);
    const titled = terms(text, 6);
    expect(titled.indexOf("자전거")).toBeLessThan(titled.indexOf("기차"));
  });

  it("joins suffixes, drops plurals, lowers Latin", () => {
    const found = terms("회사들의 가능성과 TypeScript 개발");
    expect(found).toEqual(expect.arrayContaining(["회사", "가능성", "typescript", "개발"]));
  });

  it("gives nothing for nothing", () => {
    expect(keywordsOf([])).toEqual([]);
    expect(terms("ㅋㅋㅋ !!! 123")).toEqual([]);
  });
});

describe("detectLanguage", () => {
  it.each([
    ["오늘은 날씨가 맑다", "ko"],
    ["TypeScript와 Node.js로 만든 서버", "ko"],
    ["The river is wide and the boat is not here", "en"],
    ["今日は天気がいいです", "ja"],
    ["今天天气很好我们去公园", "zh"],
    ["Der Fluss ist breit und die Stadt ist nicht weit", "de"],
    ["La maison est dans la ville et il pleut pour nous", "fr"],
    ["El río es ancho y la barca no es de los niños", "es"],
    ["Сегодня хорошая погода", "ru"],
    ["12345 !!! 😀", null],
    ["", null],
  ])("%s → %s", (text, language) => {
    expect(detectLanguage(text)).toBe(language);
  });
});
