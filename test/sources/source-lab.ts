import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { type CollectionInput, type CollectionView, createCollection, type Source } from "../../src/collect/index.ts";
import { type Clock, systemClock } from "../../src/lib/clock.ts";
import { type Database, openDatabase } from "../../src/platform/db/database.ts";
import { buildCollector, untilEnded } from "../sites/crawl.ts";
import type { StandIn } from "../stand-ins/stand-in.ts";

export interface SourceLabParts<S extends StandIn> {
  source: Source;
  open: () => Promise<S>;
  env: Readonly<Record<string, string>>;
  homes: (standIn: S) => Readonly<Record<string, string>>;
}

/** For what is special about one source: a stand-in and an empty database for each test, and collections that really run. */
export interface SourceLab<S extends StandIn> {
  standIn(): S;
  db(): Database["db"];
  collect(order: Partial<CollectionInput>): Promise<CollectionView>;
  /** Starts a collection and a collector at `at`, and stops the collector as soon as `enough`. */
  collectUntil(
    order: Partial<CollectionInput> | number,
    at: Date,
    enough: (id: number) => Promise<boolean>,
  ): Promise<number>;
  documents(): Promise<LabDocument[]>;
  frontier(): Promise<{ url: string; state: string; reason: string | null; detail: string | null; not_before: Date }[]>;
  /** Paths and parameters of what the stand-in was asked, in order. */
  asked(): string[];
}

type LabDocument = Awaited<ReturnType<typeof listDocuments>>[number];

export function useSourceLab<S extends StandIn>({ source, open, env, homes }: SourceLabParts<S>): SourceLab<S> {
  let database: Database;
  let standIn: S;
  let folder: string;
  beforeAll(async () => {
    database = await openDatabase({ kind: "embedded", folder: mkdtempSync(join(tmpdir(), "naru-lab-db-")) });
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    standIn = await open();
    folder = mkdtempSync(join(tmpdir(), "naru-lab-"));
    for (const table of ["alerts", "source_marks", "quota_uses", "collection_items", "documents", "hosts"] as const) {
      await database.db.deleteFrom(table).execute();
    }
    await database.db.updateTable("collections").set({ status: "stopped" }).where("status", "=", "running").execute();
    await database.db.deleteFrom("frontier").execute();
  });
  afterEach(() => standIn.close());

  async function run<T>(
    order: Partial<CollectionInput> | number,
    clock: Clock,
    until: (id: number) => Promise<T>,
  ): Promise<T> {
    const endpoints = Object.fromEntries(
      Object.entries(homes(standIn)).map(([name, home]) => [`${source.id}.${name}`, home]),
    );
    const id =
      typeof order === "number"
        ? order
        : await createCollection(database.db, { source: source.id, delayMs: 0, ...order }, { env, endpoints });
    const built = buildCollector(database.db, { archiveFolder: folder, settings: { endpoints }, more: { env, clock } });
    const stop = new AbortController();
    const running = built.collector.run(stop.signal);
    try {
      return await Promise.race([until(id), running.then(() => until(id))]);
    } finally {
      stop.abort();
      await running;
      await built.close();
    }
  }

  return {
    standIn: () => standIn,
    db: () => database.db,
    collect: (order) => run(order, systemClock, (id) => untilEnded(database.db, id, 20_000)),
    collectUntil: (order, at, enough) => {
      const ahead = at.getTime() - Date.now();
      return run(order, { ...systemClock, now: () => Date.now() + ahead }, async (id) => {
        for (let tries = 0; !(await enough(id)); tries += 1) {
          if (tries > 400) throw new Error("It did not come so far.");
          await systemClock.sleep(25);
        }
        return id;
      });
    },
    documents: () => listDocuments(database, source.id),
    frontier: () =>
      database.db
        .selectFrom("frontier")
        .select(["url", "state", "reason", "detail", "not_before"])
        .orderBy("id")
        .execute(),
    asked: () => standIn.log.map(({ url }) => `${url.pathname}${url.search}`),
  };
}

function listDocuments({ db }: Database, sourceId: string) {
  return db
    .selectFrom("documents")
    .selectAll()
    .where("source_id", "=", sourceId)
    .where("current", "=", true)
    .orderBy("url")
    .execute();
}
