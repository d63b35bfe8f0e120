import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  type CollectionInput,
  type CollectionView,
  createCollection,
  loadCollection,
} from "../../src/collect/index.ts";
import { type Clock, systemClock } from "../../src/lib/clock.ts";
import { type Database, openDatabase } from "../../src/platform/db/database.ts";
import { buildCollector, untilEnded } from "../sites/crawl.ts";

/** A database and an archive in which orders to one source are run, for what the shared suite does not ask. */
export interface SourceRun {
  database: Database;
  /** Of the archive. */
  folder: string;
  /** Homes as the setting `collect.endpoints` names them. */
  endpoints(): Readonly<Record<string, string>>;
  /** Runs an order, or goes on with a collection, by a clock that stands at `now`. */
  collect(order: Partial<CollectionInput> | number, options?: { now?: Date; until?: Until }): Promise<CollectionView>;
  items(id: number): Promise<{ url: string; state: string }[]>;
  /** Current ones, in the order in which they came. */
  documents(): Promise<StoredDocument[]>;
  frontier(): Promise<{ url: string; state: string; reason: string | null; detail: string | null; not_before: Date }[]>;
  /** Everything that was archived, as text. */
  archive(): string;
  /** Leaves nothing of earlier orders but their records. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** How far an order runs: to its end by default, until all that is left waits, or until somebody has seen enough. */
export type Until = "ended" | "waiting" | (() => Promise<boolean>);

type StoredDocument = Awaited<ReturnType<typeof listDocuments>>[number];

export async function openSourceRun(
  source: string,
  env: Readonly<Record<string, string>>,
  homes: () => Readonly<Record<string, string>>,
): Promise<SourceRun> {
  const database = await openDatabase({ kind: "embedded", folder: mkdtempSync(join(tmpdir(), "naru-run-db-")) });
  const folder = mkdtempSync(join(tmpdir(), "naru-run-"));
  const { db } = database;
  const endpointsNow = () =>
    Object.fromEntries(Object.entries(homes()).map(([name, home]) => [`${source}.${name}`, home]));
  return {
    database,
    folder,
    endpoints: endpointsNow,
    collect: async (order, { now, until = "ended" } = {}) => {
      const endpoints = endpointsNow();
      const surroundings = { env, endpoints, ...(now === undefined ? {} : { now }) };
      const id =
        typeof order === "number" ? order : await createCollection(db, { source, delayMs: 0, ...order }, surroundings);
      const clock = now === undefined ? {} : { clock: clockAt(now) };
      const built = buildCollector(db, { archiveFolder: folder, settings: { endpoints }, more: { env, ...clock } });
      const stop = new AbortController();
      const running = built.collector.run(stop.signal);
      const comeSoFar = () => (until === "ended" ? untilEnded(db, id, 20_000) : comesTo(database, id, until));
      try {
        return await Promise.race([comeSoFar(), running.then(comeSoFar)]);
      } finally {
        stop.abort();
        await running;
        await built.close();
      }
    },
    items: (id) =>
      db
        .selectFrom("collection_items")
        .select(["url", "state"])
        .where("collection_id", "=", id)
        .orderBy("position")
        .execute(),
    documents: () => listDocuments(database, source),
    frontier: () =>
      db.selectFrom("frontier").select(["url", "state", "reason", "detail", "not_before"]).orderBy("id").execute(),
    archive: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(".gz"))
        .map((entry) => gunzipSync(readFileSync(join(entry.parentPath, entry.name))).toString("latin1"))
        .join("\n"),
    empty: async () => {
      for (const table of ["alerts", "source_marks", "quota_uses", "collection_items", "documents", "hosts"] as const) {
        await db.deleteFrom(table).execute();
      }
      await db.updateTable("collections").set({ status: "stopped" }).where("status", "=", "running").execute();
      await db.deleteFrom("frontier").execute();
    },
    close: () => database.close(),
  };
}

/** A clock that goes as fast as ours and stands elsewhere. */
function clockAt(moment: Date): Clock {
  const ahead = moment.getTime() - Date.now();
  return { ...systemClock, now: () => Date.now() + ahead };
}

async function comesTo({ db }: Database, id: number, until: Exclude<Until, "ended">): Promise<CollectionView> {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    const view = await loadCollection(db, id);
    const { waitingUntil, inFlight } = view.progress;
    if (until === "waiting" ? waitingUntil !== null && inFlight === 0 : await until()) return view;
    await systemClock.sleep(25);
  }
  throw new Error(`Collection ${id} does not come so far.`);
}

function listDocuments({ db }: Database, sourceId: string) {
  return db
    .selectFrom("documents")
    .selectAll()
    .where("source_id", "=", sourceId)
    .where("current", "=", true)
    .orderBy("id")
    .execute();
}
