import { sql } from "kysely";
import { expect, it } from "vitest";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { buildCollector, crawl, rowsOf, untilEnded } from "../../../test/sites/crawl.ts";
import { openSite, page } from "../../../test/sites/small-site.ts";
import { openFeedSite } from "../../../test/stand-ins/feed-site.ts";
import { pageReader } from "../../refine/index.ts";
import { createCollection, type PageReader } from "../index.ts";

describeEachDatabase("the commit lane", (open) => {
  it("stores the others when one page cannot be stored, and says so of that one", async () => {
    const { db } = open();
    const site = await openSite(
      Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`/p${i}`, page(i, [`/p${i + 1}`, `/p${i + 5}`])])),
    );
    const reader: PageReader = {
      read: pageReader.read,
      save: async (trx, pages) => {
        // What the database itself refuses, not only our own code.
        if (pages.some(({ url }) => url.endsWith("/p7"))) await sql`select 1 / 0`.execute(trx);
        return pageReader.save(trx, pages);
      },
    };
    const request = { urls: [site.url("/p0")], sitemaps: false, depth: 50 };
    const { view } = await crawl(db, request, { more: { reader } });
    await site.close();
    const rows = await rowsOf(db, view.id);
    expect(rows["/p7"]).toMatchObject({ state: "failed", reason: "parse_failed" });
    expect(rows["/p7"]?.detail).toContain("division by zero");
    expect(rows["/p7"]?.capture_id).not.toBeNull();
    expect(view.progress).toMatchObject({ documents: 29, pages: 29 });
  });

  it("keeps the answer and where it leads when its items cannot be stored", async () => {
    const { db } = open();
    const site = await openFeedSite();
    site.state.entries = [1, 2, 3, 4, 5, 6, 7];
    const reader: PageReader = {
      read: pageReader.read,
      save: async (trx, pages) => {
        if (pages.length > 0) await sql`select 1 / 0`.execute(trx);
        return [];
      },
    };
    const order = {
      source: "feed",
      urls: [`${site.origin}/rss.xml`],
      allowAddresses: [new URL(site.origin).host],
      set: { pages: "no" },
    };
    const { view } = await crawl(db, order, { more: { reader } });
    await site.close();
    const rows = await db.selectFrom("frontier").selectAll().where("collection_id", "=", view.id).execute();
    const feeds = rows.filter(({ url }) => url.includes("/rss.xml"));
    expect(feeds).toHaveLength(2);
    for (const row of feeds) {
      expect(row).toMatchObject({ state: "failed", reason: "parse_failed", capture_id: expect.any(Number) });
    }
    const marks = await db.selectFrom("source_marks").select("key").where("source_id", "=", "feed").execute();
    expect(marks).toEqual([]);
  });

  it("hands a long answer's documents on in jobs of a bearable size", async () => {
    const { db } = open();
    const site = await openFeedSite();
    const entry = (n: number) =>
      `<item><title>배 ${n}</title><link>${site.origin}/n/${n}</link><description>나루 ${n}</description></item>`;
    const body = `<rss version="2.0"><channel>${Array.from({ length: 600 }, (_, n) => entry(n)).join("")}</channel></rss>`;
    site.state.pages["/rss.xml"] = { type: "application/rss+xml; charset=utf-8", body };
    const jobs: number[] = [];
    const onDocuments = async (_: unknown, ids: readonly number[]) => {
      jobs.push(ids.length);
    };
    const order = {
      source: "feed",
      urls: [`${site.origin}/rss.xml`],
      allowAddresses: [new URL(site.origin).host],
      set: { pages: "no" },
    };
    const { view } = await crawl(db, order, { more: { onDocuments } });
    await site.close();
    expect(view.progress.documents).toBe(600);
    expect(jobs).toEqual([250, 250, 100]);
  });

  it("drops pages whose claim went to somebody else, and stores them once in the end", async () => {
    const { db } = open();
    const site = await openSite({
      "*": (request, response) => {
        const id = Number(/^\/p(\d+)$/.exec(request.url ?? "")?.[1] ?? Number.NaN);
        if (!(id < 40)) response.writeHead(404).end();
        else
          setTimeout(
            () =>
              response.writeHead(200, { "content-type": "text/html" }).end(page(id, [`/p${id + 1}`, `/p${id + 2}`])),
            20,
          );
      },
    });
    const id = await createCollection(db, {
      urls: [site.url("/p0")],
      sitemaps: false,
      depth: 50,
      allowAddresses: [site.host],
    });
    const { collector, close } = buildCollector(db, { tuning: { leaseMs: 800, renewMs: 200, perHostConcurrency: 3 } });
    const stop = new AbortController();
    const running = collector.run(stop.signal);
    for (const at of [6, 20]) {
      while (site.log.length < at) await new Promise((resolve) => setTimeout(resolve, 5));
      await sql`update hosts set leased_by = 'thief', lease_until = now() + interval '300 milliseconds' where host = ${site.host}`.execute(
        db,
      );
      await sql`update frontier set state = 'queued', claimed_by = null where collection_id = ${id} and state = 'claimed'`.execute(
        db,
      );
    }
    const view = await untilEnded(db, id);
    stop.abort();
    await running;
    await close();
    await site.close();
    expect(view.progress).toMatchObject({ pages: 40, documents: 40 });
    const captures = await db
      .selectFrom("captures")
      .select("url")
      .where("collection_id", "=", id)
      .where("status", "=", 200)
      .execute();
    expect(captures).toHaveLength(40);
    expect(new Set(captures.map(({ url }) => url)).size).toBe(40);
  });
});
