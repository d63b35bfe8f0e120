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
    expect(report.failures[0]).toMatchObject({
      reason: "parse_failed",
      detail: expect.stringMatching(/\bbyte [1-9]\d*\b/),
    });
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
