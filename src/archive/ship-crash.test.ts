import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { ArchivedPages } from "../../test/builders/archived-pages.ts";
import { createServerDatabase } from "../../test/database/server.ts";
import { openS3, type S3Request, type S3StandIn } from "../../test/stand-ins/s3.ts";
import { systemClock } from "../lib/clock.ts";
import { Bucket } from "../platform/blob/bucket.ts";
import { type Database, openDatabase } from "../platform/db/database.ts";
import { createLog } from "../platform/log.ts";
import { readPayload } from "./capture-payload.ts";
import { loadCapture } from "./captures-view.ts";
import { SharedArchive } from "./shared-archive.ts";
import { Shipper } from "./shipper.ts";

vi.setConfig({ testTimeout: 60_000 });

const script = join(import.meta.dirname, "../../test/children/ship-archive.ts");
const folder = mkdtempSync(join(tmpdir(), "naru-ship-crash-"));
const children = new Set<ChildProcess>();
let created: Awaited<ReturnType<typeof createServerDatabase>>;
let database: Database;
let s3: S3StandIn;
beforeAll(async () => {
  created = await createServerDatabase();
  database = await openDatabase({ kind: "server", url: created.url });
  s3 = await openS3();
}, 60_000);
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await s3.close();
  await database.close();
  await created.drop();
});

/** A shipper in a process of its own. */
function start(): ChildProcess {
  const child = spawn(process.execPath, [script, created.url, folder, s3.endpoint, s3.bucket], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

/** Kills the child in the middle of the first request that fits, and lets the server go on with what it had of it. */
async function killedAt(when: (request: S3Request) => boolean): Promise<void> {
  const child = start();
  const gone = once(child, "exit");
  s3.faults.add({
    when,
    times: 1,
    how: async () => {
      child.kill("SIGKILL");
      await gone;
    },
  });
  expect(await gone).toEqual([null, "SIGKILL"]);
}

it("loses nothing and leaves nothing behind, wherever it is killed", async () => {
  const { db } = database;
  const pages = new ArchivedPages(db, folder, "mill");
  const bodies = Array.from({ length: 40 }, () => randomBytes(1_000));
  const ids = await pages.add(bodies.map((body, n) => ({ url: `http://mill.test/${n}`, body })));
  const file = (await pages.close())[0]?.file ?? "";
  const key = `warc/${file}`;
  const whole = await readFile(join(folder, file));
  const row = () => db.selectFrom("warc_files").selectAll().where("file", "=", file).executeTakeFirstOrThrow();
  const isDone = ({ method, query }: S3Request) => method === "POST" && query.has("uploadId");

  // While parts go up: nothing is there, and no row says so.
  await killedAt(({ query }) => query.get("partNumber") === "4");
  expect(s3.objects.has(key)).toBe(false);
  expect(s3.uploads.size).toBe(1);
  // When all parts are there and the server puts them together, but nobody hears of it.
  await killedAt(isDone);
  await vi.waitFor(() => expect(s3.objects.has(key)).toBe(true));
  expect((await row()).stored).toBeNull();
  expect(s3.log.filter(isDone)).toHaveLength(1);
  // Before the database is told: the file is not sent again.
  await killedAt(({ method, key: of }) => method === "PUT" && of.endsWith(".cdxj"));
  expect(s3.log.filter(isDone)).toHaveLength(1);
  expect((await row()).stored).toBeNull();
  // When the database knows, and the copy is still here.
  const last = start();
  await once(last.stdout ?? process.stdin, "data");
  const gone = once(last, "exit");
  last.kill("SIGKILL");
  await gone;
  expect(s3.log.filter(isDone)).toHaveLength(1);
  expect(await readdir(folder)).toContain(file);
  expect((await row()).stored).toMatch(/^[0-9a-f-]{36}$/);
  expect(s3.objects.get(key)?.data.equals(whole)).toBe(true);
  expect(s3.uploads.size).toBe(0);

  const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "very-s3cret" };
  const bucket = new Bucket({ name: s3.bucket, endpoint: s3.endpoint, region: null, keys });
  const times = { fileBytes: 2 ** 26, fileAgeMs: 300_000, keepLocalMs: 0 };
  const shared = new SharedArchive({ db, bucket, times });
  const shipper = new Shipper({ db, folder, shared, clock: systemClock, log: createLog("silent") });
  expect(await shipper.shipAll(new AbortController().signal)).toBe(0);
  expect((await readdir(folder)).filter((name) => name.startsWith("naru-"))).toEqual([]);
  for (const [n, id] of ids.entries()) {
    const capture = await loadCapture(db, id);
    const { body } = await readPayload({ folder, shared, loadCapture: (one) => loadCapture(db, one) }, capture);
    expect(Buffer.from(body).equals(bodies[n] ?? Buffer.alloc(0))).toBe(true);
  }
  await bucket.close();
});
