import { sql } from "kysely";
import { beforeAll, expect, it } from "vitest";
import { storeCapture, storeDocument } from "../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { type DocumentFilter, documentListQuery, keywordQuery, trendQuery } from "../contracts/documents.ts";
import { listDocuments } from "./documents-view.ts";
import { countFacets } from "./facets-view.ts";
import { listKeywords } from "./keywords-view.ts";
import { loadTrends } from "./trends-view.ts";

const clock = { now: () => Date.parse("2026-06-01T00:00:00Z") };
/** Nothing is a sample, everything is. */
const exact = { most: 1_000_000, sample: 1_000_000 };
const small = { most: 50, sample: 100 };
const size = 600;

describeEachDatabase("reading many documents", (open) => {
  beforeAll(async () => {
    const { db } = open();
    const capture_id = await storeCapture(db);
    for (let n = 0; n < size; n++) {
      const common = n % 3 > 0 ? "영화를 보았다." : "책을 읽었다.";
      await storeDocument(db, {
        capture_id,
        url: `https://h.example/${n}`,
        host: n % 100 === 0 ? "rare.example" : "h.example",
        clean_title: `${n}번`,
        clean_text: `${common}${n % 150 === 0 ? " 나룻배" : ""}${n < 60 ? " 옛날" : ""} ${"가나다라 ".repeat(60)}`,
        dated_at: new Date(Date.UTC(2026, 0, 1) + n * 6 * 3_600_000),
        sentiment: n % 2 === 0 ? "positive" : "negative",
        collection_id: n < 30 ? 9 : n < 400 ? 8 : null,
        keywords: [{ term: n % 3 > 0 ? "영화" : "책", weight: 1, count: 1 }],
      });
    }
  }, 120_000);

  const list = (query: Record<string, unknown>, bounds = small) =>
    listDocuments(open().db, documentListQuery.parse(query), bounds);

  async function allPages(query: Record<string, unknown>, bounds = small): Promise<number[]> {
    const ids: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ ...query, limit: 90, cursor }, bounds);
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return ids;
  }

  const questions: DocumentFilter[] = [
    { q: "영화" },
    { q: "NOT 영화" },
    { q: "영화 OR 나룻배" },
    { q: "영화 NOT 옛날" },
    { q: "옛날" },
    { q: "나룻배" },
    { q: '"책을 읽"' },
    { q: "보았다", host: ["rare.example"] },
    { q: "영화", sentiment: ["-positive"] },
    { q: "영화", from: "2026-01-10", to: "2026-01-15" },
    { q: "영화", from: "2026-01-01", to: "2026-01-28" },
    { keyword: ["영화"] },
    { keyword: ["-영화"] },
    { collection: 9 },
    { collection: 9, q: "영화" },
    { collection: 8 },
    { collection: 8, sentiment: ["positive"] },
    { host: ["rare.example"] },
    { host: ["-h.example"], from: "2026-01-20" },
    {},
  ];

  it("lists the same documents in the same order, whichever way they are found", async () => {
    for (const question of questions)
      for (const sort of ["newest", "oldest"])
        expect(await allPages({ ...question, sort }), JSON.stringify({ ...question, sort })).toEqual(
          await allPages({ ...question, sort }, exact),
        );
  });

  it("says of every number whether it is an estimate, and is exact where it does not", async () => {
    for (const question of questions) {
      const [told, right] = [await list({ ...question }), await list({ ...question }, exact)];
      expect(right.sample, JSON.stringify(question)).toBeUndefined();
      if (told.sample === undefined) expect(told.total, JSON.stringify(question)).toBe(right.total);
      else {
        expect(told.sample.documents).toBeLessThan(told.sample.of);
        expect(Math.abs(told.total - right.total), JSON.stringify([question, told.total, right.total])).toBeLessThan(
          right.total / 3,
        );
      }
      const facets = await countFacets(open().db, question, small);
      if (facets.sample === undefined) expect(facets).toEqual(await countFacets(open().db, question, exact));
      const asked = trendQuery.parse({ ...question, interval: "month" });
      const trends = await loadTrends(open().db, asked, clock, small);
      if (trends.sample === undefined) expect(trends).toEqual(await loadTrends(open().db, asked, clock, exact));
      else expect(trends.points.reduce((sum, { documents }) => sum + documents, 0)).toBeGreaterThan(0);
    }
  });

  it("judges many by a sample, finds few by their terms", async () => {
    expect((await list({ q: "영화" })).sample).toMatchObject({ of: size });
    expect((await list({ q: "나룻배" })).sample).toBeUndefined();
    expect((await list({ q: "나룻배" })).total).toBe(4);
    expect((await list({ q: "뷁" })).total).toBe(0);
    const keywords = await listKeywords(open().db, keywordQuery.parse({ q: "영화" }), small);
    expect(keywords.counted).toBeLessThan(300);
    expect(keywords.items).toEqual([expect.objectContaining({ term: "영화", documents: keywords.counted })]);
    expect(keywords.sample?.of).toBe(size);
  });

  it("gives the same estimate again", async () => {
    expect((await list({ q: "영화" })).total).toBe((await list({ q: "영화" })).total);
  });

  it("is exact when a sample would hold next to nothing", async () => {
    const { db } = open();
    await sql`update documents set current = false where id % 20 > 0`.execute(db);
    const told = await list({ q: "영화" }, { most: 5, sample: 400 });
    expect(told.sample).toBeUndefined();
    expect(told.total).toBe((await list({ q: "영화" }, exact)).total);
  });
});
