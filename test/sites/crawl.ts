import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import {
  type CollectionInput,
  type CollectionView,
  type Collector,
  type CollectorOptions,
  type CollectorTuning,
  type CollectSettings,
  createCollection,
  createCollector,
  loadCollection,
} from "../../src/collect/index.ts";
import type { Db } from "../../src/platform/db/database.ts";
import { createOutgoingHttp, type OutgoingOptions } from "../../src/platform/http-out/index.ts";
import { createLog } from "../../src/platform/log.ts";
import { pageReader } from "../../src/refine/index.ts";

export const testSettings: CollectSettings = {
  contact: "https://naru.example/contact",
  delayMs: 0,
  maxCrawlDelayMs: 2_000,
  concurrency: 16,
  timeoutMs: 3_000,
  maxBytes: 2 ** 20,
  maxExpansion: 100,
  maxRedirects: 10,
  allowAddresses: [],
  endpoints: {},
};

export interface CrawlOptions {
  settings?: Partial<CollectSettings>;
  tuning?: Partial<CollectorTuning>;
  http?: OutgoingOptions;
  archiveFolder?: string;
  writerId?: string;
  more?: Partial<CollectorOptions>;
}

/** A real collector with real parts, its archive in a fresh folder; only waits are shortened. */
export function buildCollector(
  db: Db,
  options: CrawlOptions = {},
): { collector: Collector; archive: string; close: () => Promise<void> } {
  const archive = options.archiveFolder ?? join(mkdtempSync(join(tmpdir(), "naru-crawl-")), "archive");
  mkdirSync(archive, { recursive: true });
  const settings = { ...testSettings, ...options.settings };
  const { timeoutMs, maxBytes } = settings;
  const http = createOutgoingHttp({ timeoutMs, maxBytes, ...options.http });
  const collector = createCollector({
    db,
    archive: { folder: archive },
    name: options.writerId ?? "test",
    reader: pageReader,
    http,
    settings,
    log: createLog(process.env.NARU_TEST_LOG ?? "silent"),
    onDocuments: async () => {},
    tuning: { retryScale: 0.02, pollMs: 50, commitDelayMs: 10, ...options.tuning },
    ...options.more,
  });
  return { collector, archive, close: () => http.close() };
}

/** Runs one collection to its end. The private addresses of the seeds are allowed, as on the command line. */
export async function crawl(
  db: Db,
  request: Partial<CollectionInput> & { urls: string[] },
  options: CrawlOptions = {},
): Promise<{ view: CollectionView; archive: string }> {
  const built = buildCollector(db, options);
  const allowAddresses = request.allowAddresses ?? request.urls.map((url) => new URL(url).host);
  const id = await createCollection(db, { depth: 10, ...request, allowAddresses });
  const stop = new AbortController();
  const running = built.collector.run(stop.signal);
  try {
    const view = await Promise.race([untilEnded(db, id), running.then(() => untilEnded(db, id))]);
    return { view, archive: built.archive };
  } finally {
    stop.abort();
    await running;
    await built.close();
  }
}

export async function untilEnded(db: Db, id: number, timeoutMs = 60_000): Promise<CollectionView> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const view = await loadCollection(db, id);
    if (view.status === "done") await expectTrueCounts(db, id);
    if (view.status !== "running") return view;
    if (Date.now() > end) throw new Error(`Collection ${id} did not end: ${JSON.stringify(view.progress)}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** The counters beside a collection say what its frontier says. */
async function expectTrueCounts(db: Db, id: number): Promise<void> {
  const { found, done, failed, skipped, reasons } = await db
    .selectFrom("collections")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const rows = await db.selectFrom("frontier").select(["state", "reason"]).where("collection_id", "=", id).execute();
  const count = (state: string) => rows.filter((row) => row.state === state).length;
  const ended = rows.filter(({ state, reason }) => reason !== null && (state === "failed" || state === "skipped"));
  expect({ found, done, failed, skipped, reasons }).toEqual({
    found: rows.length,
    done: count("done"),
    failed: count("failed"),
    skipped: count("skipped"),
    reasons: Object.fromEntries(
      Object.entries(Object.groupBy(ended, ({ reason }) => reason ?? "")).map(([reason, of]) => [reason, of?.length]),
    ),
  });
}

/** Frontier of a collection by path, for expectations. */
export async function rowsOf(db: Db, id: number) {
  const rows = await db.selectFrom("frontier").selectAll().where("collection_id", "=", id).orderBy("id").execute();
  return Object.fromEntries(
    rows.map((row) => {
      const url = new URL(row.url);
      return [`${url.pathname}${url.search}`, row];
    }),
  );
}
