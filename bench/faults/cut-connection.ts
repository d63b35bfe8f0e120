import { crawlWithCuts, cutPlaces, statementOfBatch } from "../../test/sites/cut-crawl.ts";
import type { Fault } from "./fault.ts";
import { freshDatabase, onOwnServer } from "./own-database.ts";

const pages = 600;
const cutsPerCrawl = 30;
// A batch of pages has some fifteen statements behind its captures.
const statements = Array.from({ length: 16 }, (_, index) => index + 1);
const places = [
  ...Object.values(cutPlaces),
  ...statements.flatMap((n) => [statementOfBatch(n, "before"), statementOfBatch(n, "after")]),
];

/** The connection to PostgreSQL breaks at every place of a batch's transaction in turn. */
export const cutConnection: Fault = {
  id: "cut-connection",
  what: "The connection breaks: at BEGIN, at each statement of a batch before and behind its answer, at COMMIT before, behind and while it is under way.",
  database: "server",
  times: 100,
  run: ({ times, log }) =>
    onOwnServer(async (server) => {
      const sum = { times: 0, lost: 0, doubled: 0 };
      let compared = 0;
      while (sum.times < times) {
        const cuts = Math.min(cutsPerCrawl, times - sum.times);
        const next = Array.from({ length: cuts }, (_, index) => places[(sum.times + index) % places.length]);
        const crawled = await crawlWithCuts(
          await freshDatabase(server),
          pages,
          next.filter((place) => place !== undefined),
        );
        const { view, damage, captures } = crawled;
        for (const line of [...damage.lost, ...damage.doubled]) log(line);
        if (view.status !== "done" || view.progress.pages !== pages || captures.counted !== captures.rows) {
          throw new Error(`a crawl ended as ${view.status} with ${view.progress.pages} of ${pages} pages`);
        }
        if (crawled.cuts === 0) throw new Error("the proxy cut nothing");
        sum.times += crawled.cuts;
        sum.lost += damage.lost.length;
        sum.doubled += damage.doubled.length;
        compared += captures.rows;
        log(`${sum.times} cuts, ${sum.lost} lost, ${sum.doubled} doubled`);
      }
      return { ...sum, note: `${places.length} places; ${compared} captures compared with their bytes` };
    }),
};
