import { openDatabase } from "../../src/platform/db/database.ts";
import { buildCollector } from "../sites/crawl.ts";

// Usage: collect.ts DATABASE ARCHIVE WRITER TUNING. A collector in a process of its own, to be killed; SIGTERM stops it gracefully.
const [database = "", archiveFolder = "", writerId = "child", tuning = "{}"] = process.argv.slice(2);
const opened = await openDatabase(
  database.startsWith("postgres") ? { kind: "server", url: database } : { kind: "embedded", folder: database },
);
const { collector, close } = buildCollector(opened.db, { archiveFolder, writerId, tuning: JSON.parse(tuning) });
const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());
process.stdout.write("ready\n");
await collector.run(stop.signal);
await close();
await opened.close();
