import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createCollection } from "../../src/collect/index.ts";
import { type Database, openDatabase } from "../../src/platform/db/database.ts";
import { freshFolder } from "../cli/data-folder.ts";
import { errorOf, naru, type Running, type RunningServer, startNaru, startServer } from "../cli/naru.ts";
import { createServerDatabase } from "../database/server.ts";
import { untilEnded } from "../sites/crawl.ts";
import { openSite, page, type SmallSite } from "../sites/small-site.ts";
import { openS3, type S3StandIn } from "../stand-ins/s3.ts";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const pages = 6;
const secret = "very-s3cret";
let created: Awaited<ReturnType<typeof createServerDatabase>>;
let database: Database;
let s3: S3StandIn;
let site: SmallSite;
let env: Record<string, string>;
/** Two machines, each with a folder of its own: one collects, the other serves. */
let [far, near] = ["", ""];
let collector: Running;
let server: RunningServer;

beforeAll(async () => {
  created = await createServerDatabase();
  database = await openDatabase({ kind: "server", url: created.url });
  s3 = await openS3();
  const links = Array.from({ length: pages - 1 }, (_, n) => `/p${n + 1}`);
  site = await openSite({
    "/p0": page(0, links),
    ...Object.fromEntries(links.map((path, n) => [path, page(n + 1, [])])),
  });
  [far, near] = [join(await freshFolder(), "far"), join(await freshFolder(), "near")];
  env = {
    DATABASE_URL: created.url,
    S3_BUCKET: s3.bucket,
    S3_ENDPOINT: s3.endpoint,
    S3_ACCESS_KEY_ID: "AKIDEXAMPLE",
    S3_SECRET_ACCESS_KEY: secret,
    NARU_S3_FILE_AGE_MS: "500",
    NARU_LOG_LEVEL: "info",
  };
  s3.faults.add({ how: { status: 403, code: "SignatureDoesNotMatch" } });
  server = await startServer(["--roles", "api", "--no-demo", "--data", near], { env });
  collector = startNaru(["start", "--roles", "collector", "--data", far], {
    env: { ...env, NARU_COLLECT_NAME: "far-1" },
  });
  await collector.says(/A collector begins/, 40_000);
});
afterAll(async () => {
  await Promise.all([site.close(), s3.close(), database.close()]);
  await created.drop();
});

const ask = async (path: string) => {
  const response = await fetch(`${server.url}/api/v1${path}`);
  const text = await response.text();
  return {
    status: response.status,
    text,
    problem: () => JSON.parse(text) as { code: string; detail: string; next: string },
  };
};

it("collects while the bucket refuses, and says on the other machine who holds the pages", async () => {
  // Not by `naru collect`, which would bring a collector of its own to this machine.
  const request = { urls: [site.url("/p0")], depth: 2, delayMs: 0, sitemaps: false, allowAddresses: [site.host] };
  const id = await createCollection(database.db, request);
  expect(await untilEnded(database.db, id)).toMatchObject({ status: "done", progress: { pages, failed: 0 } });
  const { items } = JSON.parse((await ask("/captures?limit=50")).text) as { items: { id: number; url: string }[] };
  expect(items.filter(({ url }) => /\/p\d$/.test(url))).toHaveLength(pages);
  const raw = await ask(`/captures/${items[0]?.id}/raw`);
  expect(raw.status).toBe(503);
  expect(raw.problem()).toMatchObject({
    code: "warc_file_not_shipped",
    detail: expect.stringMatching(/is not in the bucket yet; the collector far-1 on \S+ holds it\.$/),
  });
  await collector.says(/"code":"bucket_refused"/);
});

it("ships what waited when the bucket is back, although nothing more is collected, and serves it from there", async () => {
  s3.faults.clear();
  const { items } = JSON.parse((await ask("/captures?limit=50")).text) as { items: { id: number; url: string }[] };
  const last = items.find(({ url }) => url.endsWith("/p5"));
  for (let tries = 0; (await ask(`/captures/${last?.id}/raw`)).status !== 200; tries += 1) {
    expect(tries).toBeLessThan(200);
    await sleep(200);
  }
  expect((await ask(`/captures/${last?.id}/raw`)).text).toContain("마을 이야기 5<");
  expect((await ask(`/captures/${last?.id}/replay`)).text).toContain("마을 이야기 5");
  expect([...s3.objects.keys()].filter((key) => key.endsWith(".warc.gz"))).not.toEqual([]);
  collector.kill("SIGTERM");
  expect(await collector.ended).toMatchObject({ code: 0 });
  await rm(far, { recursive: true });
});

it("refines from the bucket what a machine collected that is gone", async () => {
  const refined = await naru(["refine", "--data", near, "--json"], { env });
  expect(refined.code).toBe(0);
  expect(JSON.parse(refined.out)).toMatchObject({ captures: pages, unchanged: pages, failed: 0 });
});

it("says that half of the keys is missing, and never what they are", async () => {
  const half = await naru(["models", "--data", join(await freshFolder(), "x"), "--json"], {
    env: { ...env, S3_ACCESS_KEY_ID: "" },
  });
  expect(half.code).toBe(5);
  expect(errorOf(half)).toMatchObject({
    code: "bucket_keys_missing",
    next: expect.stringContaining("S3_ACCESS_KEY_ID"),
  });
  const sources = await naru(["sources", "--data", near, "--json"], { env });
  const { err } = await server.stop();
  for (const text of [collector.out(), collector.err(), err, half.err, sources.out, sources.err]) {
    expect(text).not.toMatch(/s3cret|AKIDEXAMPLE|AWS4-HMAC/);
  }
});
