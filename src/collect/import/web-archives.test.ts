import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { foreignPage as page, foreignRecord as record } from "../../../test/builders/foreign-warc.ts";
import { ImportBench } from "../../../test/builders/import-run.ts";
import { buildZip } from "../../../test/builders/small-zip.ts";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { listCaptures, loadCapture, pageInputOf, readPayload, WarcLane } from "../../archive/index.ts";
import { refineAgain } from "../../refine/index.ts";
import { createItemReader } from "../read-items.ts";

describeEachDatabase("importing web archives", (open) => {
  let bench: ImportBench;
  beforeAll(async () => {
    bench = await ImportBench.open(() => open().db);
  });
  afterAll(() => bench.close());

  const html = { "content-type": "text/html; charset=utf-8" };
  const textAt = async (id: number) => {
    const { db } = open();
    const capture = await loadCapture(db, id);
    const payload = await readPayload(
      { folder: bench.archiveFolder, loadCapture: (one) => loadCapture(db, one) },
      capture,
    );
    return Buffer.from(pageInputOf(capture.url, payload).body).toString();
  };

  it("copies answers, resources and revisits of another program's file with their own addresses and dates", async () => {
    const first = await record({
      type: "response",
      url: "https://example.com/a?utm_source=x",
      date: "2024-05-01T00:00:00Z",
      body: page("첫 글"),
      http: html,
      warc: { "WARC-IP-Address": "192.0.2.7" },
    });
    const id = /WARC-Record-ID: (<[^>]+>)/.exec(Buffer.from(gunzipSync(first)).toString())?.[1] ?? "";
    const chunked = Buffer.from(page("조각"), "utf8");
    const body = Buffer.concat([
      Buffer.from(`${chunked.length.toString(16)}\r\n`),
      chunked,
      Buffer.from("\r\n0\r\n\r\n"),
    ]);
    const path = await bench.put(
      "웹/남의.warc.gz",
      Buffer.concat([
        first,
        await record({
          type: "request",
          url: "https://example.com/a",
          date: "2024-05-01T00:00:00Z",
          status: "GET /a HTTP/1.1",
          http: { "User-Agent": "other/1", Cookie: "secret=1" },
          warc: { "WARC-Concurrent-To": id },
        }),
        await record({
          type: "response",
          url: "https://example.com/b",
          date: "2024-05-01T00:00:01Z",
          body: gzipSync(page("둘째 글")),
          http: { ...html, "content-encoding": "gzip" },
        }),
        await record({
          type: "response",
          url: "https://example.com/c",
          date: "2024-05-01T00:00:02Z",
          body,
          http: { ...html, "transfer-encoding": "chunked" },
        }),
        await record({
          type: "response",
          url: "https://example.com/gone",
          date: "2024-05-01T00:00:03Z",
          status: "HTTP/1.1 404 Not Found",
          body: page("없음"),
          http: html,
        }),
        await record({
          type: "response",
          url: "https://example.com/robots.txt",
          date: "2024-05-01T00:00:03Z",
          body: "User-agent: *\nAllow: /",
          http: { "content-type": "text/plain" },
        }),
        await record({
          type: "response",
          url: "https://example.com/login",
          date: "2024-05-01T00:00:03Z",
          body: '<title>로그인</title><form><input type="text" name="id"><input type="password"><button>로그인</button></form>',
          http: html,
        }),
        await record({
          type: "response",
          url: "https://example.com/p.png",
          date: "2024-05-01T00:00:04Z",
          body: Buffer.from("89504e470d0a1a0a", "hex"),
          http: { "content-type": "image/png" },
        }),
        await record({
          type: "revisit",
          url: "https://example.com/a",
          date: "2024-06-01T00:00:00Z",
          http: html,
          warc: {
            "WARC-Refers-To-Target-URI": "https://example.com/a",
            "WARC-Refers-To-Date": "2024-05-01T00:00:00Z",
            "WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
          },
        }),
        await record({
          type: "revisit",
          url: "https://example.com/lost",
          date: "2024-06-01T00:00:00Z",
          http: html,
          warc: {
            "WARC-Refers-To-Target-URI": "https://example.com/lost",
            "WARC-Refers-To-Date": "2020-01-01T00:00:00Z",
          },
        }),
        await record({
          type: "resource",
          url: "https://example.com/shown",
          date: "2024-05-02T00:00:00Z",
          body: page("그려진 글"),
          warc: { "Content-Type": "text/html" },
        }),
        await record({
          type: "resource",
          url: "dns:example.com",
          date: "2024-05-02T00:00:00Z",
          body: "192.0.2.7",
          warc: { "Content-Type": "text/dns" },
        }),
      ]),
    );
    const report = await bench.run([path]);
    expect(report.byReason).toEqual({ not_found: 1, login_wall: 1 });
    expect(report).toMatchObject({ files: 1, archived: 9, known: 0, documents: 4, failed: 2 });
    const { db } = open();
    const captures = await listCaptures(db, { collectionId: report.collectionId });
    expect(
      captures.find(({ url, capturedAt }) => url === "https://example.com/a" && capturedAt.getUTCMonth() === 4),
    ).toMatchObject({
      capturedAt: new Date("2024-05-01T00:00:00Z"),
      recordType: "response",
      host: "example.com",
      sourceId: "files",
    });
    const revisit = captures.find(({ recordType }) => recordType === "revisit_identical");
    expect(revisit).toMatchObject({ url: "https://example.com/a", capturedAt: new Date("2024-06-01T00:00:00Z") });
    expect(await textAt(revisit?.id ?? 0)).toContain("첫 글");
    expect(await textAt(captures.find(({ url }) => url.endsWith("/c"))?.id ?? 0)).toBe(page("조각"));
    const documents = await bench.documentsOf(report.collectionId);
    expect(documents.map(({ title }) => title).sort()).toEqual(["그려진 글", "둘째 글", "조각", "첫 글"]);
    expect(documents[0]).toMatchObject({ kind: "page", collected_at: new Date("2024-05-01T00:00:00Z") });
    const files = (await readdir(bench.archiveFolder)).filter((name) => name.endsWith(".warc.gz"));
    const raw = await Promise.all(
      files.map(async (name) => gunzipAll(await readFile(join(bench.archiveFolder, name)))),
    );
    expect(raw.join("")).toContain("User-Agent: other/1");
    expect(raw.join("")).not.toContain("secret=1");

    expect(await bench.run([path])).toMatchObject({ archived: 0, known: 9, documents: 0 });
    const again = await refineAgain({
      db,
      archiveFolder: bench.archiveFolder,
      sourceId: "files",
      readItems: createItemReader(db),
    });
    expect(again).toMatchObject({ changed: 0, added: 0, failed: 0 });
  });

  it("reads naru's own files again, and an older capture never takes the place of a newer one", async () => {
    const folder = join(bench.home, "내것");
    await bench.put("내것/note.txt", "나루의 파일을 다시 읽는다.");
    const lane = new WarcLane({ folder, writerId: "t", now: Date.now, info: {} });
    const exchange = (title: string, at: string) => ({
      url: "https://naru.example/p",
      capturedAt: new Date(at),
      ipAddress: null,
      request: { method: "GET", headers: [["user-agent", "naru"]] as const },
      response: {
        status: 200,
        statusText: "OK",
        headers: [["content-type", "text/html"]] as const,
        body: Buffer.from(page(title)),
        truncated: null,
      },
      revisit: null,
      metadata: { robots: "allowed" },
    });
    await lane.write([exchange("새 판", "2025-02-01T00:00:00Z"), exchange("옛 판", "2025-01-01T00:00:00Z")]);
    await lane.close();
    const report = await bench.run([folder]);
    expect(report).toMatchObject({ files: 2, archived: 3, failed: 0 });
    const current = async () =>
      (await bench.documentsOf(report.collectionId))
        .filter((one) => one.current)
        .map(({ title }) => title)
        .sort();
    expect(await current()).toEqual(["나루의 파일을 다시 읽는다.", "새 판"]);

    await lane.write([exchange("더 옛 판", "2024-01-01T00:00:00Z")]);
    await lane.close();
    expect(await bench.run([folder])).toMatchObject({ archived: 1, documents: 0 });
    expect(await current()).toEqual(["나루의 파일을 다시 읽는다.", "새 판"]);
  });

  it("reads the archives inside a WACZ file, stored and deflated", async () => {
    const one = await record({
      type: "response",
      url: "https://wacz.example/1",
      date: "2024-05-01T00:00:00Z",
      body: page("와츠 하나"),
      http: html,
    });
    const two = await record({
      type: "response",
      url: "https://wacz.example/2",
      date: "2024-05-01T00:00:00Z",
      body: page("와츠 둘"),
      http: html,
    });
    const path = await bench.put(
      "묶음.wacz",
      buildZip([
        { name: "datapackage.json", body: Buffer.from("{}") },
        { name: "archive/data.warc.gz", body: one },
        { name: "archive/more.warc", body: gunzipSync(two), deflated: true },
        { name: "pages/pages.jsonl", body: Buffer.from('{"format":"json-pages-1.0"}\n') },
      ]),
    );
    // What an import leaves that is killed while it reads an unpacked archive.
    const scratch = join(bench.archiveFolder, "import", "unpacked");
    await mkdir(join(scratch, "wacz-killed"), { recursive: true });
    await writeFile(join(scratch, "wacz-killed", "archive.warc"), "WARC/1.1");
    const report = await bench.run([path]);
    expect(report).toMatchObject({ archived: 2, documents: 2, failed: 0 });
    expect((await bench.documentsOf(report.collectionId)).map(({ title }) => title)).toEqual(["와츠 하나", "와츠 둘"]);
    expect(await readdir(scratch)).toEqual([]);
  });
});

function gunzipAll(bytes: Buffer): string {
  return gunzipSync(bytes).toString("utf8");
}
