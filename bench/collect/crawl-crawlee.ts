import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The same site with `@crawlee/cheerio`, its queue in memory or on disk. `node crawl-crawlee.ts URL PAGES memory|disk` */
const [start = "", count = "5000", queue = "memory"] = process.argv.slice(2);
// Known only where the bench's own packages are installed, so its types are told here.
const name: string = "@crawlee/cheerio";
const crawlee = (await import(name)) as {
  CheerioCrawler: new (
    options: object,
    config: object,
  ) => { run(urls: string[]): Promise<{ requestsFinished: number }> };
  Configuration: new (options: object) => object;
  log: { setLevel(level: number): void };
};
const folder = mkdtempSync(join(tmpdir(), "crawlee-bench-"));
process.env.CRAWLEE_STORAGE_DIR = folder;
crawlee.log.setLevel(1);
let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 250);

interface Context {
  $: (selector: string) => { text(): string };
  enqueueLinks: () => Promise<unknown>;
  pushData: (data: object) => Promise<void>;
  request: { url: string };
}
const crawler = new crawlee.CheerioCrawler(
  {
    maxRequestsPerCrawl: Number(count),
    maxConcurrency: 32,
    minConcurrency: 8,
    async requestHandler({ $, enqueueLinks, pushData, request }: Context) {
      await pushData({ url: request.url, title: $("title").text(), text: $("article").text() });
      await enqueueLinks();
    },
  },
  new crawlee.Configuration({ persistStorage: queue === "disk", purgeOnStart: true, availableMemoryRatio: 0.9 }),
);
const began = performance.now();
const { requestsFinished } = await crawler.run([start]);
const seconds = (performance.now() - began) / 1000;
clearInterval(watch);
rmSync(folder, { recursive: true, force: true });
console.log(
  JSON.stringify({
    crawler: `@crawlee/cheerio (queue ${queue === "disk" ? "on disk" : "in memory"})`,
    pages: requestsFinished,
    seconds,
    peakMb: Math.round(peak / 2 ** 20),
  }),
);
process.exit(0);
