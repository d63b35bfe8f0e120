import { expect, it } from "vitest";
import { storeCapture, storeDocument } from "../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { keywordQuery, trendQuery } from "../contracts/documents.ts";
import { countFacets } from "./facets-view.ts";
import { listKeywords } from "./keywords-view.ts";
import { loadOverview } from "./overview-view.ts";
import { countBySource, measureLevels } from "./sources-view.ts";
import { loadTrends } from "./trends-view.ts";

// Thursday, 5 March 2026, noon in Seoul.
const clock = { now: () => Date.parse("2026-03-05T03:00:00Z") };

describeEachDatabase("charts", (open) => {
  const trends = (input: Record<string, unknown> = {}) => loadTrends(open().db, trendQuery.parse(input), clock);

  it("are empty, not wrong, before anything was collected", async () => {
    const { db } = open();
    expect(await trends()).toEqual({ interval: "day", points: [], total: 0 });
    expect(await countFacets(db, {})).toEqual({
      total: 0,
      host: [],
      source: [],
      language: [],
      sentiment: [],
      grade: [],
    });
    expect(await listKeywords(db, keywordQuery.parse({}))).toEqual({ total: 0, counted: 0, items: [] });
    expect(await loadOverview(db)).toEqual({
      documents: 0,
      captures: 0,
      hosts: 0,
      archiveBytes: 0,
      firstDatedAt: null,
      lastDatedAt: null,
      lastCollectedAt: null,
      byGrade: {},
      waiting: { refine: 0, understand: 0 },
      runningCollections: 0,
      demo: false,
    });
    expect([...(await countBySource(db))]).toEqual([]);
  });

  it("give every empty day a point when the range says so", async () => {
    const { points } = await trends({ from: "2026-03-04", to: "2026-03-06" });
    expect(points.map(({ date, documents, partial }) => [date, documents, partial])).toEqual([
      ["2026-03-04", 0, false],
      ["2026-03-05", 0, true],
      ["2026-03-06", 0, true],
    ]);
    await expect(trends({ from: "1990-01-01", to: "2026-01-01" })).rejects.toMatchObject({
      code: "invalid_filter",
      field: "from",
    });
    expect((await trends({ from: "1990-01-01", to: "2026-01-01", interval: "month" })).points).toHaveLength(433);
  });

  it("hold nothing behind today when the range begins there", async () => {
    const { points, total } = await trends({ from: "2040-01-01", interval: "month" });
    expect([points.map(({ date }) => date), total]).toEqual([["2040-01-01"], 0]);
  });

  it("hold after collecting", async () => {
    const { db } = open();
    const keywords = (...terms: string[]) => terms.map((term) => ({ term, weight: 1, count: 2 }));
    await db
      .insertInto("collections")
      .values({ source_id: "web", request: "{}", status: "running", cookies: "null" })
      .execute();
    await db.insertInto("warc_files").values({ file: "a", writer_id: "w", committed_length: 1234 }).execute();
    // Midnight in Seoul lies between the first two.
    await storeDocument(db, {
      dated_at: "2026-02-28T14:59:59Z",
      host: "a.example",
      sentiment: "positive",
      collection_id: 1,
      keywords: keywords("스위스", "여행"),
    });
    await storeDocument(db, {
      dated_at: "2026-02-28T15:00:00Z",
      host: "a.example",
      sentiment: "negative",
      collection_id: 1,
      keywords: keywords("스위스"),
    });
    await storeDocument(db, {
      dated_at: "2026-03-04T00:00:00Z",
      host: "b.example",
      language: "en",
      collection_id: 1,
      keywords: keywords("독일"),
    });
    await storeDocument(db, {
      dated_at: "2026-03-04T00:00:00Z",
      host: "b.example",
      grade: 3,
      failed_rule: "cleaned",
      clean_text: null,
      clean_title: null,
      collection_id: 1,
    });
    await storeDocument(db, {
      dated_at: "2031-01-01T00:00:00Z",
      host: "c.example",
      grade: 4,
      failed_rule: "derived",
      collection_id: 1,
    });
    await storeDocument(db, { dated_at: "2026-03-04T00:00:00Z", no_index: true, collection_id: 1 });
    await storeDocument(db, { dated_at: "2026-03-04T00:00:00Z", current: false, collection_id: 1 });

    const days = await trends();
    expect(days.points.map(({ date, documents }) => `${date.slice(5)}:${documents}`).join(" ")).toBe(
      "02-28:1 03-01:1 03-02:0 03-03:0 03-04:2",
    );
    expect(days.points[0]).toEqual({
      date: "2026-02-28",
      documents: 1,
      positive: 1,
      negative: 0,
      neutral: 0,
      partial: false,
    });
    expect(days.total).toBe(4);
    expect(
      (await trends({ interval: "week" })).points.map(({ date, documents, partial }) => [date, documents, partial]),
    ).toEqual([
      ["2026-02-23", 2, false],
      ["2026-03-02", 2, true],
    ]);
    expect((await trends({ interval: "month", to: "2031-02-01" })).points).toHaveLength(61);
    expect((await trends({ q: "없는낱말" })).points).toEqual([]);

    expect(await countFacets(db, { host: ["a.example"], sentiment: ["-negative"] })).toEqual({
      total: 1,
      host: [
        { value: "b.example", count: 2 },
        { value: "a.example", count: 1 },
        { value: "c.example", count: 1 },
      ],
      source: [{ value: "web", count: 1 }],
      language: [{ value: "ko", count: 1 }],
      sentiment: [
        { value: "negative", count: 1 },
        { value: "positive", count: 1 },
      ],
      grade: [{ value: "5", count: 1 }],
    });

    expect(await listKeywords(db, keywordQuery.parse({ limit: "2" }))).toEqual({
      total: 5,
      counted: 5,
      items: [
        { term: "스위스", documents: 2, count: 4, positiveShare: 0.5 },
        { term: "독일", documents: 1, count: 2, positiveShare: null },
      ],
    });
    expect(
      (await listKeywords(db, keywordQuery.parse({ keyword: "여행" }))).items.map(({ term }) => term).sort(),
    ).toEqual(["스위스", "여행"]);

    expect(await loadOverview(db)).toEqual({
      documents: 5,
      captures: 7,
      hosts: 3,
      archiveBytes: 1234,
      firstDatedAt: "2026-02-28T14:59:59.000Z",
      lastDatedAt: "2031-01-01T00:00:00.000Z",
      lastCollectedAt: "2026-03-01T00:00:00.000Z",
      byGrade: { "3": 1, "4": 1, "5": 3 },
      waiting: { refine: 1, understand: 1 },
      runningCollections: 1,
      demo: false,
    });
    expect(await measureLevels(db)).toEqual({
      frontier: { queued: 0, claimed: 0 },
      documents: { "3": 1, "4": 1, "5": 4 },
      waiting: { refine: 1, understand: 1 },
    });
  });

  it("know the demo from the setting, as long as nothing else is there", async () => {
    const { db } = open();
    await db
      .insertInto("settings")
      .values({ key: "demo", value: JSON.stringify({ collections: [1] }) })
      .execute();
    expect((await loadOverview(db)).demo).toBe(true);
    await storeDocument(db, { collection_id: null, source_id: "files" });
    expect((await loadOverview(db)).demo).toBe(false);
  });

  it("count by source", async () => {
    const { db } = open();
    await storeCapture(db, { captured_at: "2026-03-02T00:00:00Z" });
    expect(Object.fromEntries(await countBySource(db))).toEqual({
      web: { collections: 1, documents: 5, lastCollectedAt: "2026-03-02T00:00:00.000Z" },
      files: { collections: 0, documents: 1, lastCollectedAt: null },
    });
  });
});
