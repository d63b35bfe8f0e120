import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import iconv from "iconv-lite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildExchange } from "../../test/builders/exchange.ts";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import {
  commitExtents,
  insertCaptures,
  listCapturesById,
  pageInputOf,
  payloadDigest,
  readPayload,
  WarcLane,
} from "../archive/index.ts";
import { saveReadings } from "./documents-store.ts";
import { readPage } from "./read-page.ts";
import { refineDocuments } from "./refine-job.ts";
import { type DocumentChange, type RefineAgainOptions, refineAgain } from "./rerefine.ts";

const pageOf = (n: number) =>
  iconv.encode(
    `<html><head><meta charset="euc-kr"><title>뷁 이야기 ${n}</title></head><body><div class="nav"><a href="/">처음</a></div><p>나루에 배 ${n}척이 닿았다. 문의 010-1234-5678 #나루</p></body></html>`,
    "cp949",
  );

describeEachDatabase("refining again", (open) => {
  let folder: string;
  let lane: WarcLane;
  let captureIds: number[];
  let documentIds: number[];

  /** Archives pages as the collector does and takes their documents to grade 4. */
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "naru-refine-"));
    lane = new WarcLane({ folder, writerId: "t", now: Date.now, info: {} });
    const exchanges = Array.from({ length: 5 }, (_, n) => {
      const exchange = buildExchange({ url: `http://site.test/${n}` });
      return {
        ...exchange,
        response: {
          ...exchange.response,
          headers: [["Content-Type", "text/html"]] as [string, string][],
          body: pageOf(n),
        },
      };
    });
    const { places, extents } = await lane.write(exchanges);
    const { db } = open();
    captureIds = await db.transaction().execute(async (trx) => {
      await commitExtents(trx, "t", extents);
      return insertCaptures(
        trx,
        exchanges.map((exchange, i) => {
          const place = places[i];
          if (place === undefined) throw new Error("no place");
          return {
            collectionId: null,
            sourceId: i === 4 ? "other" : "web",
            url: exchange.url,
            host: "site.test",
            capturedAt: exchange.capturedAt,
            status: 200,
            mime: "text/html",
            digest: payloadDigest(exchange.response.body),
            payloadLength: exchange.response.body.length,
            recordType: "response" as const,
            refersTo: null,
            place,
            etag: null,
            lastModified: null,
            robots: { allowed: true, rule: null, agent: null, because: "no_match" as const },
            redirectTo: null,
            truncated: null,
          };
        }),
      );
    });
    const captures = await listCapturesById(db, captureIds);
    const pages = await Promise.all(
      captures.map(async (capture) => ({
        captureId: capture.id,
        collectionId: null,
        sourceId: capture.sourceId,
        url: capture.url,
        host: capture.host,
        collectedAt: capture.capturedAt,
        reading: readPage(
          pageInputOf(
            capture.url,
            await readPayload({ folder, loadCapture: () => Promise.reject(new Error("unused")) }, capture),
          ),
        ),
      })),
    );
    documentIds = (await db.transaction().execute((trx) => saveReadings(trx, pages))).toSorted((a, b) => a - b);
    await refineDocuments(db, documentIds);
  });
  afterAll(async () => {
    await lane.close();
    await rm(folder, { recursive: true });
  });

  const again = (options: Partial<RefineAgainOptions> = {}) =>
    refineAgain({ db: open().db, archiveFolder: folder, ...options });
  const count = async () => (await open().db.selectFrom("documents").select("id").execute()).length;

  it("changes nothing when nothing is new", async () => {
    expect(await again()).toMatchObject({ read: 5, unchanged: 5, changed: 0, added: 0, failed: 0 });
    expect(await count()).toBe(5);
  });

  it("tells differences field by field without writing them", async () => {
    await open()
      .db.updateTable("documents")
      .set({ title: "옛 제목", text: "옛 본문" })
      .where("id", "=", documentIds[0] ?? 0)
      .execute();
    const changes: DocumentChange[] = [];
    expect(await again({ dryRun: true, onChange: (change) => changes.push(change) })).toMatchObject({
      read: 5,
      unchanged: 4,
      changed: 1,
    });
    expect(changes).toEqual([
      {
        documentId: documentIds[0],
        captureId: captureIds[0],
        url: "http://site.test/0",
        fields: [
          { field: "title", before: "옛 제목", after: "뷁 이야기 0" },
          { field: "text", before: "옛 본문", after: "나루에 배 0척이 닿았다. 문의 010-1234-5678 #나루" },
        ],
      },
    ]);
    expect(await count()).toBe(5);
  });

  it("writes changed documents as new current rows, once", async () => {
    const written: number[][] = [];
    const onWritten: RefineAgainOptions["onWritten"] = async (_, ids) => {
      written.push([...ids]);
    };
    expect(await again({ onWritten })).toMatchObject({ changed: 1, unchanged: 4 });
    const rows = await open()
      .db.selectFrom("documents")
      .selectAll()
      .where("url", "=", "http://site.test/0")
      .orderBy("id")
      .execute();
    expect(
      rows.map(({ id, current, title, grade, clean_text }) => ({ id, current, title, grade, clean_text })),
    ).toEqual([
      {
        id: documentIds[0],
        current: false,
        title: "옛 제목",
        grade: 4,
        clean_text: "나루에 배 0척이 닿았다. 문의 [전화번호] 나루",
      },
      {
        id: written[0]?.[0],
        current: true,
        title: "뷁 이야기 0",
        grade: 4,
        clean_text: "나루에 배 0척이 닿았다. 문의 [전화번호] 나루",
      },
    ]);
    expect(await again({ onWritten })).toMatchObject({ changed: 0, added: 0, unchanged: 5 });
    expect(written).toHaveLength(1);
  });

  it("narrows to a source and a time", async () => {
    expect(await again({ sourceId: "other" })).toMatchObject({ read: 1 });
    expect(await again({ since: new Date("2100-01-01") })).toMatchObject({ read: 0 });
  });

  it("adds documents that are missing", async () => {
    await open().db.deleteFrom("documents").where("url", "=", "http://site.test/4").execute();
    expect(await again()).toMatchObject({ added: 1, unchanged: 4 });
    expect(await again()).toMatchObject({ added: 0, unchanged: 5 });
  });

  it("leaves documents that still wait for cleaning to the queue", async () => {
    await open()
      .db.updateTable("documents")
      .set({ grade: 3, refiner_version: null, clean_text: null, clean_title: null, masked: "{}", hashtags: [] })
      .where("url", "=", "http://site.test/1")
      .where("current", "=", true)
      .execute();
    expect(await again()).toMatchObject({ changed: 0, unchanged: 5 });
    await refineDocuments(open().db, documentIds);
  });

  it("leaves the language of analysed documents to the analyser", async () => {
    await open()
      .db.updateTable("documents")
      .set({ language: "en", analyzer_version: "1", grade: 5 })
      .where("url", "=", "http://site.test/2")
      .execute();
    expect(await again()).toMatchObject({ changed: 0, unchanged: 5 });
  });

  it("names captures it cannot read and goes on", async () => {
    await open()
      .db.updateTable("captures")
      .set({ warc_file: "gone.warc.gz" })
      .where("id", "=", captureIds[3] ?? 0)
      .execute();
    const report = await again();
    expect(report).toMatchObject({ read: 5, failed: 1, unchanged: 4 });
    expect(report.failures).toEqual([
      { captureId: captureIds[3], url: "http://site.test/3", code: "warc_file_missing", message: expect.any(String) },
    ]);
  });
});
