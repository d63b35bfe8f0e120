import { join } from "node:path";
import { openDatabase } from "../../src/platform/db/database.ts";
import { crawlWithSleeper } from "../../test/parallel/sleeper-crawl.ts";
import type { Fault } from "./fault.ts";
import { judgeCrawl } from "./judge-crawl.ts";
import { inFolder, onOwnServer } from "./own-database.ts";

const hosts = 14;
const delayMs = 300;

/** A collector that is stopped must ask nothing of hosts that have gone to another. */
export const sleepingCollector: Fault = {
  id: "sleeping-collector",
  what: "One of two collectors is stopped for 30 s (`SIGSTOP`) and goes on when its hosts are the other's.",
  database: "server",
  times: 3,
  run: ({ times, log }) =>
    inFolder((folder) =>
      onOwnServer(async ({ url }) => {
        const database = await openDatabase({ kind: "server", url });
        const { db } = database;
        const archive = join(folder, "archive");
        try {
          // Enough pages for the time that the sleeps take; a host of the site has a thousand at most.
          const perHost = Math.min(1_000, 120 * (times + 1));
          const crawl = { db, url, archive, hosts, perHost, delayMs, rounds: times, sleepMs: 30_000 };
          const { view, pages, shortestMs, again, slept } = await crawlWithSleeper(crawl);
          log(`slept ${slept} times; shortest pause ${shortestMs} ms`);
          if (shortestMs < delayMs - 2) throw new Error(`a host was asked after ${shortestMs} of ${delayMs} ms`);
          const rows = await db.selectFrom("frontier").select("url").where("collection_id", "=", view.id).execute();
          const urls = rows.map((row) => row.url);
          const { captures, lost, doubled } = await judgeCrawl(db, view.id, { urls, archive, log });
          const note = `shortest pause ${shortestMs} of ${delayMs} ms; ${again} pages fetched again; ${captures} captures compared`;
          return { times: slept, lost: lost + Math.max(0, pages - urls.length), doubled, note };
        } finally {
          await database.close();
        }
      }),
    ),
};
