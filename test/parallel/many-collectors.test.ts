import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createCollection, listCollectors } from "../../src/collect/index.ts";
import { type Database, openDatabase } from "../../src/platform/db/database.ts";
import { createServerDatabase } from "../database/server.ts";
import { untilEnded } from "../sites/crawl.ts";
import { openManyHosts, shortestPause } from "./many-hosts.ts";
import { Collectors } from "./processes.ts";

vi.setConfig({ testTimeout: 60_000 });

const delayMs = 40;
/** Hosts that one process visits at a time: so few that the first is in need of the others. */
const concurrency = 4;

const collectors = new Collectors();
const archive = join(mkdtempSync(join(tmpdir(), "naru-parallel-")), "archive");
let created: Awaited<ReturnType<typeof createServerDatabase>>;
let database: Database;
let pagesInAll = 0;
let first: Kept | null = null;

beforeAll(async () => {
  created = await createServerDatabase();
  database = await openDatabase({ kind: "server", url: created.url });
});
afterAll(async () => {
  collectors.kill();
  await database.close();
  await created.drop();
});

type Kept = Awaited<ReturnType<typeof keptIn>>;

/** What a crawl brought, whoever brought it and when. The site has other ports each time: digests differ by them, texts and lengths do not. */
async function keptIn(id: number, hosts: readonly string[]) {
  const { db } = database;
  const rows = {
    frontier: await db
      .selectFrom("frontier")
      .select(["url", "state", "reason", "http_status"])
      .where("collection_id", "=", id)
      .execute(),
    captures: await db
      .selectFrom("captures")
      .select(["url", "status", "record_type", "payload_length"])
      .where("collection_id", "=", id)
      .execute(),
    documents: await db
      .selectFrom("documents")
      .select(["url", "grade", "title", "text_digest", "failed_rule"])
      .where("collection_id", "=", id)
      .execute(),
  };
  const named = hosts.reduce((text, host, at) => text.replaceAll(`//${host}/`, `//host-${at}/`), JSON.stringify(rows));
  const { frontier, captures, documents } = JSON.parse(named) as typeof rows;
  const byUrl = (a: { url: string }, b: { url: string }) => (a.url < b.url ? -1 : 1);
  return { frontier: frontier.sort(byUrl), captures: captures.sort(byUrl), documents: documents.sort(byUrl) };
}

// Each takes over the processes of the one before and adds its own, since starting them costs more than the crawls.
it.each([1, 2, 4, 8])("%i processes fetch every page once, at each host's pace, and bring the same", async (count) => {
  const { db } = database;
  const site = await openManyHosts(16, 14);
  await collectors.growTo(count, { db, url: created.url, archive, concurrency });
  const before = new Map((await listCollectors(db)).map(({ name, pages }) => [name, pages]));
  const id = await createCollection(db, {
    urls: [...site.seeds],
    depth: 50,
    sitemaps: false,
    delayMs,
    allowAddresses: [...site.hosts],
  });
  const view = await untilEnded(db, id, 50_000);
  await site.close();
  const { pages } = site;
  expect(view).toMatchObject({
    status: "done",
    progress: { pages, documents: pages, done: pages, failed: 0, skipped: 0, queued: 0, inFlight: 0 },
  });
  const asked = site.asked();
  expect(asked).toHaveLength(pages);
  expect(new Set(asked).size).toBe(pages);
  expect(shortestPause(site.log)).toBeGreaterThanOrEqual(delayMs - 2);
  const shares = (await listCollectors(db)).map((one) => one.pages - (before.get(one.name) ?? 0));
  expect(shares.reduce((sum, share) => sum + share, 0)).toBe(pages);
  expect(shares.filter((share) => share > 0).length).toBeGreaterThanOrEqual(Math.min(count, 4));
  const kept = await keptIn(id, site.hosts);
  first ??= kept;
  expect(kept).toEqual(first);
  pagesInAll += pages;
});

it("all of them drain, and leave one whole index behind", async () => {
  expect(await collectors.drain()).toEqual(Array(8).fill(0));
  const registry = await listCollectors(database.db);
  expect(registry.map(({ state, hosts }) => ({ state, hosts }))).toEqual(Array(8).fill({ state: "stopped", hosts: 0 }));
  expect(await database.db.selectFrom("hosts").select("host").where("leased_by", "is not", null).execute()).toEqual([]);
  const index = readFileSync(join(archive, "index.cdxj"), "latin1").trimEnd().split("\n");
  expect(index.filter((line) => line.includes('"200"'))).toHaveLength(pagesInAll);
  expect(index).toEqual([...new Set(index)].sort());
});
