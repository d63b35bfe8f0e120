import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { type CollectionView, type CollectorTuning, createCollection } from "../../src/collect/index.ts";
import type { Db } from "../../src/platform/db/database.ts";
import { untilEnded } from "../sites/crawl.ts";
import { openManyHosts, shortestPause } from "./many-hosts.ts";
import { Collectors } from "./processes.ts";

export interface SleeperCrawl {
  db: Db;
  url: string;
  archive: string;
  hosts: number;
  perHost: number;
  delayMs: number;
  /** How often one of the two collectors is stopped and goes on. */
  rounds: number;
  tuning?: Partial<CollectorTuning>;
  /** It sleeps so long at least, and until the other has all hosts. */
  sleepMs: number;
}

export interface SleeperReport {
  view: CollectionView;
  /** Pages of the site. */
  pages: number;
  /** Shortest pause that any host was left, in milliseconds. */
  shortestMs: number;
  /** Requests for pages beyond the first for each: what the sleeper had fetched and not stored is fetched again. */
  again: number;
  slept: number;
}

/** Two collectors crawl a site of many hosts; one is stopped (SIGSTOP) again and again until the other has its hosts, and goes on. */
export async function crawlWithSleeper(crawl: SleeperCrawl): Promise<SleeperReport> {
  const { db, url, archive, hosts, delayMs, tuning = {} } = crawl;
  const collectors = new Collectors();
  const site = await openManyHosts(hosts, crawl.perHost, 20);
  let slept = 0;
  try {
    await collectors.growTo(2, { db, url, archive, concurrency: hosts, tuning });
    const [sleeper = 0, other = 0] = collectors.pids;
    const id = await createCollection(db, {
      urls: [...site.seeds],
      depth: 50,
      maxPages: site.pages,
      sitemaps: false,
      delayMs,
      allowAddresses: [...site.hosts],
    });
    const running = async () => {
      const row = await db.selectFrom("collections").select("status").where("id", "=", id).executeTakeFirst();
      return row?.status === "running";
    };
    const until = async (test: () => Promise<boolean>, what: string) => {
      for (const end = Date.now() + 60_000; (await running()) && !(await test()); await sleep(50)) {
        if (Date.now() > end) throw new Error(`It never came to ${what}.`);
      }
    };
    while (slept < crawl.rounds && (await running())) {
      await until(
        async () => (await hostsOf(db, sleeper)) >= hosts / 3 && (await hostsOf(db, other)) >= 1,
        "hosts for both",
      );
      process.kill(sleeper, "SIGSTOP");
      try {
        await sleep(crawl.sleepMs);
        await until(async () => (await hostsOf(db, sleeper)) === 0, "all hosts in the other's hands");
        // Long enough for the other to be at work on them.
        await sleep(3 * delayMs);
      } finally {
        process.kill(sleeper, "SIGCONT");
      }
      slept += 1;
      await sleep(2 * delayMs);
    }
    const view = await untilEnded(db, id, 300_000);
    const asked = site.asked();
    const again = asked.length - new Set(asked).size;
    return { view, pages: site.pages, shortestMs: shortestPause(site.log), again, slept };
  } finally {
    collectors.kill();
    await site.close();
  }
}

/** Hosts that the process holds by the registry, under leases that have not run out. */
async function hostsOf(db: Db, pid: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from hosts h
    join collectors c on c.name = split_part(h.leased_by, ':', 1) and c.life = split_part(h.leased_by, ':', 2)
    where c.pid = ${pid} and h.lease_until > now()`.execute(db);
  return rows[0]?.n ?? 0;
}
