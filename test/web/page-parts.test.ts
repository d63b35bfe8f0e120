import { compileMessage } from "@lingui/message-utils/compileMessage";
import { describe, expect, it } from "vitest";
import { sources } from "../../src/collect/sources/registry.ts";
import { failureReasons } from "../../src/domain/failure.ts";
import { errorCodes } from "../../tools/error-codes.ts";
import { parseSearch, stringifySearch } from "../../web/src/app/search-params.ts";
import { toCsv } from "../../web/src/charts/csv.ts";
import { en } from "../../web/src/i18n/en/index.ts";
import { formatsFor } from "../../web/src/i18n/formats.ts";
import { ko, koreanProblems } from "../../web/src/i18n/ko/index.ts";
import { optionValues } from "../../web/src/pages/collect/option-values.ts";
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

/** Rooms whose errors never answer the page: the command line and the start, what only an operation of it does, and visits, whose faults are reasons. */
const elsewhere = new RegExp(
  `^src/(?:${[
    "cli/",
    "roles/",
    "naru\\.ts",
    "app/(?:download|operations)",
    "collect/(?:import|render|sessions)/",
    "collect/recipe/try-recipe",
    "collect/sources/source-in-hand",
    "insight/export/",
    "models/(?:datasets/|linear/|trainers/|runs-view|ship|train)",
    "platform/(?:blob|config|data-folder|http-out)/",
  ].join("|")})`,
);

it("names every value that an option of a source can have, but for names of others", () => {
  const own: readonly string[] = optionValues;
  const names = /^(?:v\d|naver|kakao|searxng|brave|google)/;
  for (const source of sources) {
    for (const { name, oneOf = [] } of source.options) {
      for (const value of oneOf)
        expect(own.includes(value) || names.test(value), `${source.id} ${name}=${value}`).toBe(true);
    }
  }
});

describe("problems", () => {
  it("speak Korean for every code that a person can meet in the page", () => {
    const met = errorCodes()
      .filter(({ files }) => files.some((file) => !elsewhere.test(file)))
      .map(({ code }) => code);
    // Codes that are handed to the error by a variable.
    const handed = ["collection_ended", "collection_not_paused", "collection_not_running", "internal_error"];
    const wanted = [...met, ...handed].filter((code) => koreanProblems[code] === undefined);
    expect(wanted, "no Korean in web/src/i18n/ko/problems.ts").toEqual([]);
  });

  it("say what happened as a Korean sentence", () => {
    for (const [code, { what, next }] of Object.entries(koreanProblems)) {
      expect(what, code).toMatch(/[가-힣].*[.]$/);
      if (next !== undefined) expect(next, code).toMatch(/[가-힣]/);
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

  it("never call nearly all everything, nor hardly anything nothing", () => {
    const { percent } = formatsFor("ko");
    const shares = [0, 0.0004, 0.005, 0.5, 0.994, 0.9996, 1, 2.5];
    expect(shares.map(percent)).toEqual(["0%", "<1%", "1%", "50%", "99%", ">99%", "100%", "250%"]);
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
