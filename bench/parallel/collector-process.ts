import { createCollector } from "../../src/collect/index.ts";
import { openDatabase } from "../../src/platform/db/database.ts";
import { createOutgoingHttp } from "../../src/platform/http-out/index.ts";
import { createLog } from "../../src/platform/log.ts";
import { pageReader } from "../../src/refine/index.ts";

/**
 * One collector of the bench, with the tuning of the product: `node collector-process.ts DATABASE_URL ARCHIVE CONCURRENCY`. SIGTERM drains it;
 * it prints what it took as one JSON line then.
 */
const [url = "", folder = "", concurrency = "16"] = process.argv.slice(2);
const database = await openDatabase({ kind: "server", url, connections: 4 });
const http = createOutgoingHttp();
const collector = createCollector({
  db: database.db,
  archive: { folder },
  name: null,
  reader: pageReader,
  http,
  log: createLog("warn"),
  onDocuments: async () => {},
  settings: {
    contact: "bench@example.invalid",
    delayMs: 0,
    maxCrawlDelayMs: 0,
    concurrency: Number(concurrency),
    timeoutMs: 30_000,
    maxBytes: 2 ** 24,
    maxExpansion: 100,
    maxRedirects: 10,
    allowAddresses: [],
    endpoints: {},
  },
});
const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());
const cpu = process.cpuUsage();
await collector.run(stop.signal);
const used = process.cpuUsage(cpu);
await http.close();
await database.close();
console.log(
  JSON.stringify({
    cpuSeconds: (used.user + used.system) / 1e6,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
