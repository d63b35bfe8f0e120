import { join } from "node:path";
import { createCollection } from "../../src/collect/index.ts";
import { openDatabase } from "../../src/platform/db/database.ts";
import { openManyHosts } from "../../test/parallel/many-hosts.ts";
import { Collectors } from "../../test/parallel/processes.ts";
import { untilEnded } from "../../test/sites/crawl.ts";
import type { Fault } from "./fault.ts";
import { inFolder, onOwnServer } from "./own-database.ts";

const limit = 100;
const counts = [1, 2, 4];

/** Collectors at the same time must not fetch more pages than were asked for. Pages beyond the limit count as doubled. */
export const pageLimit: Fault = {
  id: "page-limit",
  what: "One, two and four collectors work on a collection of at most 100 pages, on 24 hosts.",
  database: "server",
  times: 201,
  run: ({ times, log }) =>
    inFolder((folder) =>
      onOwnServer(async ({ url }) => {
        const database = await openDatabase({ kind: "server", url });
        const { db } = database;
        const site = await openManyHosts(24, 14);
        const collectors = new Collectors();
        const sum = { times: 0, lost: 0, doubled: 0 };
        try {
          for (const [index, count] of counts.entries()) {
            await collectors.growTo(count, { db, url, archive: join(folder, "archive"), concurrency: 8 });
            for (; sum.times < Math.ceil((times * (index + 1)) / counts.length); sum.times += 1) {
              site.log.length = 0;
              const id = await createCollection(db, {
                urls: [...site.seeds],
                depth: 50,
                maxPages: limit,
                sitemaps: false,
                delayMs: 0,
                allowAddresses: [...site.hosts],
              });
              const { status, progress } = await untilEnded(db, id);
              if (status !== "done") throw new Error(`a collection ended as ${status}`);
              const beyond = Math.max(site.asked().length, progress.pages) - limit;
              sum.doubled += Math.max(0, beyond);
              sum.lost += Math.max(0, limit - progress.pages);
            }
            log(`${count} collectors: ${sum.times} collections in all, ${sum.doubled} pages beyond the limit`);
          }
        } finally {
          collectors.kill();
          await site.close();
          await database.close();
        }
        return { ...sum, note: `${limit} pages asked for, ${sum.lost + sum.doubled === 0 ? limit : "others"} fetched` };
      }),
    ),
};
