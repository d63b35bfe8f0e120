import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { foreignPage as page, foreignRecord as record } from "../../../test/builders/foreign-warc.ts";
import { ImportBench } from "../../../test/builders/import-run.ts";
import { buildZip } from "../../../test/builders/small-zip.ts";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";

const html = { "content-type": "text/html; charset=utf-8" };

describeEachDatabase("importing web archives that are not what they should be", (open) => {
  let bench: ImportBench;
  beforeAll(async () => {
    bench = await ImportBench.open(() => open().db);
  });
  afterAll(() => bench.close());

  it("goes on behind what is damaged or lies about its length, and says where", async () => {
    const good = (n: number) =>
      record({
        type: "response",
        url: `https://hurt.example/${n}`,
        date: "2024-05-01T00:00:00Z",
        body: page(`글 ${n}`),
        http: html,
      });
    // Cut in the same place of the same bytes it breaks the same way, every time.
    expect(await good(2)).toEqual(await good(2));
    const cut = (await good(2)).slice(0, 300);
    const liar = gzipSync(
      "WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    );
    const endless = gzipSync(`WARC/1.1\r\n${"X-Filler: 가나다라마바사\r\n".repeat(20_000)}`);
    const path = await bench.put(
      "상한.warc.gz",
      Buffer.concat([
        await good(1),
        cut,
        await good(3),
        liar,
        await good(4),
        endless,
        await good(5),
        Buffer.from("꼬리"),
      ]),
    );
    const report = await bench.run([path]);
    expect((await bench.documentsOf(report.collectionId)).map(({ title }) => title)).toEqual([
      "글 1",
      "글 3",
      "글 4",
      "글 5",
    ]);
    expect(report.failures).toHaveLength(4);
    expect(report.failures.map(({ reason }) => reason)).toEqual([
      "parse_failed",
      "parse_failed",
      "too_large",
      "parse_failed",
    ]);
    for (const { url, detail } of report.failures) {
      const [, place] = /#byte=(\d+)$/.exec(url) ?? [];
      expect(detail).toMatch(new RegExp(`^At byte ${place}: [A-Z][^:]*\\.$`));
      expect(detail.match(/byte \d/g)).toHaveLength(1);
    }
  });

  it("tells places by the archive, also when it lies inside a zip file", async () => {
    const plain = Buffer.from("WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 5000\r\n\r\nkurz");
    const packed = await record({
      type: "response",
      url: "https://in.example/1",
      date: "2024-05-01T00:00:00Z",
      http: html,
    });
    const wrong = Buffer.from(packed);
    wrong.writeUInt32LE(1, wrong.length - 8);
    const report = await bench.run([
      await bench.put("kurz.warc", plain),
      await bench.put(
        "innen.wacz",
        buildZip([{ name: "archive/a.warc.gz", body: packed.slice(0, packed.length - 9) }]),
      ),
      await bench.put("summe.wacz", buildZip([{ name: "archive/a.warc.gz", body: wrong }])),
    ]);
    expect(report.failures.map(({ detail }) => detail)).toEqual([
      "At byte 0: The record promises 5000 bytes and holds 4.",
      "At byte 0: The record's gzip data is cut off.",
      "At byte 0: The checksum of the record's gzip data is wrong.",
    ]);
  });

  it("outlives what passes for its own chunks, and takes no file's address from the web", async () => {
    const chunk = (n: number, lines: readonly unknown[]) =>
      record({
        type: "response",
        url: `https://chunk.example/${n}`,
        date: "2024-05-01T00:00:00Z",
        body: [{ naru: "rows", file: "file:///a.csv", roles: { text: "글" } }, ...lines]
          .map((line) => JSON.stringify(line))
          .join("\n"),
        http: { "content-type": "application/x-ndjson" },
      });
    const path = await bench.put(
      "넘겨짚은.warc.gz",
      Buffer.concat([
        await chunk(1, [{ row: "하나" }, "아무것도"]),
        await chunk(2, [
          { row: 1, url: "file:///나/열쇠.csv#row=1", values: { 글: "남이 쓴 글" } },
          { row: 2, url: "https://chunk.example/row", values: { 글: "웹의 글" } },
        ]),
      ]),
    );
    const report = await bench.run([path]);
    expect(report).toMatchObject({ archived: 2, documents: 1, failed: 1, finished: true });
    expect(report.failures).toMatchObject([{ url: "https://chunk.example/1", reason: "schema_changed" }]);
    expect((await bench.documentsOf(report.collectionId)).map(({ url }) => url)).toEqual(["https://chunk.example/row"]);
  });

  it("refuses zip files that climb out of their folder, swell, or are locked", async () => {
    const warc = await record({
      type: "response",
      url: "https://zip.example/1",
      date: "2024-05-01T00:00:00Z",
      body: page("집"),
      http: html,
    });
    const slip = await bench.put("slip.wacz", buildZip([{ name: "../../archive/x.warc.gz", body: warc }]));
    const bomb = await bench.put(
      "bomb.wacz",
      buildZip([{ name: "archive/x.warc", body: Buffer.alloc(80 * 2 ** 20), deflated: true }]),
    );
    const locked = await bench.put(
      "locked.wacz",
      buildZip([{ name: "archive/x.warc.gz", body: warc, deflated: true, encrypted: true }]),
    );
    const plain = await bench.put("plain.zip", buildZip([{ name: "readme.txt", body: Buffer.from("글") }]));
    const broken = await bench.put("broken.wacz", Buffer.from("PK\u0003\u0004 그리고 아무것도"));
    const report = await bench.run([slip, bomb, locked, plain, broken]);
    expect(report.failures.map(({ reason }) => reason)).toEqual([
      "parse_failed",
      "compression_bomb",
      "encrypted",
      "unsupported_type",
      "parse_failed",
    ]);
    expect(report.failures[0]?.detail).toContain("../../archive/x.warc.gz");
    expect(report).toMatchObject({ archived: 0, documents: 0 });
  });
});
