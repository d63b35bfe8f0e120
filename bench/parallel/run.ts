import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openDatabase } from "../../src/platform/db/database.ts";
import { startOwnServer } from "../../test/database/own-server.ts";
import { crawlWith } from "./fleet.ts";

/**
 * Crawls one local site of many hosts with 1, 2, 4, … collector processes on one PostgreSQL and one archive folder, and prints one table.
 * Twice: at each host's pace, where the number of hosts that a process visits at a time is the limit; and without a pause, where
 * the processor is.
 */
const { values } = parseArgs({
  options: {
    processes: { type: "string", default: "1,2,4" },
    only: { type: "string" },
    pages: { type: "string", default: "30" },
    hosts: { type: "string", default: "64" },
  },
});
let databases = 0;
const counts = values.processes.split(",").map(Number);

console.log(`${cpus().length} cores, shared by collectors, PostgreSQL and the site's server.`);
const postgres = await startOwnServer({ isDurable: true });
try {
  if (values.only !== "cpu") {
    await measure("at each host's pace: 100 ms, 16 hosts a process", {
      hosts: Number(values.hosts),
      pages: Number(values.pages),
      delayMs: 100,
      concurrency: 16,
    });
  }
  if (values.only !== "pace") {
    await measure("without a pause, 12 KB pages", { hosts: 8, pages: 600, delayMs: 0, concurrency: 16 });
  }
} finally {
  await postgres.remove();
}

async function measure(
  title: string,
  { hosts, pages, delayMs, concurrency }: { hosts: number; pages: number; delayMs: number; concurrency: number },
): Promise<void> {
  const server = spawn(
    process.execPath,
    [join(import.meta.dirname, "../collect/site-server.ts"), String(pages), String(hosts)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [line] = (await once(server.stdout, "data")) as [Buffer];
  const sites = line
    .toString()
    .trim()
    .split(" ")
    .map((port) => `127.0.0.1:${port}`);
  console.log(`\n${title}; ${hosts} hosts of ${pages} pages`);
  console.log("processes   pages       s  pages/s   × one   CPU s  peak MB  shares");
  let one = 0;
  try {
    for (const processes of counts) {
      const url = await freshDatabase();
      const database = await openDatabase({ kind: "server", url });
      const folder = mkdtempSync(join(tmpdir(), "naru-bench-parallel-"));
      const request = {
        urls: sites.map((site) => `http://${site}/`),
        depth: 50,
        maxPages: 1_000_000,
        sitemaps: false,
        delayMs,
        allowAddresses: sites,
      };
      const result = await crawlWith(database.db, { url, archive: join(folder, "archive"), processes, concurrency }, [
        request,
      ]);
      await database.close();
      rmSync(folder, { recursive: true, force: true });
      const rate = result.pages / result.seconds;
      if (one === 0) one = rate;
      console.log(
        [
          String(processes).padStart(9),
          String(result.pages).padStart(7),
          result.seconds.toFixed(1).padStart(7),
          rate.toFixed(0).padStart(8),
          (rate / one).toFixed(2).padStart(7),
          result.cpuSeconds.toFixed(1).padStart(7),
          String(result.peakMb).padStart(8),
          ` ${result.shares.join(" ")}`,
        ].join(" "),
      );
    }
  } finally {
    server.kill();
  }
}

async function freshDatabase(): Promise<string> {
  databases += 1;
  const admin = await openDatabase({ kind: "server", url: postgres.url });
  await admin.run(`create database bench_${databases}`);
  await admin.close();
  const url = new URL(postgres.url);
  url.pathname = `/bench_${databases}`;
  return url.href;
}
