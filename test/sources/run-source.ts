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
import type { Clock } from "../../src/lib/clock.ts";
import { type Database, openDatabase } from "../../src/platform/db/database.ts";
import { buildCollector, untilEnded } from "../sites/crawl.ts";

/** A database and an archive in which orders to one source are run, for what the shared suite does not ask. */
export interface SourceRun {
  database: Database;
  /** Of the archive. */
  folder: string;
  /** Homes as the setting `collect.endpoints` names them. */
  endpoints(): Readonly<Record<string, string>>;
  /** Runs an order to its end, or until everything left waits when `untilWaiting` is set. */
  collect(order: Partial<CollectionInput>, options?: { now?: Date; untilWaiting?: boolean }): Promise<CollectionView>;
  items(id: number): Promise<{ url: string; state: string }[]>;
  documents(): Promise<
    {
      url: string;
      kind: string;
      title: string | null;
      text: string;
      fields: unknown;
      published_at: Date | null;
      images: unknown;
    }[]
  >;
  /** Everything that was archived, as text. */
  archive(): string;
  close(): Promise<void>;
}

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
    collect: async (order, { now, untilWaiting = false } = {}) => {
      const endpoints = endpointsNow();
      const surroundings = { env, endpoints, ...(now === undefined ? {} : { now }) };
      const id = await createCollection(db, { source, delayMs: 0, ...order }, surroundings);
      const clock = now === undefined ? {} : { clock: clockAt(now) };
      const built = buildCollector(db, {
        archiveFolder: folder,
        settings: { endpoints },
        more: { env, ...clock },
      });
      const stop = new AbortController();
      const running = built.collector.run(stop.signal);
      const ended = untilWaiting ? untilAllWait(database, id) : untilEnded(db, id, 20_000);
      try {
        return await Promise.race([ended, running.then(() => untilEnded(db, id))]);
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
    documents: () =>
      db
        .selectFrom("documents")
        .select(["url", "kind", "title", "text", "fields", "published_at", "images"])
        .where("source_id", "=", source)
        .where("current", "=", true)
        .orderBy("id")
        .execute(),
    archive: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(".gz"))
        .map((entry) => gunzipSync(readFileSync(join(entry.parentPath, entry.name))).toString("latin1"))
        .join("\n"),
    close: () => database.close(),
  };
}

/** A clock that goes as fast as ours and stands elsewhere. */
function clockAt(moment: Date): Clock {
  const ahead = moment.getTime() - Date.now();
  return {
    now: () => Date.now() + ahead,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, ms);
        signal?.addEventListener("abort", () => {
          clearTimeout(timer);
          reject(signal.reason);
        });
      }),
  };
}

async function untilAllWait({ db }: Database, id: number): Promise<CollectionView> {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    const view = await loadCollection(db, id);
    if (view.progress.waitingUntil !== null && view.progress.inFlight === 0) return view;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error(`Collection ${id} does not wait.`);
}
