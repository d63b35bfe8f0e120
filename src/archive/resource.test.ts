import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CDXIndexer, WARCParser } from "warcio";
import { buildExchange } from "../../test/builders/exchange.ts";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { pageInputOf, readPayload } from "./capture-payload.ts";
import { commitExtents, insertCaptures } from "./captures-store.ts";
import { findPreviousCaptures, listCaptures, loadCapture } from "./captures-view.ts";
import { CdxjIndex } from "./cdxj-index.ts";
import { entryOfCapture } from "./cdxj-record.ts";
import { payloadDigest, resourceExchange } from "./exchange.ts";
import { renderReplay } from "./replay.ts";
import { WarcLane } from "./warc-lane.ts";

const url = "http://app.example.com/view?id=7";
const pictureUrl = `urn:fullPage:${url}`;
const html = Buffer.from("<!doctype html><title>나루</title><p>브라우저가 그린 글입니다.</p>");
const picture = Buffer.from("89504e470d0a1a0a", "hex");
const capturedAt = new Date("2026-03-01T09:00:01.000Z");

const page = resourceExchange({
  url,
  capturedAt,
  contentType: "text/html; charset=utf-8",
  body: html,
  robotsTags: ["noai", "otherbot: noindex"],
  metadata: { rendered: "Chromium 130" },
});
const screenshot = resourceExchange({ url: pictureUrl, capturedAt, contentType: "image/png", body: picture });

describeEachDatabase("resources", (open) => {
  let folder: string;
  let lane: WarcLane;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "naru-resources-"));
    lane = new WarcLane({ folder, writerId: "t", now: Date.now, info: {} });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("keeps a resource beside the answer it was made from, and gives it back, listed, indexed and replayed", async () => {
    const { db } = open();
    const answer = buildExchange({ url, capturedAt: new Date("2026-03-01T09:00:00Z") });
    const exchanges = [answer, page, screenshot];
    const { places, extents } = await lane.write(exchanges);
    const captures = exchanges.map((exchange, at) => ({
      collectionId: null,
      sourceId: "web",
      url: exchange.url,
      host: "app.example.com",
      capturedAt: exchange.capturedAt,
      status: exchange.response.status,
      mime: exchange === screenshot ? "image/png" : "text/html",
      digest: exchange.digest ?? payloadDigest(exchange.response.body),
      payloadLength: exchange.response.body.length,
      recordType: exchange.request === null ? ("resource" as const) : ("response" as const),
      refersTo: null,
      place: places[at] ?? { file: "", offset: 0, length: 0 },
      etag: null,
      lastModified: null,
      robots: { allowed: true, rule: null, agent: null, because: "no_match" as const },
      redirectTo: null,
      truncated: null,
    }));
    const ids = await db.transaction().execute(async (trx) => {
      await commitExtents(trx, "t", extents);
      return insertCaptures(trx, captures);
    });

    const [stored] = await listCaptures(db, { url, limit: 1 });
    expect(stored).toMatchObject({ id: ids[1], recordType: "resource", status: 200, mime: "text/html" });
    const reader = { folder, loadCapture: (id: number) => loadCapture(db, id) };
    const capture = await loadCapture(db, ids[1] ?? 0);
    const payload = await readPayload(reader, capture);
    expect(pageInputOf(url, payload)).toEqual({
      url,
      contentType: "text/html; charset=utf-8",
      robotsTags: ["noai, otherbot: noindex"],
      body: html,
    });
    expect(renderReplay(capture, { body: payload.body, text: html.toString() }).html).toContain("브라우저가 그린 글");
    expect((await readPayload(reader, await loadCapture(db, ids[2] ?? 0))).body).toEqual(picture);
    // What the server is asked "changed since?" about is its own answer, not what a browser made of it.
    expect((await findPreviousCaptures(db, [url])).get(url)?.payloadCaptureId).toBe(ids[0]);

    const committed = { file: places[0]?.file ?? "", committedLength: extents[0]?.length ?? 0 };
    const index = await CdxjIndex.open(folder);
    expect(await index.catchUp([committed])).toEqual([]);
    index.add(captures.map(entryOfCapture), extents);
    await index.close();
    // The same lines from the rows and from the file: each stands there once.
    expect(await index.find(url)).toEqual(captures.slice(0, 2).map(entryOfCapture));
    expect((await index.find(pictureUrl)).map(({ mime, status }) => [mime, status])).toEqual([["image/png", 200]]);
    await rm(join(folder, "cdxj"), { recursive: true });
    await rm(index.path);
  });

  it("is understood by another reader and another indexer", async () => {
    const { places } = await lane.write([page, screenshot]);
    await lane.close();
    const path = join(folder, places[0]?.file ?? "");
    const seen = [];
    for await (const record of WARCParser.iterRecords([await readFile(path)], { keepHeadersCase: true })) {
      if (record.warcType !== "resource" && record.warcType !== "metadata") continue;
      seen.push({ record, payload: Buffer.from(await record.readFully(true)) });
    }
    const [dom, how, shot] = seen.slice(-3);
    expect(dom?.record.warcType).toBe("resource");
    expect(dom?.record.warcTargetURI).toBe(url);
    expect(dom?.record.warcContentType).toBe("text/html; charset=utf-8");
    expect(dom?.record.warcPayloadDigest).toBe(payloadDigest(html));
    expect(dom?.record.warcHeader("WARC-Block-Digest")).toBe(payloadDigest(html));
    expect(dom?.record.warcHeader("WARC-Date")).toBe("2026-03-01T09:00:01.000Z");
    expect(dom?.payload).toEqual(html);
    expect(how?.payload.toString()).toBe("rendered: Chromium 130\r\n");
    expect(how?.record.warcHeader("WARC-Concurrent-To")).toBe(dom?.record.warcHeader("WARC-Record-ID"));
    expect(shot?.record.warcTargetURI).toBe(pictureUrl);
    expect(shot?.payload).toEqual(picture);

    const lines: Record<string, unknown>[] = [];
    const indexer = new CDXIndexer({ format: "cdxj" });
    const source = [{ filename: "f", reader: createReadStream(path) }];
    for await (const line of indexer.iterIndex(source)) lines.push(line);
    expect(lines.slice(-2).map(({ url, mime, offset }) => [url, mime, Number(offset)])).toEqual([
      [url, "text/html; charset=utf-8", places[0]?.offset],
      [pictureUrl, "image/png", places[1]?.offset],
    ]);
  });
});
