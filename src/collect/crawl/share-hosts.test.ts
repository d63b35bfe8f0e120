import { expect, it, vi } from "vitest";
import { createServerDatabase } from "../../../test/database/server.ts";
import { openManyHosts, shortestPause } from "../../../test/parallel/many-hosts.ts";
import { buildCollector, untilEnded } from "../../../test/sites/crawl.ts";
import { openDatabase } from "../../platform/db/database.ts";
import { createCollection, listCollectors } from "../index.ts";

it("hands hosts on to a collector that comes later, at no loss", async () => {
  const created = await createServerDatabase();
  const { db, close } = await openDatabase({ kind: "server", url: created.url });
  const site = await openManyHosts(6, 60);
  const id = await createCollection(db, {
    urls: [...site.seeds],
    depth: 50,
    sitemaps: false,
    delayMs: 60,
    allowAddresses: [...site.hosts],
  });
  const tuning = { beatMs: 100, pollMs: 50 };
  const stop = new AbortController();
  const hosts = async () => (await listCollectors(db)).map((one) => one.hosts);
  const first = buildCollector(db, { writerId: "a", tuning });
  const running = [first.collector.run(stop.signal)];
  await vi.waitFor(async () => expect(await hosts()).toEqual([6]), { timeout: 10_000 });
  const second = buildCollector(db, { writerId: "b", archiveFolder: first.archive, tuning });
  running.push(second.collector.run(stop.signal));
  await vi.waitFor(async () => expect(await hosts()).toEqual([3, 3]), { timeout: 10_000 });
  const view = await untilEnded(db, id);
  stop.abort();
  await Promise.all(running);
  const pages = (await listCollectors(db)).map((one) => one.pages);
  await Promise.all([first.close(), second.close(), site.close()]);
  await close();
  await created.drop();
  expect(view.progress).toMatchObject({ pages: site.pages, failed: 0 });
  expect(Math.min(...pages)).toBeGreaterThan(site.pages / 5);
  expect(new Set(site.asked()).size).toBe(site.asked().length);
  expect(shortestPause(site.log)).toBeGreaterThanOrEqual(58);
});
