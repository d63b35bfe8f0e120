import { compileMessage } from "@lingui/message-utils/compileMessage";
import { describe, expect, it } from "vitest";
import { failureReasons } from "../../src/domain/failure.ts";
import { parseSearch, stringifySearch } from "../../web/src/app/search-params.ts";
import { toCsv } from "../../web/src/charts/csv.ts";
import { en } from "../../web/src/i18n/en/index.ts";
import { formatsFor } from "../../web/src/i18n/formats.ts";
import { ko } from "../../web/src/i18n/ko/index.ts";
import { findHits, segmentsOf, wantedWords } from "../../web/src/pages/documents/text-segments.ts";

const catalogs: Record<string, Record<string, string>> = { en, ko };

describe("catalogs", () => {
  it("have the same ids, none of them empty", () => {
    expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort());
    for (const catalog of Object.values(catalogs)) {
      for (const [id, text] of Object.entries(catalog)) expect(text.trim(), id).not.toBe("");
    }
  });

  it("hold sentences that compile, and name no value that the other language lacks", () => {
    const values = (text: string) => new Set([...text.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]));
    for (const [id, text] of Object.entries(catalogs.en ?? {})) {
      const other = catalogs.ko?.[id] ?? "";
      expect(() => [compileMessage(text), compileMessage(other)], id).not.toThrow();
      const known = values(text);
      // `count` chooses a plural; Korean has none and may leave it out, as it may leave out `hostCount`.
      for (const name of values(other)) if (name !== "shown") expect(known.has(name), `${id}: ${name}`).toBe(true);
    }
  });

  it("name and explain every failure reason", () => {
    for (const reason of failureReasons) {
      for (const catalog of Object.values(catalogs)) {
        expect(catalog[`reason.${reason}`]).toBeDefined();
        expect(catalog[`reason.${reason}.why`]).toBeDefined();
      }
    }
  });
});

describe("addresses", () => {
  it("repeat a name for several values and leave out what is empty", () => {
    const text = stringifySearch({ q: '배송 "빠름"', host: ["a.kr", "-b.kr"], from: undefined, keyword: [], doc: 3 });
    expect(parseSearch(text)).toEqual({ q: '배송 "빠름"', host: ["a.kr", "-b.kr"], doc: "3" });
    expect(stringifySearch({ q: "" })).toBe("");
  });
});

describe("numbers and days", () => {
  it("are counted in 만 and 억 in Korean, and told in KST", () => {
    const korean = formatsFor("ko");
    expect(korean.count(9_999)).toBe("9,999");
    expect(korean.count(12_345)).toBe("1.2만");
    expect(korean.count(340_000_000)).toBe("3.4억");
    expect(korean.day("2026-03-08T15:00:00Z")).toBe("2026. 3. 9.");
    expect(formatsFor("en").day("2026-03-09")).toBe("9 Mar 2026");
  });
});

describe("CSV", () => {
  it("begins with a BOM, quotes what must be, disarms formulas, and ends with what was asked", () => {
    const csv = toCsv(
      { columns: ["낱말", "문서"], rows: [{ cells: ['"가", 나', 3] }, { cells: ["=1+1", -2] }] },
      "전체",
    );
    expect(csv).toBe('\uFEFF낱말,문서\r\n"""가"", 나",3\r\n\'=1+1,-2\r\n# naru · 전체\r\n');
  });
});

describe("marked text", () => {
  it("asks for the words that a query wants, not for those it excludes", () => {
    expect(wantedWords('배송 OR "아주 빠른" NOT 지연 -환불 (포장)')).toEqual(["배송", "아주 빠른", "포장"]);
  });

  it("cuts where sentences and hits begin and end, and loses no character", () => {
    const text = "배송이 빨랐다. 포장은 별로였다.";
    const sentences = [
      { start: 0, end: 8 },
      { start: 9, end: 18 },
    ];
    const segments = segmentsOf(text.length, sentences, findHits(text, ["배송", "포장은"]));
    expect(segments.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
    expect(segments.filter((one) => one.hit).map(({ start, end }) => text.slice(start, end))).toEqual([
      "배송",
      "포장은",
    ]);
    expect(segments.map((one) => one.sentence)).toEqual([0, 0, undefined, 1, 1]);
  });
});
