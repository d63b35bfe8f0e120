import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildExchange } from "../../test/builders/exchange.ts";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { pageInputOf, readPayload } from "./capture-payload.ts";
import { commitExtents, insertCaptures, listCommittedFiles, type NewCapture } from "./captures-store.ts";
import { findPreviousCaptures, listCaptures, listCapturesById, loadCapture } from "./captures-view.ts";
import { type Exchange, payloadDigest } from "./exchange.ts";
import { WarcLane, type WarcPlace } from "./warc-lane.ts";
import { headerOf } from "./warc-parse.ts";

function captureOf(exchange: Exchange, place: WarcPlace, refersTo: number | null = null): NewCapture {
  return {
    collectionId: null,
    sourceId: "web",
    url: exchange.url,
    host: new URL(exchange.url).host,
    capturedAt: exchange.capturedAt,
    status: exchange.response.status,
    mime: "text/html",
    digest: exchange.revisit?.digest ?? payloadDigest(exchange.response.body),
    payloadLength: exchange.response.body.length,
    recordType: exchange.revisit?.kind ?? "response",
    refersTo,
    place,
    etag: headerOf(exchange.response.headers, "etag"),
    lastModified: null,
    robots: { allowed: true, rule: "Allow: /\0 \ud800", agent: "*", because: "rule" },
    redirectTo: null,
    truncated: exchange.response.truncated,
  };
}

describeEachDatabase("captures", (open) => {
  let folder: string;
  let lane: WarcLane;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "naru-captures-"));
    lane = new WarcLane({ folder, writerId: "t", now: Date.now, info: {} });
  });
  afterAll(async () => {
    await lane.close();
    await rm(folder, { recursive: true });
  });

  async function store(exchanges: Exchange[], refersTo: number | null = null): Promise<number[]> {
    const { places, extents } = await lane.write(exchanges);
    return open()
      .db.transaction()
      .execute(async (trx) => {
        await commitExtents(trx, "t", extents);
        return insertCaptures(
          trx,
          exchanges.map((exchange, index) => captureOf(exchange, places[index] as WarcPlace, refersTo)),
        );
      });
  }

  it("records a batch, finds what was there before, and reads it back through revisits", async () => {
    const { db } = open();
    const url = "http://shop.example.com/a";
    const html = Buffer.from("<p>강릉 커피</p>");
    const first = buildExchange({
      url,
      capturedAt: new Date("2026-03-01T00:00:00.001Z"),
      response: {
        body: gzipSync(html),
        headers: [
          ["Content-Encoding", "gzip"],
          ["Content-Type", "text/html"],
          ["ETag", '"1"'],
          ["X-Robots-Tag", "noai"],
          ["X-Robots-Tag", "noindex"],
        ],
      },
    });
    const other = buildExchange({ url: "http://shop.example.com/b", response: { status: 404 } });
    const [firstId = 0] = await store([first, other]);

    const previous = (await findPreviousCaptures(db, [url, other.url, "http://shop.example.com/c"])).get(url);
    expect(await findPreviousCaptures(db, [other.url])).toEqual(new Map());
    expect(previous).toMatchObject({
      etag: '"1"',
      payloadCaptureId: firstId,
      digest: payloadDigest(first.response.body),
    });
    if (previous === undefined) throw new Error("unreachable");

    const unchanged = buildExchange({
      url,
      capturedAt: new Date("2026-03-02T00:00:00Z"),
      revisit: { kind: "revisit_not_modified", ...previous.target },
      response: { status: 304, statusText: "Not Modified", headers: [["ETag", '"2"']], body: Buffer.alloc(0) },
    });
    const [secondId = 0] = await store([unchanged], previous.payloadCaptureId);
    const again = (await findPreviousCaptures(db, [url])).get(url);
    expect(again).toMatchObject({ etag: '"2"', payloadCaptureId: firstId, target: previous.target });

    const reader = { folder, loadCapture: (id: number) => loadCapture(db, id) };
    const capture = await loadCapture(db, secondId);
    expect(capture.robots).toEqual({ allowed: true, rule: "Allow: / \ufffd", agent: "*", because: "rule" });
    const payload = await readPayload(reader, capture);
    expect(payload.status).toBe(200);
    expect(pageInputOf(url, payload)).toEqual({
      url,
      contentType: "text/html",
      robotsTags: ["noai", "noindex"],
      body: html,
    });
    expect((await listCapturesById(db, [secondId, firstId])).map(({ id }) => id).sort()).toEqual([firstId, secondId]);
  });

  it("pages through captures both ways", async () => {
    const { db } = open();
    const ids = await store(
      Array.from({ length: 25 }, (_, index) => buildExchange({ url: `http://pages.example.com/${index}` })),
    );
    expect(new Set(ids).size).toBe(25);
    const firstPage = await listCaptures(db, { sourceId: "web", limit: 10 });
    expect(firstPage.map(({ id }) => id)).toEqual(ids.slice(15).reverse());
    const secondPage = await listCaptures(db, { beforeId: firstPage.at(-1)?.id ?? 0, limit: 10 });
    expect(secondPage.map(({ id }) => id)).toEqual(ids.slice(5, 15).reverse());
    expect((await listCaptures(db, { afterId: ids[20] ?? 0 })).map(({ id }) => id)).toEqual(ids.slice(21));
    expect(await listCaptures(db, { url: "http://pages.example.com/3" })).toHaveLength(1);
  });

  it("keeps the committed length of each file with its captures", async () => {
    const { db } = open();
    await store([buildExchange()]);
    const [open_] = await listCommittedFiles(db, "t");
    expect(open_?.committedLength).toBe(lane.extents()[0]?.length);
    expect(await listCommittedFiles(db, "someone-else")).toEqual([]);
    await expect(loadCapture(db, 999_999)).rejects.toMatchObject({ code: "capture_not_found" });
  });
});
