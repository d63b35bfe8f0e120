import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type CollectionView, createCollection, loadCollection } from "../../src/collect/index.ts";
import { openDatabase } from "../../src/platform/db/database.ts";
import { type CutPlace, openCuttingProxy } from "../stand-ins/cutting-proxy.ts";
import { buildCollector, untilEnded } from "./crawl.ts";
import { openTreeSite } from "./tree-site.ts";
import { type CrawlDamage, compareCrawl } from "./whole-crawl.ts";

const isCaptures = (statement: string) => statement.startsWith("insert into captures");
const isOfBatch: CutPlace["at"] = (_statement, before) => before.some(isCaptures);

/** Places of a batch's transaction that have a name. */
export const cutPlaces: Readonly<Record<string, CutPlace>> = {
  BEGIN: { at: (statement) => /^(?:begin|start transaction)/.test(statement), how: "before" },
  "the captures": { at: isCaptures, how: "before" },
  "the captures, behind their answer": { at: isCaptures, how: "after" },
  "the archive's lengths": { at: (statement) => statement.startsWith('insert into "warc_files"'), how: "after" },
  "the frontier": {
    at: (statement, before) => isOfBatch(statement, before) && statement.includes("frontier"),
    how: "before",
  },
  "the documents": { at: (statement) => statement.startsWith("insert into documents"), how: "before" },
  "the mark": { at: (statement) => statement.startsWith("insert into commit_marks"), how: "after" },
  "COMMIT, unheard by the server": commit("before"),
  "COMMIT, before its answer": commit("after"),
  "COMMIT, while it is on its way": commit("late"),
};

function commit(how: CutPlace["how"]): CutPlace {
  return { at: (statement, before) => statement === "commit" && isOfBatch(statement, before), how };
}

/** The so-manieth statement behind the captures, or COMMIT where the transaction is shorter. */
export function statementOfBatch(n: number, how: CutPlace["how"]): CutPlace {
  return {
    at: (statement, before) =>
      isOfBatch(statement, before) && (statement === "commit" || before.length - before.findIndex(isCaptures) === n),
    how,
  };
}

export interface CutCrawl {
  view: CollectionView;
  damage: CrawlDamage;
  /** Cuts that were made: fewer than asked for when the crawl was over before. */
  cuts: number;
  /** Captures of the collection by its counter, and rows of them. */
  captures: { counted: number; rows: number };
}

/**
 * Crawls a site of so many pages through a proxy that cuts the connection to PostgreSQL at each of the places in turn, spread over the crawl.
 * @param url of an empty database.
 */
export async function crawlWithCuts(url: string, pages: number, places: readonly CutPlace[]): Promise<CutCrawl> {
  const site = await openTreeSite(pages);
  const proxy = await openCuttingProxy(url);
  const database = await openDatabase({ kind: "server", url: proxy.url });
  const { db } = database;
  const folder = mkdtempSync(join(tmpdir(), "naru-cut-"));
  const archive = join(folder, "archive");
  mkdirSync(archive);
  const { collector, close } = buildCollector(db, { archiveFolder: archive });
  const stop = new AbortController();
  const running = collector.run(stop.signal);
  let failure: unknown = null;
  running.catch((error: unknown) => {
    failure = error;
  });
  const isRunning = async (id: number) => {
    if (failure !== null) throw failure;
    return (await loadCollection(db, id).catch(() => null))?.status !== "done";
  };
  try {
    const [first = ""] = site.urls;
    const id = await createCollection(db, { urls: [first], depth: 50, sitemaps: false, allowAddresses: [site.host] });
    for (const [index, place] of places.entries()) {
      const share = (index + 0.2) / places.length;
      while (site.paths().length < pages * share && (await isRunning(id))) await sleep(2);
      const { cuts } = proxy;
      proxy.cutAt(place);
      while (proxy.cuts === cuts && (await isRunning(id))) await sleep(10);
    }
    proxy.cutAt(null);
    const view = await Promise.race([untilEnded(db, id, 120_000), running.then(() => untilEnded(db, id))]);
    const damage = await compareCrawl(db, id, site.urls, archive);
    const rows = await db.selectFrom("captures").select("id").where("collection_id", "=", id).execute();
    const counted = await db
      .selectFrom("collections")
      .select("captures")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    return { view, damage, cuts: proxy.cuts, captures: { counted: counted.captures, rows: rows.length } };
  } finally {
    proxy.cutAt(null);
    stop.abort();
    await running;
    await close();
    await database.close();
    await proxy.close();
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
