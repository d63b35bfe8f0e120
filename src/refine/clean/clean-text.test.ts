import { describe, expect, it } from "vitest";
import { cleanText } from "./clean-text.ts";
import { treatEmoji } from "./emoji.ts";
import { pullFields } from "./pull-fields.ts";
import { treatSpecials } from "./special-characters.ts";

describe("cleanText", () => {
  it("undoes entities and tags that were escaped twice, and leaves comparisons and generics", () => {
    expect(cleanText("맛있어요&lt;br&gt;또 갈게요 &amp;amp; 끝").text).toBe("맛있어요\n또 갈게요 & 끝");
    expect(cleanText("<b>스위스</b> 여행").text).toBe("스위스 여행");
    expect(cleanText("a < b 이고 List<T> 는 그대로").text).toBe("a < b 이고 List<T> 는 그대로");
  });

  it("composes conjoining jamo and keeps compatibility jamo, folded to two", () => {
    expect(cleanText("\u1112\u1161\u11ab\u1100\u1173\u11af ㅋㅋㅋㅋㅋ ㅠㅠㅠㅠ ㅇㅇ ㅋ").text).toBe(
      "한글 ㅋㅋ ㅠㅠ ㅇㅇ ㅋ",
    );
    expect(cleanText("ㅋㅋㅋㅋ", { jamoRuns: false }).text).toBe("ㅋㅋㅋㅋ");
  });

  it("keeps, removes or names emoji", () => {
    const text = "최고👍🏻 가족👨‍👩‍👧 ❤️ 1️⃣ 🇰🇷 © 끝";
    expect(cleanText(text).text).toBe(text);
    expect(cleanText(text, { emoji: "remove" }).text).toBe("최고 가족 © 끝");
    expect(treatEmoji("좋아요❤️ 슬퍼😭", "name")).toBe("좋아요 :하트:  슬퍼 :눈물: ");
  });

  it("pulls addresses, mentions and hashtags into fields", () => {
    expect(pullFields("오늘 #제주 바다 @nemo https://a.kr/1?b=2, 그리고 www.b.kr에서 #제주\n#여행 #오름\n끝")).toEqual({
      text: "오늘 제주 바다    , 그리고  에서 제주\n\n끝",
      urls: ["https://a.kr/1?b=2", "www.b.kr"],
      mentions: ["nemo"],
      hashtags: ["제주", "여행", "오름"],
    });
    expect(pullFields("https://ko.wiki.test/wiki/나루_(배) 참고").urls).toEqual(["https://ko.wiki.test/wiki/나루_"]);
  });

  it("takes no colours, directives or annotations for hashtags and mentions", () => {
    const text = "색은 #fff 와 #1a2b3c\n#include <stdio.h>\n@Override public\nC# 과 F#\nhong@site.test";
    expect(pullFields(text)).toEqual({ text, urls: [], mentions: [], hashtags: [] });
  });

  it("drops ornaments and folds runs of marks, by policy", () => {
    expect(treatSpecials("▶ 특가!!!!!!! ★추천★ 25℃ ㈜나루 → 끝", "text")).toBe("  특가!!!  추천  25℃ ㈜나루 → 끝");
    expect(treatSpecials("경력(3~5년) / A+B", "words")).toBe("경력 3 5년    A B");
    expect(treatSpecials("경력(3~5년) / A+B]", { keep: "()/-+;]^" })).toBe("경력(3 5년) / A+B]");
    expect(treatSpecials("위\n-----\n아래", "text")).toBe("위\n아래");
    expect(treatSpecials("▶", "keep")).toBe("▶");
  });

  it("folds blanks of every kind and drops empty lines", () => {
    expect(cleanText(" 나루\u00a0\u3000에 \t 배가\r\n\r\n\u2028 닿았다 \u200b").text).toBe("나루 에 배가\n닿았다");
  });

  it("takes signs without width out of words, with whatever is kept", () => {
    const text = "나\u200b루\u00ad터\u2060에 \ufeff배가\u200e 닿았다👨\u200d👩\u200d👧";
    for (const specials of ["text", "keep", { keep: "" }] as const) {
      expect(cleanText(text, { specials }).text).toMatch(/^나루터에 배가 닿았다/);
    }
    expect(cleanText(text).text).toContain("👨\u200d👩\u200d👧");
  });

  it("keeps only Hangul, or Hangul and Latin letters, on request", () => {
    expect(cleanText("영화 Good 10점 ㅋㅋ!", { letters: "hangul" }).text).toBe("영화 점");
    expect(cleanText("영화 Good 10점 ㅋㅋ!", { letters: "hangul-latin" }).text).toBe("영화 Good 점");
  });

  it("can be switched off step by step, and does nothing with all steps off", () => {
    const off = {
      entitiesAndTags: false,
      nfc: false,
      jamoRuns: false,
      emoji: "keep",
      fields: false,
      specials: "keep",
      letters: "all",
      blanks: false,
    } as const;
    const text = "  <b>&amp; ㅋㅋㅋㅋ ▶ #a \n\n@b ";
    expect(cleanText(text, off)).toEqual({ text, urls: [], mentions: [], hashtags: [] });
  });

  it("changes nothing the second time", () => {
    const once = cleanText("▶ 재밌다 ㅋㅋㅋㅋ #영화 @a https://a.kr !!!!!! 😭 &lt;b&gt;x").text;
    expect(cleanText(once).text).toBe(once);
  });

  it("takes linear time on hostile text", () => {
    const start = performance.now();
    for (const text of [
      "#a".repeat(300_000),
      "@a".repeat(300_000),
      "http://".repeat(100_000),
      `http://${"가".repeat(500_000)}`,
      "<b ".repeat(200_000),
      "&amp;".repeat(200_000),
      "!".repeat(500_000),
      "👨‍👩‍👧".repeat(50_000),
      "ㅋ".repeat(500_000),
      " ".repeat(500_000),
    ]) {
      cleanText(text, { emoji: "remove" });
    }
    expect(performance.now() - start).toBeLessThan(6_000);
  });
});
