import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openS3, type S3StandIn } from "../../../test/stand-ins/s3.ts";
import { createLog } from "../log.ts";
import { Bucket } from "./bucket.ts";
import { readBucketKeys } from "./bucket-options.ts";
import { FolderBlobStore } from "./folder-blob-store.ts";
import { S3BlobStore, SharedBlobStore } from "./s3-blob-store.ts";
import { uploadFile } from "./upload-file.ts";

const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "very-s3cret" };
let s3: S3StandIn;
let folder: string;
const opened: Bucket[] = [];
beforeEach(async () => {
  s3 = await openS3();
  folder = await mkdtemp(join(tmpdir(), "naru-bucket-"));
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
  await s3.close();
  await rm(folder, { recursive: true });
});

function bucketOf(more: Partial<ConstructorParameters<typeof Bucket>[0]> = {}): Bucket {
  const bucket = new Bucket({ name: s3.bucket, endpoint: s3.endpoint, region: null, keys, partBytes: 1000, ...more });
  opened.push(bucket);
  return bucket;
}

async function fileOf(data: Uint8Array): Promise<{ path: string; bytes: number }> {
  const path = join(folder, "file");
  await writeFile(path, data);
  return { path, bytes: data.length };
}

describe("Bucket", () => {
  it("stores, finds, cuts out, lists and deletes", async () => {
    const bucket = bucketOf();
    for (const n of [0, 1, 2, 3, 4, 5, 6]) await bucket.put(`warc/${n}`, Buffer.from(`0123456789${n}`));
    await bucket.put("other", Buffer.from("나루"));
    expect((await bucket.getRange("warc/3", 2, 5)).toString()).toBe("234");
    expect((await bucket.getRange("warc/3", 8, 50)).toString()).toBe("893");
    expect((await bucket.getRange("warc/3", 50, 60)).length).toBe(0);
    expect((await bucket.get("other", 3)).toString()).toBe("나");
    expect(await bucket.find("warc/3")).toEqual({ bytes: 11, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await bucket.find("none")).toBeNull();
    expect(await bucket.list("warc/")).toEqual(["0", "1", "2", "3", "4", "5", "6"].map((n) => `warc/${n}`));
    await bucket.delete("other");
    await bucket.delete("other");
    await expect(bucket.get("other", 10)).rejects.toMatchObject({ code: "blob_not_found" });
    await expect(bucket.put("../x", Buffer.from(""))).rejects.toMatchObject({ code: "invalid_blob_key" });
  });

  it("reads what was asked for from a server that ignores ranges", async () => {
    s3.can.range = false;
    const bucket = bucketOf();
    await bucket.put("warc/1", Buffer.from("0123456789"));
    expect((await bucket.getRange("warc/1", 2, 5)).toString()).toBe("234");
  });

  it.each(["yes", "ignored", "refused"] as const)("puts what is new, condition %s", async (condition) => {
    s3.can.condition = condition;
    const bucket = bucketOf();
    expect(await bucket.put("archive-id", Buffer.from("a"), { onlyNew: true })).toBe(true);
    expect(await bucket.put("archive-id", Buffer.from("b"), { onlyNew: true })).toBe(condition !== "yes");
  });

  it("tries again when the server is busy or the connection breaks", async () => {
    const bucket = bucketOf();
    await bucket.put("warc/1", Buffer.alloc(5000, "x"));
    s3.faults.add({ how: { status: 503, code: "SlowDown" }, times: 2 });
    expect((await bucket.getRange("warc/1", 0, 5000)).length).toBe(5000);
    s3.faults.add({ how: "cut", times: 2 });
    expect((await bucket.getRange("warc/1", 0, 5000)).length).toBe(5000);
    s3.faults.add({ how: "cut", times: 1 });
    await bucket.put("warc/2", Buffer.from("x"));
    expect(s3.objects.get("warc/2")?.data.toString()).toBe("x");
  });

  it.each([
    ["bucket_refused", { status: 403, code: "InvalidAccessKeyId" }, "S3_ACCESS_KEY_ID"],
    ["bucket_refused", { status: 403, code: "SignatureDoesNotMatch" }, "S3_SECRET_ACCESS_KEY"],
    ["bucket_missing", { status: 404, code: "NoSuchBucket" }, "S3_BUCKET"],
    ["bucket_in_another_region", { status: 400, code: "AuthorizationHeaderMalformed" }, "S3_REGION"],
    ["bucket_unreachable", { status: 503, code: "SlowDown" }, "S3_ENDPOINT"],
    ["bucket_failed", { status: 400, code: "InvalidRequest" }, "S3_ENDPOINT"],
  ])("says %s and what to do next, and no secret", async (code, how, next) => {
    const bucket = bucketOf({ attempts: 2 });
    s3.faults.add({ how });
    const error = await bucket.put("warc/1", Buffer.from("x")).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code, next: expect.stringContaining(next) });
    let logged = "";
    createLog("info", { write: (line) => (logged += line) }).error({ err: error }, "failed");
    for (const text of [logged, inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error)]) {
      expect(text).not.toMatch(/s3cret|AKIDEXAMPLE|AWS4-HMAC/);
    }
  });

  it("names a server that is not there, and keys that are not", async () => {
    const gone = bucketOf({ attempts: 1, endpoint: "http://127.0.0.1:9" });
    await expect(gone.find("x")).rejects.toMatchObject({
      code: "bucket_unreachable",
      status: 503,
      message: expect.stringContaining("127.0.0.1:9 does not answer (ECONNREFUSED)"),
    });
    expect(readBucketKeys({}, "b")).toBeNull();
    expect(() => readBucketKeys({ S3_ACCESS_KEY_ID: "a" }, "b")).toThrow(
      expect.objectContaining({ code: "bucket_keys_missing", exit: 5 }),
    );
  });
});

describe("uploadFile", () => {
  it.each([0, 999, 1000, 1001, 4321])("stores a file of %i bytes, once", async (bytes) => {
    const bucket = bucketOf();
    const data = randomBytes(bytes);
    const file = await fileOf(data);
    const first = await uploadFile(bucket, "warc/a", file);
    expect(first.sent).toBe(true);
    expect(s3.objects.get("warc/a")?.data.equals(data)).toBe(true);
    expect(await bucket.find("warc/a")).toEqual({ bytes, sha256: first.sha256 });
    expect(await uploadFile(bucket, "warc/a", file)).toEqual({ sha256: first.sha256, sent: false });
    expect(s3.uploads.size).toBe(0);
  });

  it("sends only the bytes that it is told, and says when they are not there", async () => {
    const bucket = bucketOf();
    const { path } = await fileOf(Buffer.alloc(3000, "x"));
    await uploadFile(bucket, "warc/a", { path, bytes: 2500 });
    expect(s3.objects.get("warc/a")?.data.length).toBe(2500);
    await expect(uploadFile(bucket, "warc/b", { path, bytes: 3001 })).rejects.toThrow(RangeError);
    expect(s3.objects.has("warc/b")).toBe(false);
  });

  it("replaces an object that is not the file", async () => {
    const bucket = bucketOf();
    await bucket.put("warc/a", Buffer.alloc(2500, "y"));
    const file = await fileOf(Buffer.alloc(2500, "x"));
    expect((await uploadFile(bucket, "warc/a", file)).sent).toBe(true);
    expect(s3.objects.get("warc/a")?.data.toString()).toBe("x".repeat(2500));
  });

  it("reads everything back where the server confirms nothing, and finds what it has spoilt", async () => {
    s3.can.md5 = false;
    s3.can.meta = false;
    const bucket = bucketOf();
    const file = await fileOf(randomBytes(2500));
    await uploadFile(bucket, "warc/a", file);
    expect(s3.log.some(({ method }) => method === "GET")).toBe(true);
    s3.faults.add({
      when: ({ method, query }) => method === "POST" && query.has("uploadId"),
      how: async () => {
        for (const { parts } of s3.uploads.values()) parts.get(2)?.data.fill(0);
      },
    });
    await expect(uploadFile(bucket, "warc/b", file)).rejects.toMatchObject({ code: "blob_damaged" });
  });

  it("leaves no parts behind, its own or those of a process that was killed", async () => {
    const bucket = bucketOf({ attempts: 1 });
    s3.uploads.set("old", { key: "warc/a", parts: new Map() });
    s3.uploads.set("foreign", { key: "warc/ab", parts: new Map() });
    const file = await fileOf(randomBytes(2500));
    const fault = {
      when: ({ query }: { query: URLSearchParams }) => query.get("partNumber") === "2",
      how: "cut",
    } as const;
    s3.faults.add(fault);
    await expect(uploadFile(bucket, "warc/a", file)).rejects.toMatchObject({ code: "bucket_unreachable" });
    expect([...s3.uploads.keys()]).toEqual(["foreign"]);
    s3.faults.delete(fault);
    await uploadFile(bucket, "warc/a", file);
  });

  it("ends when it is told to", async () => {
    const file = await fileOf(randomBytes(2500));
    await expect(uploadFile(bucketOf(), "warc/a", file, { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(s3.objects.size).toBe(0);
  });
});

describe("SharedBlobStore", () => {
  it("writes to the bucket, and finds what a folder held before", async () => {
    const old = new FolderBlobStore(join(folder, "blobs"));
    await old.put("runs/1/model.bin", Buffer.from("old"));
    const store = new SharedBlobStore(new S3BlobStore(bucketOf({ attempts: 1 }), "blobs/"), old);
    await store.put("runs/2/model.bin", Buffer.from("new"));
    expect([...s3.objects.keys()]).toEqual(["blobs/runs/2/model.bin"]);
    expect(await store.list("runs/")).toEqual(["runs/1/model.bin", "runs/2/model.bin"]);
    expect(Buffer.from(await store.get("runs/1/model.bin")).toString()).toBe("old");
    expect(Buffer.from(await store.getRange("runs/2/model.bin", 1, 9)).toString()).toBe("ew");
    expect(await store.size("runs/1/model.bin")).toBe(3);
    await expect(store.get("runs/3")).rejects.toMatchObject({
      code: "blob_not_found",
      message: "There is no blob runs/3.",
    });
    await expect(store.get("../x")).rejects.toMatchObject({ code: "invalid_blob_key" });
    s3.faults.add({ how: "cut" });
    expect(Buffer.from(await store.get("runs/1/model.bin")).toString()).toBe("old");
    await expect(store.get("runs/2/model.bin")).rejects.toMatchObject({ code: "bucket_unreachable" });
    s3.faults.clear();
    await store.delete("runs/1/model.bin");
    expect(await store.size("runs/1/model.bin")).toBeNull();
  });
});
