import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Database, openDatabase } from "../../src/platform/db/database.ts";
import { createServerDatabase } from "../database/server.ts";
import { crawlWithSleeper } from "./sleeper-crawl.ts";

vi.setConfig({ testTimeout: 90_000 });

let created: Awaited<ReturnType<typeof createServerDatabase>>;
let database: Database;

beforeAll(async () => {
  created = await createServerDatabase();
  database = await openDatabase({ kind: "server", url: created.url });
});
afterAll(async () => {
  await database.close();
  await created.drop();
});

// `npm run bench:faults` has them sleep for thirty seconds.
it("asks nothing that is another's when it wakes up, and comes too early nowhere", async () => {
  const delayMs = 300;
  const { view, pages, shortestMs, slept } = await crawlWithSleeper({
    db: database.db,
    url: created.url,
    archive: join(mkdtempSync(join(tmpdir(), "naru-sleeper-")), "archive"),
    hosts: 14,
    perHost: 60,
    delayMs,
    rounds: 2,
    // A host lease of two seconds instead of twenty: a sleep of three is long enough to lose it.
    tuning: { leaseMs: 2_000, renewMs: 400 },
    sleepMs: 3_000,
  });
  expect(slept).toBe(2);
  expect(view).toMatchObject({ status: "done", progress: { pages, documents: pages, failed: 0 } });
  expect(shortestMs).toBeGreaterThanOrEqual(delayMs - 2);
});
