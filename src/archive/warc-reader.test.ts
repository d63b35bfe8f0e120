import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WARCRecord, WARCSerializer } from "warcio";
import { buildExchange } from "../../test/builders/exchange.ts";
import { WarcLane } from "./warc-lane.ts";
import { checkBlockDigest, parseHttpMessage } from "./warc-parse.ts";
import { type PlacedRecord, readRecordAt, readWarcFile } from "./warc-reader.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-reader-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function readAll(path: string, options = {}): Promise<PlacedRecord[]> {
  const records: PlacedRecord[] = [];
  for await (const record of readWarcFile(path, options)) records.push(record);
  return records;
}

async function writeFixture(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

async function foreignRecords(version: "WARC/1.0" | "WARC/1.1", gzip: boolean): Promise<Uint8Array[]> {
  const bodies = ["첫째 쪽", "둘째 쪽 ".repeat(30_000)];
  return Promise.all(
    bodies.map((body, index) => {
      const record = WARCRecord.create(
        {
          url: `http://example.com/${index}`,
          date: "2026-03-01T00:00:00Z",
          type: "response",
          warcVersion: version,
          httpHeaders: { "Content-Type": "text/html" },
          statusline: "HTTP/1.1 200 OK",
        },
        [Buffer.from(body)],
      );
      return WARCSerializer.serialize(record, { gzip });
    }),
  );
}

function plainRecord(lines: string[], block = "abc"): Buffer {
  return Buffer.from(`WARC/1.1\r\n${lines.join("\r\n")}\r\n\r\n${block}\r\n\r\n`);
}

describe("readWarcFile", () => {
  for (const version of ["WARC/1.0", "WARC/1.1"] as const) {
    for (const gzip of [true, false]) {
      it(`goes through a ${gzip ? "gzipped" : "plain"} ${version} file of another program`, async () => {
        const parts = await foreignRecords(version, gzip);
        const path = await writeFixture(gzip ? "a.warc.gz" : "a.warc", Buffer.concat(parts));
        const records = await readAll(path);
        expect(records.map(({ record }) => `WARC/${record.version}`)).toEqual([version, version]);
        expect(records.map(({ offset, length }) => [offset, length])).toEqual([
          [0, parts[0]?.length],
          [parts[0]?.length, parts[1]?.length],
        ]);
        for (const { record } of records) checkBlockDigest(record);
        expect(parseHttpMessage(records[1]?.record.block ?? Buffer.alloc(0)).body.toString()).toMatch(/^둘째 쪽/);
      });
    }
  }

  it("finds each of our records where the lane said it lies", async () => {
    const lane = new WarcLane({ folder, writerId: "t", now: Date.now, info: {} });
    const bodies = Array.from({ length: 300 }, (_, index) => Buffer.from(`${index} `.repeat(index * 20)));
    const { places } = await lane.write(bodies.map((body) => buildExchange({ response: { body } })));
    await lane.close();
    const path = join(folder, places[0]?.file ?? "");
    const responses = (await readAll(path)).filter(({ record }) => record.type === "response");
    expect(responses.map(({ offset, length }) => ({ offset, length }))).toEqual(
      places.map(({ offset, length }) => ({ offset, length })),
    );
    for (const { record } of responses) checkBlockDigest(record);
    const from = places[299]?.offset ?? 0;
    expect(await readAll(path, { from })).toHaveLength(3);
  });

  it("reads a file gzipped as one member", async () => {
    const path = await writeFixture("whole.warc.gz", gzipSync(Buffer.concat(await foreignRecords("WARC/1.0", false))));
    expect(await readAll(path)).toHaveLength(2);
  });

  it("names what is wrong with damaged files", async () => {
    const [first = Buffer.alloc(0)] = await foreignRecords("WARC/1.1", true);
    const flipped = Buffer.from(first);
    flipped[flipped.length - 6] = (flipped[flipped.length - 6] ?? 0) ^ 0xff;
    const cases: [name: string, bytes: Uint8Array, code: string][] = [
      ["cut.warc.gz", first.subarray(0, first.length - 20), "warc_bad_gzip"],
      ["trailer.warc.gz", first.subarray(0, first.length - 3), "warc_bad_gzip"],
      ["crc.warc.gz", flipped, "warc_bad_gzip"],
      ["noise.warc.gz", Buffer.from([0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9]), "warc_bad_gzip"],
      ["text.warc", Buffer.from("hello\r\n\r\n"), "warc_bad_header"],
      ["endless.warc", Buffer.alloc(600_000, 0x41), "warc_bad_header"],
      ["nolength.warc", plainRecord(["WARC-Type: resource"]), "warc_bad_length"],
      ["negative.warc", plainRecord(["Content-Length: -5"]), "warc_bad_length"],
      ["short.warc", plainRecord(["Content-Length: 5000"]), "warc_bad_length"],
      ["huge.warc", plainRecord(["Content-Length: 99999999999"]), "warc_too_large"],
      ["bomb.warc.gz", gzipSync(Buffer.alloc(3_000_000)), "warc_too_large"],
    ];
    for (const [name, bytes, code] of cases) {
      const path = await writeFixture(name, bytes);
      await expect(readAll(path, { maxRecordBytes: 2_000_000 }), name).rejects.toMatchObject({ code });
    }
    await expect(readAll(join(folder, "none.warc"))).rejects.toMatchObject({ code: "warc_file_missing", status: 404 });
  });

  it("tells a block that was changed from one that was not", async () => {
    const record = plainRecord(["Content-Length: 3", "WARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]);
    const [read] = await readAll(await writeFixture("digest.warc", record));
    expect(() => read && checkBlockDigest(read.record)).toThrow(
      expect.objectContaining({ code: "warc_digest_mismatch" }),
    );
  });
});

describe("readRecordAt", () => {
  it("refuses places that do not exist or hold something else", async () => {
    const [first = Buffer.alloc(0)] = await foreignRecords("WARC/1.1", true);
    const path = await writeFixture("one.warc.gz", first);
    expect((await readRecordAt(path, 0, first.length)).headers.get("warc-target-uri")).toBe("http://example.com/0");
    await expect(readRecordAt(path, 10, first.length)).rejects.toMatchObject({ code: "warc_file_short" });
    await expect(readRecordAt(path, 5, 50)).rejects.toMatchObject({ code: "warc_bad_gzip" });
    await expect(readRecordAt(path, 0, 2 ** 40)).rejects.toMatchObject({ code: "warc_too_large" });
  });
});
