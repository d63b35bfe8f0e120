import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCollection, createCollector } from "../../src/collect/index.ts";
import { openDatabase } from "../../src/platform/db/database.ts";
import { createOutgoingHttp } from "../../src/platform/http-out/index.ts";
import { createLog } from "../../src/platform/log.ts";
import { pageReader } from "../../src/refine/index.ts";

/** Crawls one site with naru, everything durable, and prints what it took as one JSON line. `node crawl-naru.ts URL PAGES` */
const [start = "", count = "5000"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "naru-bench-"));
const archive = join(folder, "archive");
mkdirSync(archive);
const database = await openDatabase({ kind: "embedded", folder: join(folder, "db") });
const http = createOutgoingHttp();
const host = new URL(start).host;
const collector = createCollector({
  db: database.db,
  archive: { folder: archive },
  name: "bench",
  reader: pageReader,
  http,
  log: createLog("warn"),
  onDocuments: async () => {},
  settings: {
    contact: "bench@example.invalid",
    delayMs: 0,
    maxCrawlDelayMs: 0,
    concurrency: 16,
    timeoutMs: 30_000,
    maxBytes: 2 ** 24,
    maxExpansion: 100,
    maxRedirects: 10,
    endpoints: {},
    allowAddresses: [host],
  },
});
let peak = 0;
const memory: number[] = [];
const watch = setInterval(() => {
  const { rss } = process.memoryUsage();
  peak = Math.max(peak, rss);
  memory.push(Math.round(rss / 2 ** 20));
}, 250);

const id = await createCollection(database.db, {
  urls: [start],
  depth: 50,
  maxPages: Number(count),
  sitemaps: false,
});
const began = performance.now();
const cpu = process.cpuUsage();
const stop = new AbortController();
const running = collector.run(stop.signal);
for (;;) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  const { status } = await database.db
    .selectFrom("collections")
    .select("status")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  if (status !== "running") break;
}
const seconds = (performance.now() - began) / 1000;
const used = process.cpuUsage(cpu);
stop.abort();
await running;
clearInterval(watch);
const row = await database.db.selectFrom("collections").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const documents = await database.db
  .selectFrom("documents")
  .select((e) => e.fn.countAll().as("n"))
  .executeTakeFirstOrThrow();
await http.close();
await database.close();
rmSync(folder, { recursive: true, force: true });
const every = Math.max(1, Math.floor(memory.length / 10));
console.log(
  JSON.stringify({
    crawler: "naru",
    pages: row.pages,
    documents: Number(documents.n),
    seconds,
    cpuSeconds: (used.user + used.system) / 1e6,
    peakMb: Math.round(peak / 2 ** 20),
    memoryMb: memory.filter((_, index) => index % every === 0),
  }),
);
