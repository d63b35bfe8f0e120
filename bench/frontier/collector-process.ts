import { createCollector } from "../../src/collect/index.ts";
import { openDatabase } from "../../src/platform/db/database.ts";
import { createOutgoingHttp } from "../../src/platform/http-out/index.ts";
import { createLog } from "../../src/platform/log.ts";
import { pageReader } from "../../src/refine/index.ts";

/** A collector for whom every name leads to this machine: `node collector-process.ts DATABASE_URL ARCHIVE HOSTS`. Prints its memory at SIGTERM. */
const [url = "", folder = "", hosts = "0"] = process.argv.slice(2);
const database = await openDatabase({ kind: "server", url, connections: 4 });
const http = createOutgoingHttp({
  resolve: (_name, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]),
});
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
    concurrency: 16,
    timeoutMs: 30_000,
    maxBytes: 2 ** 24,
    maxExpansion: 100,
    maxRedirects: 10,
    allowAddresses: Array.from({ length: Number(hosts) }, (_, index) => `h${index}.example.com`),
    endpoints: {},
  },
});
const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());
await collector.run(stop.signal);
await http.close();
await database.close();
console.log(Math.round(process.resourceUsage().maxRSS / 1024));
