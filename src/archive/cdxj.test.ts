import { execFileSync } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CDXIndexer, getSurt } from "warcio";
import { buildExchange } from "../../test/builders/exchange.ts";
import { CdxjIndex } from "./cdxj-index.ts";
import { type CdxjEntry, formatCdxjLine, parseCdxjLine } from "./cdxj-line.ts";
import { entryOfCapture } from "./cdxj-record.ts";
import { payloadDigest } from "./exchange.ts";
import { surtOf } from "./surt.ts";
import { WarcLane } from "./warc-lane.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-cdxj-"));
});
afterEach(() => rm(folder, { recursive: true }));

function entry(number: number): CdxjEntry {
  return {
    url: `http://www.site${number % 7}.example.com/A/${number}?z=1&b=${number}`,
    capturedAt: new Date(Date.UTC(2026, 2, 1) + number * 1000),
    status: 200,
    mime: number % 3 === 0 ? null : "text/html",
    digest: payloadDigest(Buffer.from(String(number))),
    place: { file: "naru-1.warc.gz", offset: number * 100, length: 100 },
  };
}

function sorted(path: string): boolean {
  execFileSync("sort", ["--check", path], { env: { ...process.env, LC_ALL: "C" } });
  return true;
}

describe("surtOf", () => {
  it("agrees with another program", () => {
    const addresses = [
      "http://www.example.com/",
      "https://example.com:8080/a/B?x=1&A=2",
      "http://EXAMPLE.com/path?b=2&a=1",
      "http://example.com",
      "http://192.168.0.1/a",
      "https://example.com:443/",
      "http://xn--bj0bj06e.kr/%EA%B0%80?%EB%82%98=1",
      "http://www2.example.com/a?",
      "http://[::1]:80/a",
      "http://example.com/a;jsessionid=1?x",
      "http://u:p@example.com/a,b)/c#frag",
      "ftp://example.com/x",
      "urn:pageinfo:http://example.com",
    ];
    for (const address of addresses) expect(surtOf(address), address).toBe(getSurt(address));
  });
});

describe("CdxjIndex", () => {
  it("keeps index.cdxj sorted and complete, and finds each line before and after merging", async () => {
    const index = await CdxjIndex.open(folder, 1000);
    const entries = Array.from({ length: 20_000 }, (_, number) => entry((number * 7919) % 20_000));
    for (let at = 0; at < entries.length; at += 500) {
      const batch = entries.slice(at, at + 500);
      index.add(batch, [{ file: "naru-1.warc.gz", length: at + 500 }]);
    }
    await index.flush();
    expect((await readdir(join(folder, "cdxj"))).filter((name) => name.endsWith(".cdxj")).length).toBeLessThan(10);
    for (const number of [0, 1, 999, 13_337, 19_999])
      expect(await index.find(entry(number).url)).toEqual([entry(number)]);

    const searching = Promise.all([5, 6, 7].map((number) => index.find(entry(number).url)));
    await index.close();
    await index.close();
    expect(await searching).toEqual([[entry(5)], [entry(6)], [entry(7)]]);
    expect(sorted(index.path)).toBe(true);
    const lines = (await readFile(index.path, "utf8")).trimEnd().split("\n");
    expect(lines).toEqual(entries.map(formatCdxjLine).sort());
    for (const number of [0, 1, 999, 13_337, 19_999])
      expect(await index.find(entry(number).url)).toEqual([entry(number)]);
    expect(await index.find("http://zzz.example.org/")).toEqual([]);
    expect(await index.find("http://aaa.example/")).toEqual([]);
    expect((await readdir(join(folder, "cdxj"))).sort()).toEqual(["manifest.json"]);
  });

  it("gives all captures of one address in order of time", async () => {
    const index = await CdxjIndex.open(folder);
    const visits = Array.from({ length: 300 }, (_, visit) => ({
      ...entry(5),
      capturedAt: new Date(Date.UTC(2026, 0, 1) + visit * 86_400_000),
    }));
    index.add([...visits].reverse(), []);
    index.add([entry(6), entry(4)], []);
    await index.compact();
    expect(await index.find(entry(5).url)).toEqual(visits);
    expect(await index.find(entry(5).url, 3)).toEqual(visits.slice(0, 3));
  });

  it("reads lost lines again from the WARC files, and agrees with another indexer", async () => {
    const lane = new WarcLane({ folder, writerId: "t", now: Date.now, info: {} });
    const exchanges = Array.from({ length: 40 }, (_, index) =>
      buildExchange({
        url: `http://blog.example.com/posts/${index}?b=1&a=2`,
        response: { body: Buffer.from(`글 ${index}`) },
      }),
    );
    const first = await lane.write(exchanges.slice(0, 20));
    const index = await CdxjIndex.open(folder);
    const captures = exchanges.slice(0, 20).map((exchange, at) =>
      entryOfCapture({
        url: exchange.url,
        capturedAt: exchange.capturedAt,
        status: 200,
        mime: "text/html",
        digest: payloadDigest(exchange.response.body),
        recordType: "response",
        place: first.places[at] ?? { file: "", offset: 0, length: 0 },
      }),
    );
    index.add(captures, first.extents);
    await index.flush();
    const second = await lane.write(exchanges.slice(20));
    const [extent] = await lane.close();
    // The second batch never reached the index: its process ended here.
    const reopened = await CdxjIndex.open(folder);
    const file = extent?.file ?? "";
    expect(await reopened.catchUp([{ file, committedLength: extent?.length ?? 0 }])).toEqual([]);
    await reopened.close();
    const found = await reopened.find(exchanges[39]?.url ?? "");
    expect(found.map(({ place }) => place)).toEqual([second.places[19]]);

    const foreign: string[] = [];
    const indexer = new CDXIndexer({ format: "cdxj" });
    const source = [{ filename: file, reader: createReadStream(join(folder, file)) }];
    for await (const line of indexer.iterIndex(source)) foreign.push(indexer.serializeCDXJ(line));
    const ours = (await readFile(reopened.path, "utf8")).trimEnd().split("\n");
    expect(ours.map(fields)).toEqual(
      foreign.map((line) => fields(line.trimEnd())).sort((a, b) => (a.key < b.key ? -1 : 1)),
    );
  });

  it("tells of a damaged file and goes on", async () => {
    await writeFile(join(folder, "bad.warc.gz"), "no gzip here");
    const index = await CdxjIndex.open(folder);
    const damaged = await index.catchUp([{ file: "bad.warc.gz", committedLength: 12 }]);
    expect(damaged.map(({ file }) => file)).toEqual(["bad.warc.gz"]);
    expect(() => parseCdxjLine("nonsense")).toThrow(expect.objectContaining({ code: "cdxj_damaged" }));
  });

  it("escapes what is not ASCII", () => {
    const line = formatCdxjLine({ ...entry(1), mime: "text/한글\n" });
    expect(line).toMatch(/^[\x20-\x7e]+$/);
    expect(parseCdxjLine(line).mime).toBe("text/한글\n");
  });
});

function fields(line: string): { key: string; json: unknown } {
  const brace = line.indexOf("{");
  return { key: line.slice(0, brace), json: JSON.parse(line.slice(brace)) };
}
