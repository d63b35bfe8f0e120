import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { buildCollector, crawl, untilEnded } from "../../../test/sites/crawl.ts";
import { openSite, page, type SmallSite } from "../../../test/sites/small-site.ts";
import { type Database, openDatabase } from "../../platform/db/database.ts";
import { createCollection, loadCollection, pauseCollection, resumeCollection, stopCollection } from "../index.ts";
import { saveLimits } from "../sources/limits.ts";

let database: Database;
const sites: SmallSite[] = [];
beforeAll(async () => {
  database = await openDatabase({ kind: "embedded", folder: "memory://" });
});
afterEach(async () => {
  for (const site of sites.splice(0)) await site.close();
});
afterAll(() => database.close());

async function ring(size: number, robots?: string): Promise<SmallSite> {
  const site = await openSite({
    ...Object.fromEntries(Array.from({ length: size }, (_, i) => [`/p${i}`, page(i, [`/p${i + 1}`, `/p${i + 2}`])])),
    ...(robots === undefined ? {} : { "/robots.txt": robots }),
  });
  sites.push(site);
  return site;
}

function gaps(site: SmallSite): number[] {
  return site.log.slice(1).map(({ at }, index) => at - (site.log[index]?.at ?? 0));
}

it("keeps its own delay between any two requests, robots.txt among them", async () => {
  const site = await ring(5);
  await crawl(database.db, { urls: [site.url("/p0")], delayMs: 150 });
  expect(site.log.length).toBeGreaterThan(5);
  expect(Math.min(...gaps(site))).toBeGreaterThanOrEqual(149);
});

it("keeps the site's crawl-delay when it is longer, up to a limit", async () => {
  const site = await ring(3, "User-agent: *\nCrawl-delay: 0.3");
  await crawl(database.db, { urls: [site.url("/p0")], sitemaps: false });
  expect(Math.min(...gaps(site))).toBeGreaterThanOrEqual(299);
  const greedy = await ring(3, "User-agent: *\nCrawl-delay: 86400");
  await crawl(database.db, { urls: [greedy.url("/p0")], sitemaps: false }, { settings: { maxCrawlDelayMs: 200 } });
  expect(greedy.count("/p2")).toBe(1);
  expect(Math.min(...gaps(greedy))).toBeGreaterThanOrEqual(199);
});

it("visits eight hosts side by side, each at its own pace", async () => {
  const hosts = await Promise.all(Array.from({ length: 8 }, () => ring(4)));
  const urls = hosts.map((site) => site.url("/p0"));
  const started = Date.now();
  const { view } = await crawl(database.db, { urls, delayMs: 200, sitemaps: false });
  const took = Date.now() - started;
  expect(view.progress).toMatchObject({ pages: 32 });
  for (const site of hosts) expect(Math.min(...gaps(site))).toBeGreaterThanOrEqual(199);
  // One after another they would need 8 × 4 × 200 ms at least.
  expect(took).toBeLessThan(6_000);
});

it("pauses within a second, goes on where it was, and stops", async () => {
  const site = await ring(60);
  const id = await createCollection(database.db, {
    urls: [site.url("/p0")],
    depth: 50,
    delayMs: 40,
    sitemaps: false,
    allowAddresses: [site.host],
  });
  const { collector, close } = buildCollector(database.db);
  const stop = new AbortController();
  const running = collector.run(stop.signal);
  try {
    while (site.log.length < 8) await pause(20);
    await pauseCollection(database.db, id);
    await pause(500);
    const atPause = site.log.length;
    await pause(400);
    expect(site.log.length).toBe(atPause);
    const paused = await loadCollection(database.db, id);
    expect(paused).toMatchObject({ status: "paused" });
    expect(paused.progress.inFlight).toBe(0);
    await expect(resumeCollection(database.db, id + 1_000)).rejects.toMatchObject({ code: "collection_not_found" });
    await resumeCollection(database.db, id);
    while (site.log.length < atPause + 5) await pause(20);
    await stopCollection(database.db, id);
    await stopCollection(database.db, id);
    await expect(pauseCollection(database.db, id)).rejects.toMatchObject({ code: "collection_not_running" });
    await pause(400);
    expect(site.paths().length).toBe(new Set(site.paths()).size);
    await resumeCollection(database.db, id);
    const view = await untilEnded(database.db, id);
    expect(view.progress.pages).toBe(60);
    expect(site.paths().length).toBe(new Set(site.paths()).size);
  } finally {
    stop.abort();
    await running;
    await close();
  }
});

it("stops gracefully: what was fetched is committed, what was claimed goes back, the host is free", async () => {
  const site = await ring(200);
  const id = await createCollection(database.db, {
    urls: [site.url("/p0")],
    depth: 50,
    maxPages: 200,
    delayMs: 20,
    sitemaps: false,
    allowAddresses: [site.host],
  });
  const first = buildCollector(database.db);
  const stop = new AbortController();
  const running = first.collector.run(stop.signal);
  while (site.paths().length < 10) await pause(20);
  stop.abort();
  await running;
  await first.close();
  const fetched = site.paths().length;
  const { progress } = await loadCollection(database.db, id);
  expect(progress).toMatchObject({ inFlight: 0, pages: fetched });
  const host = await database.db
    .selectFrom("hosts")
    .selectAll()
    .where("host", "=", site.host)
    .executeTakeFirstOrThrow();
  expect(host.leased_by).toBeNull();
  await stopCollection(database.db, id);
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

it("counts of a day's budget what was asked, not what robots.txt denied", async () => {
  const site = await openSite({
    "/robots.txt": "User-agent: *\nDisallow: /closed",
    "/p0": page(0, ["/closed/1", "/closed/2", "/closed/3", "/p1", "/p2"]),
    "/p1": page(1, []),
    "/p2": page(2, []),
  });
  sites.push(site);
  const slot = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
  await saveLimits(database.db, "web", { dailyRequests: 1_000 });
  await database.db.deleteFrom("quota_uses").execute();
  const { view } = await crawl(database.db, { urls: [site.url("/p0")], sitemaps: false });
  await saveLimits(database.db, "web", { dailyRequests: null });
  expect(view.progress).toMatchObject({ pages: 3, byReason: { robots_denied: 3 } });
  const uses = await database.db.selectFrom("quota_uses").select(["slot", "used"]).execute();
  expect(uses).toEqual([{ slot, used: 3 }]);
});
