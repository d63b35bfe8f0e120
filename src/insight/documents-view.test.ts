import { beforeAll, expect, it } from "vitest";
import { storeCapture, storeDocument } from "../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { documentFilter, documentListQuery } from "../contracts/documents.ts";
import { listCaptures, loadCapture } from "./captures-view.ts";
import { loadDocument } from "./document-detail-view.ts";
import { listDocuments } from "./documents-view.ts";
import { countFacets } from "./facets-view.ts";

const query = (input: Record<string, unknown> = {}) => documentListQuery.parse(input);

describeEachDatabase("the list of documents", (open) => {
  const ids: Record<string, number> = {};

  beforeAll(async () => {
    const { db } = open();
    ids.old = await storeDocument(db, {
      dated_at: "2025-12-31T14:59:59.999999Z",
      host: "news.example.com",
      sentiment: "negative",
      positive: 0.1,
    });
    // Two with one microsecond between them, then two at the very same moment.
    ids.a = await storeDocument(db, {
      dated_at: "2026-01-10T00:00:00.000001Z",
      clean_text: `${"앞말 ".repeat(100)}스위스 여행을 다녀왔다. ${"뒷말 ".repeat(100)}`,
    });
    ids.b = await storeDocument(db, { dated_at: "2026-01-10T00:00:00.000002Z", sentiment: "positive", language: "en" });
    ids.c = await storeDocument(db, { dated_at: "2026-01-11T00:00:00Z", source_id: "demo" });
    ids.d = await storeDocument(db, {
      dated_at: "2026-01-11T00:00:00Z",
      keywords: [{ term: "나루", weight: 2, count: 3 }],
    });
    ids.parsed = await storeDocument(db, {
      dated_at: "2026-01-12T00:00:00Z",
      grade: 3,
      title: "홍길동 010-0000-0000",
      text: "홍길동 010-0000-0000",
      clean_title: null,
      clean_text: null,
      language: null,
    });
    ids.list = await storeDocument(db, { grade: 2, failed_rule: "main-text", dated_at: "2026-01-13T00:00:00Z" });
    ids.superseded = await storeDocument(db, { current: false, dated_at: "2026-02-01T00:00:00Z" });
    ids.hidden = await storeDocument(db, { no_index: true, dated_at: "2026-02-01T00:00:00Z" });
  });

  const names = (items: { id: number }[]) =>
    items.map(({ id }) => Object.keys(ids).find((name) => ids[name] === id) ?? "?").join(" ");
  const list = async (input: Record<string, unknown> = {}) =>
    names((await listDocuments(open().db, query(input))).items);

  it("shows current, indexable documents, newest or oldest first", async () => {
    expect(await list()).toBe("parsed d c b a old");
    expect(await list({ sort: "oldest" })).toBe("old a b c d parsed");
  });

  it("leaves out walls and lists of links, unless somebody asks for their grade", async () => {
    expect(await list({ grade: "2" })).toBe("list");
    expect(await list({ grade: ["2", "3"] })).toBe("list parsed");
    const { grade, total } = await countFacets(open().db, documentFilter.parse({}));
    expect(total).toBe(6);
    expect(grade).toContainEqual({ value: "2", count: 1 });
  });

  it.each(["newest", "oldest"])("pages through %s without a gap or a repeat", async (sort) => {
    const seen: { id: number }[] = [];
    let cursor: string | null = null;
    do {
      const page = await listDocuments(open().db, query({ sort, limit: 1, ...(cursor === null ? {} : { cursor }) }));
      expect(page.total).toBe(6);
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(names(seen)).toBe(await list({ sort }));
  });

  it.each([
    [{ host: "news.example.com" }, "old"],
    [{ host: "-news.example.com" }, "parsed d c b a"],
    [{ source: ["demo", "web"], sentiment: "positive" }, "b"],
    [{ sentiment: "-none" }, "b old"],
    [{ language: ["en", "und"] }, "parsed b"],
    [{ grade: "-5" }, "parsed"],
    [{ keyword: "나루" }, "d"],
    [{ keyword: "-나루", grade: "5" }, "c b a old"],
    // 2025-12-31T15:00Z is midnight in Seoul.
    [{ to: "2025-12-31" }, "old"],
    [{ from: "2026-01-01", to: "2026-01-10" }, "b a"],
    [{ q: "스위스" }, "a"],
    [{ q: "-스위스", from: "2026-01-10", grade: "5" }, "d c b"],
    [{ collection: 999 }, ""],
  ])("filters by %j", async (input, expected) => {
    expect(await list(input)).toBe(expected);
    expect((await listDocuments(open().db, query(input))).total).toBe(expected === "" ? 0 : expected.split(" ").length);
  });

  it("cuts the snippet around the first match and marks it", async () => {
    const { items } = await listDocuments(open().db, query({ q: "여행" }));
    const [item] = items;
    expect(item?.snippet.length).toBe(240);
    expect(item?.matches.map(({ start, end }) => item.snippet.slice(start, end))).toEqual(["여행"]);
    const [plain] = (await listDocuments(open().db, query({ sort: "oldest", limit: 1 }))).items;
    expect(plain).toMatchObject({ snippet: "나루에 배가 닿았다.", matches: [] });
  });

  it("never shows text that was not cleaned", async () => {
    const { items } = await listDocuments(open().db, query({ grade: "3" }));
    expect(items[0]).toMatchObject({ title: null, snippet: "", medal: "bronze" });
    const detail = await loadDocument(open().db, ids.parsed ?? 0);
    expect(JSON.stringify([items, detail])).not.toContain("010");
    expect(detail.text).toBe("");
  });

  it.each([
    [{ cursor: "no" }, "invalid_cursor", "cursor"],
    [{ cursor: Buffer.from("o1.1").toString("base64url") }, "invalid_cursor", "cursor"],
    [{ grade: "gold" }, "invalid_filter", "grade"],
    [{ sentiment: "happy" }, "invalid_filter", "sentiment"],
    [{ from: "2026-02-01", to: "2026-01-01" }, "invalid_filter", "from"],
    [{ from: "0000-01-01" }, "invalid_filter", "from"],
    [{ to: "9999-12-31" }, "invalid_filter", "to"],
    [{ q: "(" }, "invalid_search", "q"],
  ])("refuses %j by name", async (input, code, field) => {
    await expect(listDocuments(open().db, query(input))).rejects.toMatchObject({ code, field, status: 400 });
  });

  it("shows one document with its capture, its keywords and its other versions", async () => {
    const { db } = open();
    const capture = await storeCapture(db, { url: "http://blog.example.com/lineage" });
    const parts = { url: "http://blog.example.com/lineage", capture_id: capture };
    const first = await storeDocument(db, { ...parts, current: false, refiner_version: null });
    const second = await storeDocument(db, {
      ...parts,
      masked: JSON.stringify({ phone: 2 }),
      published_at: "20000-01-01T00:00:00Z",
      sentences: JSON.stringify([{ start: 0, end: 11, label: "neutral", positive: 0.5 }]),
      keywords: [
        { term: "나루", weight: 1, count: 1 },
        { term: "배", weight: 2, count: 1 },
      ],
    });
    const detail = await loadDocument(db, second);
    expect(detail).toMatchObject({
      text: "나루에 배가 닿았다.",
      masked: { phone: 2 },
      publishedAt: "9999-12-31T23:59:59.000Z",
      sentences: [{ start: 0, end: 11, label: "neutral", positive: 0.5 }],
      keywords: [{ term: "배" }, { term: "나루" }],
      lineage: {
        capture: { id: capture, robots: { allowed: true } },
        versions: [{ id: first, current: false, refinerVersion: null }],
      },
    });
    expect((await loadDocument(db, first)).lineage.versions).toMatchObject([{ id: second, current: true }]);
    await expect(loadDocument(db, ids.hidden ?? 0)).rejects.toMatchObject({ code: "document_not_found" });
    await db.deleteFrom("documents").where("url", "=", parts.url).execute();
  });

  it("lists captures newest first by cursor, collection and address", async () => {
    const { db } = open();
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await listCaptures(db, { limit: 4, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a));
    expect(seen.length).toBeGreaterThan(7);
    const one = await loadCapture(db, seen[0] ?? 0);
    expect((await listCaptures(db, { limit: 4, url: one.url })).items).toEqual([one]);
    expect((await listCaptures(db, { limit: 4, collection: 12345 })).items).toEqual([]);
    await expect(loadCapture(db, 999_999)).rejects.toMatchObject({ code: "capture_not_found", status: 404 });
    await expect(listCaptures(db, { limit: 4, cursor: "x" })).rejects.toMatchObject({ code: "invalid_cursor" });
  });
});
