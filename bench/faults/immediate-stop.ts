import { setTimeout as sleep } from "node:timers/promises";
import { createCollection, loadCollection } from "../../src/collect/index.ts";
import { openDatabase } from "../../src/platform/db/database.ts";
import { buildCollector } from "../../test/sites/crawl.ts";
import { openTreeSite } from "../../test/sites/tree-site.ts";
import type { Fault } from "./fault.ts";
import { judgeCrawl } from "./judge-crawl.ts";
import { inFolder, onOwnServer } from "./own-database.ts";

const pages = 2_500;

/** PostgreSQL dies in the middle of a crawl and comes back. */
export const immediateStop: Fault = {
  id: "immediate-stop",
  what: "PostgreSQL is stopped at once (`pg_ctl stop -m immediate`) during a crawl and starts again.",
  database: "server",
  times: 10,
  run: ({ times, log }) =>
    inFolder((archive) =>
      onOwnServer(async (server) => {
        const site = await openTreeSite(pages);
        const database = await openDatabase({ kind: "server", url: server.url });
        const { collector, close } = buildCollector(database.db, { archiveFolder: archive });
        const stop = new AbortController();
        const running = collector.run(stop.signal);
        try {
          const id = await createCollection(database.db, {
            urls: site.urls.slice(0, 1),
            depth: 50,
            maxPages: 2 * pages,
            sitemaps: false,
            allowAddresses: [site.host],
          });
          for (let stops = 0; stops < times; stops += 1) {
            // Each time at another moment of a batch.
            while (site.paths().length < (pages * (stops + 0.5)) / times) {
              if ((await loadCollection(database.db, id)).status !== "running")
                throw new Error("a crawl ended too soon");
              await sleep(1 + (stops % 4));
            }
            await server.stopAtOnce();
            log(`stopped at ${site.paths().length} pages`);
            await sleep(300);
            await server.start();
          }
          const { captures, ...damage } = await judgeCrawl(database.db, id, { urls: site.urls, archive, log });
          return { times, ...damage, note: `${pages} pages; ${captures} captures compared with their bytes` };
        } finally {
          stop.abort();
          await running;
          await close();
          await database.close();
          await site.close();
        }
      }),
    ),
};
