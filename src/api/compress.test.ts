import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningApi, runApi } from "../../test/builders/running-api.ts";
import { type Database, openDatabase } from "../platform/db/database.ts";
import { chooseCoding } from "./compress.ts";

/** An answer as it came over the wire: `fetch` unpacks unasked. */
interface Wire {
  status: number;
  headers: Record<string, unknown>;
  bytes: Buffer;
}

describe("compressed answers", () => {
  const script = `export const words = "${"나루터 ".repeat(2_000)}";`;
  let database: Database;
  let folder = "";
  let api: RunningApi;
  beforeAll(async () => {
    database = await openDatabase({ kind: "embedded", folder: "memory://" });
    folder = await mkdtemp(join(tmpdir(), "naru-page-"));
    await mkdir(join(folder, "assets"));
    await writeFile(join(folder, "index.html"), "<!doctype html><title>나루</title>");
    await writeFile(join(folder, "assets", "app-1a2b.js"), script);
    api = await runApi(database.db, { webFolder: folder, streams: { pollMs: 10, heartbeatMs: 60, max: 2 } });
  });
  afterAll(async () => {
    await api.close();
    await database.close();
    await rm(folder, { recursive: true });
  });

  const wire = (path: string, headers: Record<string, string>, method = "GET") =>
    new Promise<Wire>((resolve, reject) => {
      get(`${api.base}${path}`, { headers, method }, async (answer) => {
        const parts: Buffer[] = [];
        for await (const part of answer) parts.push(part as Buffer);
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(parts) });
      }).on("error", reject);
    });

  it("are JSON and files of the page above a kilobyte, in the coding that the client takes", async () => {
    const plain = await wire("/openapi.json", {});
    expect(plain.headers).toMatchObject({ vary: "accept-encoding", "content-length": String(plain.bytes.length) });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    const brotli = await wire("/openapi.json", { "accept-encoding": "gzip, deflate, br" });
    expect(brotli.headers).toMatchObject({ "content-encoding": "br", vary: "accept-encoding" });
    expect(brotliDecompressSync(brotli.bytes).equals(plain.bytes)).toBe(true);
    expect(brotli.bytes.length).toBeLessThan(plain.bytes.length / 4);
    const gzip = await wire("/openapi.json", { "accept-encoding": "gzip" });
    expect(gzip.headers["content-length"]).toBe(String(gzip.bytes.length));
    expect(gunzipSync(gzip.bytes).equals(plain.bytes)).toBe(true);

    const asset = await wire("/assets/app-1a2b.js", { "accept-encoding": "gzip" });
    expect(asset.headers["content-encoding"]).toBe("gzip");
    expect(asset.headers["accept-ranges"]).toBeUndefined();
    expect(gunzipSync(asset.bytes).toString()).toBe(script);
    const again = await wire("/assets/app-1a2b.js", {
      "accept-encoding": "gzip",
      "if-none-match": String(asset.headers.etag),
    });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
  });

  it("are not those that are short, cut out, asked for without a body, or told bit by bit", async () => {
    const all = { "accept-encoding": "gzip, br" };
    const short = await wire("/api/v1/documents/7000000", all);
    expect([short.status, short.headers["content-encoding"]]).toEqual([404, undefined]);
    expect(JSON.parse(short.bytes.toString())).toMatchObject({ code: "document_not_found" });
    const cut = await wire("/assets/app-1a2b.js", { ...all, range: "bytes=0-9" });
    expect([cut.status, cut.headers["content-encoding"], cut.bytes.toString()]).toEqual([206, undefined, "export con"]);
    const head = await wire("/openapi.json", all, "HEAD");
    expect([head.status, head.headers["content-encoding"], head.bytes.length]).toEqual([200, undefined, 0]);
    expect((await wire("/openapi.json", { "accept-encoding": "br;q=0, gzip;q=0" })).headers).not.toHaveProperty(
      "content-encoding",
    );

    const first = await api.services.collections.load(1);
    api.services.kept.set(1, { ...first, status: "running" });
    const told = await new Promise<string>((resolve, reject) => {
      const asked = get(`${api.base}/api/v1/collections/1/events`, { headers: all }, (answer) => {
        expect(answer.headers["content-encoding"]).toBeUndefined();
        answer.once("data", (part: Buffer) => {
          resolve(part.toString());
          asked.destroy();
        });
      }).on("error", reject);
    });
    expect(told).toContain("event: progress");
  });
});

it.each<[string | undefined, string | null]>([
  [undefined, null],
  ["", null],
  ["identity", null],
  ["gzip", "gzip"],
  ["GZIP;q=0.5, br", "br"],
  ["br;q=0.1, gzip;q=0.9", "gzip"],
  ["br;q=0, *", "gzip"],
  ["*;q=0", null],
  ["*", "br"],
  ["gzip;q=oops", "gzip"],
])("takes %j for %j", (accepted, coding) => {
  expect(chooseCoding(accepted)).toBe(coding);
});
