import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createCollection } from "../../src/collect/index.ts";
import { openDatabase } from "../../src/platform/db/database.ts";
import { buildCollector } from "../../test/sites/crawl.ts";
import { openTreeSite, type TreeSite } from "../../test/sites/tree-site.ts";
import type { Fault, FaultReport } from "./fault.ts";
import { type JudgedCrawl, judgeCrawl } from "./judge-crawl.ts";
import { freshDatabase, inFolder, onOwnServer } from "./own-database.ts";

const program = join(import.meta.dirname, "../../test/children/collect.ts");
const killsPerCrawl = 10;
/** Pages that a collector has asked for when it is killed; some are stored, some are in hand. */
const pagesPerLife = 40;
// One more life than is killed brings the crawl to its end.
const pages = pagesPerLife * (killsPerCrawl + 2);

/** `kill -9` of a collector, again and again in one crawl. */
export function killedCollector(database: "embedded" | "server"): Fault {
  return {
    id: `killed-collector-${database}`,
    what: "A collector is killed (`kill -9`) during a crawl and starts again.",
    database,
    times: 30,
    run: (options) =>
      database === "server"
        ? onOwnServer((server) => killAgain(options, () => freshDatabase(server)))
        : killAgain(options, async (folder) => join(folder, "db")),
  };
}

async function killAgain(
  { times, log }: { times: number; log(line: string): void },
  nameDatabase: (folder: string) => Promise<string>,
): Promise<FaultReport> {
  const sum = { times: 0, lost: 0, doubled: 0 };
  let compared = 0;
  while (sum.times < times) {
    const kills = Math.min(killsPerCrawl, times - sum.times);
    const judged = await inFolder(async (folder) => crawlAndKill(await nameDatabase(folder), folder, kills, log));
    sum.times += kills;
    sum.lost += judged.lost;
    sum.doubled += judged.doubled;
    compared += judged.captures;
    log(`${sum.times} kills, ${sum.lost} lost, ${sum.doubled} doubled`);
  }
  return { ...sum, note: `${compared} captures compared with their bytes` };
}

async function crawlAndKill(
  name: string,
  folder: string,
  kills: number,
  log: (line: string) => void,
): Promise<JudgedCrawl> {
  const location = name.startsWith("postgres")
    ? { kind: "server" as const, url: name }
    : { kind: "embedded" as const, folder: name };
  const archive = join(folder, "archive");
  const site = await openTreeSite(pages);
  try {
    const before = await openDatabase(location);
    const request = { urls: site.urls.slice(0, 1), depth: 50, sitemaps: false, allowAddresses: [site.host] };
    const id = await createCollection(before.db, request);
    // The embedded database belongs to one process at a time.
    await before.close();
    for (let killed = 0; killed < kills; killed += 1) await liveAndDie(name, archive, site, killed);
    const database = await openDatabase(location);
    const { collector, close } = buildCollector(database.db, { archiveFolder: archive, writerId: "killed" });
    const stop = new AbortController();
    const running = collector.run(stop.signal);
    try {
      return await judgeCrawl(database.db, id, { urls: site.urls, archive, log });
    } finally {
      stop.abort();
      await running;
      await close();
      await database.close();
    }
  } finally {
    await site.close();
  }
}

async function liveAndDie(name: string, archive: string, site: TreeSite, round: number): Promise<void> {
  const asked = site.paths().length;
  // Batches of 30 ms, so that a kill meets them in every stage.
  const tuning = JSON.stringify({ commitDelayMs: 30, perHostConcurrency: 4, claimBatch: 24 });
  const child: ChildProcess = spawn(process.execPath, [program, name, archive, "killed", tuning], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const gone = once(child, "exit");
  try {
    while (site.paths().length < asked + pagesPerLife - 10) {
      if (child.exitCode !== null) throw new Error("a collector ended by itself");
      await sleep(2);
    }
    await sleep((round * 7) % 30);
  } finally {
    child.kill("SIGKILL");
    await gone;
  }
}
