import { expect, it } from "vitest";
import { startOwnServer } from "../../../test/database/own-server.ts";
import { buildCollector, untilEnded } from "../../../test/sites/crawl.ts";
import { openSite, page } from "../../../test/sites/small-site.ts";
import { openDatabase } from "../../platform/db/database.ts";
import { createCollection } from "../index.ts";

it("waits while the database is away, keeps the pages in hand and goes on", async () => {
  const server = await startOwnServer();
  const site = await openSite(
    Object.fromEntries(
      Array.from({ length: 120 }, (_, i) => [`/p${i}`, page(i, [`/p${i * 2 + 1}`, `/p${i * 2 + 2}`])]),
    ),
  );
  const database = await openDatabase({ kind: "server", url: server.url });
  const { collector, close } = buildCollector(database.db, { tuning: { leaseMs: 3_000, renewMs: 500 } });
  const stop = new AbortController();
  const running = collector.run(stop.signal);
  try {
    const id = await createCollection(database.db, {
      urls: [site.url("/p0")],
      depth: 50,
      delayMs: 10,
      sitemaps: false,
      allowAddresses: [site.host],
    });
    while (site.paths().length < 30) await new Promise((resolve) => setTimeout(resolve, 10));
    await server.stop();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await server.start();
    const view = await untilEnded(database.db, id);
    expect(view.progress.pages).toBe(120);
    expect(view.progress.failed).toBe(view.progress.byReason.not_found);
    const captures = await database.db.selectFrom("captures").select("url").where("status", "=", 200).execute();
    const urls = captures.map(({ url }) => url).filter((url) => !url.endsWith("/robots.txt"));
    expect(urls.length).toBe(120);
    expect(new Set(urls).size).toBe(120);
  } finally {
    stop.abort();
    await running;
    await close();
    await database.close();
    await site.close();
    await server.remove();
  }
});
