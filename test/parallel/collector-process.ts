import type { CollectorTuning } from "../../src/collect/index.ts";
import { openDatabase } from "../../src/platform/db/database.ts";
import { buildCollector } from "../sites/crawl.ts";

/**
 * A collector in a process of its own that takes the first free place, as `naru start --roles collector` does, and comes up quicker.
 * `node collector-process.ts DATABASE_URL ARCHIVE CONCURRENCY [TUNING]`, the last as JSON; SIGTERM drains it.
 */
const [url = "", archiveFolder = "", concurrency = "4", tuning = "{}"] = process.argv.slice(2);
const opened = await openDatabase({ kind: "server", url, connections: 4 });
const { collector, close } = buildCollector(opened.db, {
  archiveFolder,
  settings: { concurrency: Number(concurrency) },
  tuning: { pollMs: 200, ...(JSON.parse(tuning) as Partial<CollectorTuning>) },
  more: { name: null },
});
const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());
await collector.run(stop.signal);
await close();
await opened.close();
