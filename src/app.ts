import { hostname } from "node:os";
import { join } from "node:path";
import type { ApiServices } from "./api/index.ts";
import { createOperations, type Operations } from "./app/operations.ts";
import { createServices } from "./app/services.ts";
import { startUpkeep } from "./app/upkeep.ts";
import { createCollector } from "./collect/index.ts";
import { startStages } from "./flow/index.ts";
import { systemClock } from "./lib/clock.ts";
import { createPredictor, registerShippedModel } from "./models/index.ts";
import { FolderBlobStore } from "./platform/blob/folder-blob-store.ts";
import type { RoleName, Settings } from "./platform/config/settings.ts";
import { type DataFolder, openDataFolder } from "./platform/data-folder/data-folder.ts";
import { type FolderLock, lockFolder } from "./platform/data-folder/folder-lock.ts";
import { type Database, openDatabase } from "./platform/db/database.ts";
import { createOutgoingHttp } from "./platform/http-out/index.ts";
import type { Log } from "./platform/log.ts";
import { openQueue, type Queue } from "./platform/queue/queue.ts";
import { pageReader, refineDocuments } from "./refine/index.ts";
import { createUnderstandPool, readOwnWords, understandDocuments } from "./understand/index.ts";

/** One installation, opened: everything wired, nothing running until roles start. */
export interface App {
  settings: Settings;
  folder: DataFolder;
  database: Database;
  log: Log;
  services: ApiServices;
  operations: Operations;
  /** Null on a PostgreSQL server, where several processes may share a folder. */
  lock: FolderLock | null;
  /** Starts what works in the background; `api` is the server's business and is ignored here. */
  startRoles(roles: readonly RoleName[]): Promise<void>;
  /** Resolves when a background role dies of a bug. */
  failed: Promise<unknown>;
  /** Finishes the work in hand and closes everything; calling it twice is safe. */
  stop(): Promise<void>;
}

/** @throws ConflictError `data_folder_in_use`, NaruError `data_folder_unwritable`, UnavailableError `database_unreachable`. */
export async function openApp(settings: Settings, { log }: { log: Log }): Promise<App> {
  const folder = openDataFolder(settings.data);
  const { url } = settings.database;
  const lock = url === null ? lockFolder(folder.root) : null;
  let database: Database | null = null;
  try {
    database = await openDatabase(
      url === null ? { kind: "embedded", folder: folder.database } : { kind: "server", url },
    );
    const queue = await openQueue(database, log);
    await registerShippedModel(database.db);
    return assemble({ settings, folder, database, queue, lock, log });
  } catch (error) {
    await database?.close();
    lock?.release();
    throw error;
  }
}

interface Opened {
  settings: Settings;
  folder: DataFolder;
  database: Database;
  queue: Queue;
  lock: FolderLock | null;
  log: Log;
}

function assemble({ settings, folder, database, queue, lock, log }: Opened): App {
  const { db } = database;
  const clock = systemClock;
  const blobs = new FolderBlobStore(folder.blobs);
  const predictor = createPredictor({ db, blobs });
  const writerId = settings.collect.name ?? (url(settings) === null ? "main" : hostname().replaceAll(/[^\w.-]/g, "-"));
  const stopping = new AbortController();
  const running: Promise<unknown>[] = [];
  const { promise: failed, resolve: fail } = Promise.withResolvers<unknown>();
  let wakeCollector = () => {};

  const startCollector = () => {
    const http = createOutgoingHttp({ timeoutMs: settings.collect.timeoutMs, maxBytes: settings.collect.maxBytes });
    const collector = createCollector({
      db,
      archive: { folder: folder.archive, writerId },
      reader: pageReader,
      http,
      settings: settings.collect,
      log,
      onDocuments: (trx, ids) => queue.send("refine", { documentIds: [...ids] }, trx),
    });
    wakeCollector = () => collector.wake();
    running.push(
      (async () => {
        try {
          await collector.run(stopping.signal);
        } finally {
          await http.close();
        }
      })().catch((error: unknown) => fail(error)),
    );
  };

  const startWorker = async () => {
    const pool = createUnderstandPool({
      idleMs: settings.understand.idleMs,
      neutralBand: settings.understand.neutralBand,
      words: readOwnWords(join(folder.root, "words.tsv")),
    });
    await startStages(
      queue,
      {
        refine: (ids) => refineDocuments(db, ids),
        understand: async (ids) => {
          const model = await predictor.resolve(settings.understand.sentiment);
          const report = await understandDocuments(db, pool, model, ids);
          if (report.failed.length > 0)
            log.warn({ documents: report.failed }, "Some documents could not be understood.");
        },
      },
      log,
    );
    stopping.signal.addEventListener("abort", () => running.push(queue.stop().then(() => pool.close())), {
      once: true,
    });
  };

  const services = createServices({
    database,
    archiveFolder: folder.archive,
    predictor,
    clock,
    wakeCollector: () => wakeCollector(),
    env: process.env,
  });
  let stopped: Promise<void> | null = null;
  const stop = async () => {
    stopping.abort();
    await Promise.all(running);
    await queue.stop();
    await database.close();
    lock?.release();
  };
  return {
    settings,
    folder,
    database,
    log,
    services,
    operations: createOperations({ db, blobs, queue, folder, settings, clock }),
    lock,
    failed,
    startRoles: async (roles) => {
      if (roles.includes("collector")) startCollector();
      if (roles.includes("worker")) await startWorker();
      if (roles.includes("scheduler"))
        running.push(startUpkeep({ database, log, signal: stopping.signal }).catch(fail));
    },
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

function url(settings: Settings): string | null {
  return settings.database.url;
}
