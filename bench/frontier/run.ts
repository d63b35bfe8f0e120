import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import type { FoundUrl } from "../../src/collect/frontier/frontier-row.ts";
import { claimRows, insertFound, returnRows } from "../../src/collect/frontier/frontier-store.ts";
import { leaseHosts, listWaitingHosts } from "../../src/collect/frontier/host-lease.ts";
import { noteTallies } from "../../src/collect/frontier/tallies.ts";
import { createCollection, listCollections, loadCollection } from "../../src/collect/index.ts";
import { measureLevels } from "../../src/insight/index.ts";
import { type Db, openDatabase } from "../../src/platform/db/database.ts";
import { startOwnServer } from "../../test/database/own-server.ts";
import { measureCollector } from "./collector-memory.ts";

/**
 * Fills the frontier of one collection on a PostgreSQL server and measures, at each size, what a collector asks of it:
 * `node bench/frontier/run.ts [--sizes 10000,100000,1000000,5000000] [--hosts 20000]`.
 */
const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "10000,100000,1000000,5000000" },
    hosts: { type: "string", default: "20000" },
  },
});
const sizes = values.sizes.split(",").map(Number);
const hosts = Number(values.hosts);
const times = 200;

// Every host of the frontier leads here.
let served = 0;
const site = createServer((_request, response) => {
  served += 1;
  response.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html><p>${served}번째 쪽입니다.`);
});
await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
const { port } = site.address() as AddressInfo;
const hostOf = (n: number) => `h${n % hosts}.example.com:${port}`;

const postgres = await startOwnServer({ isDurable: true });
const database = await openDatabase({ kind: "server", url: postgres.url });
const { db } = database;
const columns: string[][] = [];
try {
  const id = await createCollection(db, { urls: [`http://${hostOf(0)}/`], depth: 50, maxPages: 10_000_000 });
  let filled = 1;
  for (const size of sizes) {
    const began = performance.now();
    await fill(db, id, filled, size);
    filled = size;
    const seconds = (performance.now() - began) / 1000;
    console.log(
      `${size.toLocaleString("en")} addresses on ${hosts.toLocaleString("en")} hosts, filled in ${seconds.toFixed(0)} s`,
    );
    columns.push([size.toLocaleString("en"), ...(await measure(id, size))]);
  }
  printTable();
} finally {
  await database.close();
  await postgres.remove();
  site.close();
}

/** Rows straight from the database: four of five are done, as in a crawl that is under way; ids in the order of depth. */
async function fill(at: Db, id: number, from: number, to: number): Promise<void> {
  const step = 250_000;
  for (let first = from; first < to; first += step) {
    const last = Math.min(to, first + step) - 1;
    await database.run(`
      insert into frontier (collection_id, url, host, depth, found_by, state, finished_at, http_status)
      select ${id}, 'http://h' || n % ${hosts} || '.example.com:${port}/articles/2026/' || md5(n::text) || '.html', 'h' || n % ${hosts} || '.example.com:${port}',
        1 + n / 500000, 'link', case when n % 5 < 4 then 'done' else 'queued' end,
        case when n % 5 < 4 then now() end, case when n % 5 < 4 then 200 end
      from generate_series(${first}, ${last}) n`);
  }
  const done = await database.run(
    `select count(*)::int as n from generate_series(${from}, ${to - 1}) n where n % 5 < 4`,
  );
  const n = (done.rows[0] as { n: number }).n;
  await noteTallies(at, [
    { collectionId: id, kind: "found", reason: null, n: to - from },
    { collectionId: id, kind: "done", reason: null, n },
  ]);
  await database.run("vacuum (analyze) frontier");
}

async function measure(id: number, size: number): Promise<string[]> {
  const figures: string[] = [];
  const waiting = await timed(() => listWaitingHosts(db, id, [], 17), 50);
  figures.push(show(waiting.times));
  // Hosts that have something to claim: what waits is each fifth address, so with hosts a multiple of five each fifth host.
  const names = Array.from({ length: times }, (_, index) => hostOf(index * 485 + 4));
  let taken = 0;
  const leases = await timed(async (index) => {
    await leaseHosts(db, [names[index] ?? ""], () => `bench:${size}:${index}`, 60_000);
  }, times);
  figures.push(show(leases.times));
  const claimed: { ids: number[]; token: string }[] = [];
  const claims = await timed(async (index) => {
    const token = `bench:${size}:${index}`;
    const rows = await claimRows(db, { collectionId: id, host: names[index] ?? "", token, limit: 10 });
    taken += rows.length;
    claimed.push({ ids: rows.map((row) => row.id), token });
  }, times);
  figures.push(`${show(claims.times)} (${taken} rows)`);
  for (const { ids, token } of claimed) await returnRows(db, ids, token);
  const links = (round: number): FoundUrl[] =>
    Array.from({ length: 500 }, (_, index) => ({
      collectionId: id,
      url: `http://${hostOf(index * 31)}/new/${size}/${round}/${index}.html`,
      host: hostOf(index * 31),
      depth: 20,
      foundBy: "link",
      hops: 0,
      parentId: null,
      skip: null,
    }));
  const fresh = await timed(async (round) => {
    await insertFound(db, links(round));
  }, 20);
  figures.push(show(fresh.times));
  const known = await timed(async () => {
    await insertFound(db, links(0));
  }, 20);
  figures.push(show(known.times));
  const view = await timed(async () => {
    await loadCollection(db, id);
    await listCollections(db);
  }, 20);
  figures.push(show(view.times));
  figures.push(show((await timed(() => measureLevels(db), 10)).times));
  await database.run("delete from frontier where depth = 20");
  await database.run("update hosts set leased_by = null, lease_until = null");
  const { resumeMs, peakMb } = await measureCollector(db, postgres.url, hosts);
  figures.push(`${(resumeMs / 1000).toFixed(1)} s`, `${peakMb} MB`);
  return figures;
}

async function timed(work: (index: number) => Promise<unknown>, count: number): Promise<{ times: number[] }> {
  await work(0);
  const taken: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const began = performance.now();
    await work(index);
    taken.push(performance.now() - began);
  }
  return { times: taken };
}

/** Median and the slowest of twenty, in milliseconds. */
function show(taken: readonly number[]): string {
  const sorted = [...taken].sort((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
  return `${at(0.5)} / ${at(0.95)} ms`;
}

function printTable(): void {
  const titles = [
    "addresses",
    "hosts that wait (median / 95 %)",
    "lease a host",
    "claim 10 rows of a host",
    "enter 500 new links",
    "enter 500 known links",
    "progress of the collection, and all",
    "levels for the monitor",
    "resume: from the start of the process to 100 pages stored",
    "memory of the collector, at most",
  ];
  for (const [row, title] of titles.entries()) {
    console.log(`| ${[title, ...columns.map((column) => column[row] ?? "")].join(" | ")} |`);
    if (row === 0)
      console.log(
        `| ${titles
          .slice(0, columns.length + 1)
          .map(() => "---")
          .join(" | ")} |`,
      );
  }
}
