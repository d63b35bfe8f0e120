import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createCollection } from "../../src/collect/index.ts";
import { type Database, openDatabase } from "../../src/platform/db/database.ts";
import { createServerDatabase } from "../database/server.ts";
import { untilEnded } from "../sites/crawl.ts";
import { openManyHosts } from "./many-hosts.ts";
import { Collectors } from "./processes.ts";

vi.setConfig({ testTimeout: 60_000 });

const collectors = new Collectors();
const archive = join(mkdtempSync(join(tmpdir(), "naru-page-limit-")), "archive");
let created: Awaited<ReturnType<typeof createServerDatabase>>;
let database: Database;

beforeAll(async () => {
  created = await createServerDatabase();
  database = await openDatabase({ kind: "server", url: created.url });
});
afterAll(async () => {
  collectors.kill();
  await database.close();
  await created.drop();
});

// `npm run bench:faults` asks the same some hundred times.
it.each([1, 2, 4])("%i processes fetch exactly as many pages as were asked for", async (count) => {
  const { db } = database;
  await collectors.growTo(count, { db, url: created.url, archive, concurrency: 8 });
  const site = await openManyHosts(24, 14);
  try {
    for (let round = 0; round < 4; round += 1) {
      site.log.length = 0;
      const id = await createCollection(db, {
        urls: [...site.seeds],
        depth: 50,
        maxPages: 100,
        sitemaps: false,
        delayMs: 0,
        allowAddresses: [...site.hosts],
      });
      const { status, progress } = await untilEnded(db, id, 50_000);
      expect({ status, pages: progress.pages, asked: site.asked().length }).toEqual({
        status: "done",
        pages: 100,
        asked: 100,
      });
    }
  } finally {
    await site.close();
  }
});
