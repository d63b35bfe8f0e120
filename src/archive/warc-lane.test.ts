import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WARCParser } from "warcio";
import { buildExchange } from "../../test/builders/exchange.ts";
import { payloadDigest, recordIdAt } from "./exchange.ts";
import { WarcLane } from "./warc-lane.ts";
import { parseHttpMessage } from "./warc-parse.ts";
import { readRecordAt } from "./warc-reader.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-lane-"));
});
afterEach(() => rm(folder, { recursive: true }));

function openLane(options: { maxFileBytes?: number } = {}): WarcLane {
  const now = () => Date.parse("2026-03-01T09:00:00.000Z");
  return new WarcLane({ folder, writerId: "test", now, info: { software: "naru test" }, ...options });
}

/** Every record of a file as the independent reader sees it, digests checked by hand against its own reading. */
async function readWithWarcio(file: string) {
  const records = [];
  const bytes = await readFile(join(folder, file));
  for await (const record of WARCParser.iterRecords([bytes], { keepHeadersCase: true })) {
    const payload = Buffer.from(await record.readFully(false));
    records.push({ record, payload, header: (name: string) => record.warcHeader(name) });
  }
  return records;
}

describe("WarcLane", () => {
  it("writes warcinfo, response, request and metadata that another reader understands", async () => {
    const lane = openLane();
    const exchange = buildExchange();
    const { places, extents } = await lane.write([exchange]);
    const closed = await lane.close();
    const file = places[0]?.file ?? "";
    expect(file).toBe("naru-20260301090000000-00000-test.warc.gz");
    expect(extents).toEqual([{ file, length: (await stat(join(folder, file))).size, closed: false }]);
    expect(closed).toEqual([{ ...extents[0], closed: true }]);

    const records = await readWithWarcio(file);
    expect(records.map(({ record }) => record.warcType)).toEqual(["warcinfo", "response", "request", "metadata"]);
    const [info, response, request, metadata] = records;
    expect(info?.payload.toString()).toBe("software: naru test\r\nformat: WARC File Format 1.1\r\n");
    expect(response?.header("WARC-Record-ID")).toBe(recordIdAt(file, places[0]?.offset ?? 0));
    expect(response?.header("WARC-Warcinfo-ID")).toBe(info?.header("WARC-Record-ID"));
    expect(response?.header("WARC-Date")).toBe("2026-03-01T09:00:00.123Z");
    expect(response?.header("WARC-IP-Address")).toBe("192.0.2.7");
    expect(response?.header("WARC-Payload-Digest")).toBe(payloadDigest(exchange.response.body));
    expect(response?.payload.equals(Buffer.from(exchange.response.body))).toBe(true);
    expect(request?.header("WARC-Concurrent-To")).toBe(response?.header("WARC-Record-ID"));
    expect(request?.record.httpHeaders?.statusline).toBe("GET /posts/1?page=2 HTTP/1.1");
    expect(metadata?.header("WARC-Concurrent-To")).toBe(response?.header("WARC-Record-ID"));
    expect(metadata?.payload.toString()).toBe("robots-allowed: true\r\n");
  });

  it("writes revisits of identical and of unchanged payloads", async () => {
    const lane = openLane();
    const first = buildExchange();
    const { places } = await lane.write([first]);
    const place = places[0] ?? { file: "", offset: 0, length: 0 };
    const target = {
      url: first.url,
      capturedAt: first.capturedAt,
      digest: payloadDigest(first.response.body),
      ...place,
    };
    await lane.write([
      buildExchange({ revisit: { kind: "revisit_identical", ...target }, metadata: {} }),
      buildExchange({
        revisit: { kind: "revisit_not_modified", ...target },
        metadata: {},
        response: { status: 304, statusText: "Not Modified", headers: [["ETag", '"a"']], body: Buffer.alloc(0) },
      }),
    ]);
    await lane.close();
    const revisits = (await readWithWarcio(place.file)).filter(({ record }) => record.warcType === "revisit");
    const profile = "http://netpreserve.org/warc/1.1/revisit";
    expect(revisits.map(({ header }) => header("WARC-Profile"))).toEqual([
      `${profile}/identical-payload-digest`,
      `${profile}/server-not-modified`,
    ]);
    for (const { header, payload } of revisits) {
      expect(header("WARC-Refers-To")).toBe(recordIdAt(place.file, place.offset));
      expect(header("WARC-Refers-To-Target-URI")).toBe(first.url);
      expect(header("WARC-Refers-To-Date")).toBe("2026-03-01T09:00:00.123Z");
      expect(header("WARC-Payload-Digest")).toBe(target.digest);
      expect(payload.length).toBe(0);
    }
    expect(revisits.map(({ header }) => header("WARC-Truncated") ?? null)).toEqual(["length", null]);
    expect(revisits[1]?.record.httpHeaders?.statusCode).toBe(304);
  });

  it("stores no secrets and no header lines that a value smuggles in", async () => {
    const lane = openLane();
    const { places } = await lane.write([
      buildExchange({
        url: "http://user:geheim@blog.example.com/posts/1#part",
        request: {
          method: "GET",
          headers: [
            ["Cookie", "session=geheim"],
            ["Authorization", "Bearer geheim"],
            ["X-Naver-Client-Secret", "geheim"],
            ["Accept", "text/html\r\nX-Injected: yes"],
          ],
        },
        response: {
          headers: [
            ["Set-Cookie", "session=geheim; Path=/; HttpOnly"],
            ["Set-Cookie", "geheim; Path=/nameless"],
            ["X-Note", "a\r\n\r\nbody"],
          ],
        },
      }),
    ]);
    await lane.close();
    const records = await readWithWarcio(places[0]?.file ?? "");
    const all = records
      .map(({ record, payload }) => `${record.warcHeaders}${record.httpHeaders ?? ""}${payload}`)
      .join("");
    expect(all).not.toContain("geheim");
    expect(all).not.toMatch(/^X-Injected/m);
    expect(all).toContain("session=hidden; Path=/; HttpOnly");
    expect(all).toContain("hidden; Path=/nameless");
    expect(records[1]?.header("WARC-Target-URI")).toBe("http://blog.example.com/posts/1");
  });

  it("keeps wire bytes of compressed bodies and renames codings that are undone", async () => {
    const lane = openLane();
    const wire = gzipSync(Buffer.from("본문 ".repeat(2000)));
    const { places } = await lane.write([
      buildExchange({
        response: {
          body: wire,
          headers: [
            ["Content-Encoding", "gzip"],
            ["Transfer-Encoding", "chunked"],
          ],
        },
      }),
      buildExchange({
        response: {
          bodyDecoded: true,
          headers: [
            ["content-encoding", "br"],
            ["Content-Length", "12"],
          ],
        },
      }),
      buildExchange({ response: { truncated: "length" } }),
    ]);
    await lane.close();
    const read = await Promise.all(
      places.map(async ({ file, offset, length }) => {
        const record = await readRecordAt(join(folder, file), offset, length);
        return { record, http: parseHttpMessage(record.block) };
      }),
    );
    expect(read[0]?.http.body.equals(wire)).toBe(true);
    expect(read[0]?.http.headers.map(([name]) => name)).toEqual([
      "Content-Encoding",
      "X-Archive-Orig-Transfer-Encoding",
    ]);
    expect(read[1]?.http.headers.map(([name]) => name)).toEqual([
      "X-Archive-Orig-content-encoding",
      "X-Archive-Orig-Content-Length",
    ]);
    expect(read[2]?.record.headers.get("warc-truncated")).toBe("length");
  });

  it("begins a new file when one is full, and says that the old one is closed", async () => {
    const lane = openLane({ maxFileBytes: 2000 });
    const { places, extents } = await lane.write(Array.from({ length: 6 }, () => buildExchange()));
    await lane.close();
    const files = [...new Set(places.map(({ file }) => file))];
    expect(files.length).toBeGreaterThan(1);
    expect(extents.map(({ file }) => file)).toEqual(files);
    expect(extents.map(({ closed }) => closed)).toEqual(files.map((_, index) => index < files.length - 1));
    for (const file of files) expect((await readWithWarcio(file))[0]?.record.warcType).toBe("warcinfo");
  });

  it("serves concurrent writes one after another", async () => {
    const lane = openLane();
    const bodies = Array.from({ length: 20 }, (_, index) => Buffer.from(`쪽 ${index}`));
    const results = await Promise.all(bodies.map((body) => lane.write([buildExchange({ response: { body } })])));
    await lane.close();
    for (const [index, { places }] of results.entries()) {
      const { file, offset, length } = places[0] ?? { file: "", offset: 0, length: 0 };
      const record = await readRecordAt(join(folder, file), offset, length);
      expect(parseHttpMessage(record.block).body.toString()).toBe(`쪽 ${index}`);
    }
  });

  it("rewinds a batch whose transaction failed", async () => {
    const lane = openLane();
    const { places, extents } = await lane.write([buildExchange()]);
    await lane.write([buildExchange(), buildExchange()]);
    await lane.rewind(extents);
    const again = await lane.write([buildExchange()]);
    await lane.close();
    expect(again.places[0]?.offset).toBe(extents[0]?.length);
    const types = (await readWithWarcio(places[0]?.file ?? "")).map(({ record }) => record.warcType);
    expect(types.filter((type) => type === "response")).toHaveLength(2);
  });
});
