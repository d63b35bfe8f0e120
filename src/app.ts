import { join } from "node:path";
import type { ApiServices } from "./api/index.ts";
import { heedDisk } from "./app/disk-alert.ts";
import { createOperations, type Operations } from "./app/operations.ts";
import { createServices } from "./app/services.ts";
import { openBlobs, openBucket } from "./app/shared-storage.ts";
import { closeStorage, type Storage } from "./app/storage.ts";
import { startUpkeep } from "./app/upkeep.ts";
import { SharedArchive } from "./archive/index.ts";
import {
  createCollector,
  createRenderer,
  loadSecretKey,
  openSession,
  type SecretKey,
  userAgent,
} from "./collect/index.ts";
import { readAtOnce, startStages, startSweep } from "./flow/index.ts";
import { startFolding } from "./insight/index.ts";
import { systemClock } from "./lib/clock.ts";
import { createPredictor, endLostRuns, loadVersion, registerShippedModel } from "./models/index.ts";
import type { RoleName } from "./platform/config/roles.ts";
import type { Settings } from "./platform/config/settings.ts";
import type { DataFolder } from "./platform/data-folder/data-folder.ts";
import type { FolderLock } from "./platform/data-folder/folder-lock.ts";
import type { Database } from "./platform/db/database.ts";
import { createOutgoingHttp } from "./platform/http-out/index.ts";
import type { Log } from "./platform/log.ts";
import { pageReader } from "./refine/index.ts";
import { createUnderstandPool, readOwnWords, understandDocuments } from "./understand/index.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** One installation, opened: everything wired, nothing running until roles start. */
export interface App {
  settings: Settings;
  folder: DataFolder;
  database: Database;
  log: Log;
  services: ApiServices;
  operations: Operations;
  /** Null where several processes may share the folder. */
  lock: FolderLock | null;
  /** Starts what works in the background; `api` is the server's business and is ignored here. */
  startRoles(roles: readonly RoleName[]): Promise<void>;
  /** Resolves when a background role dies of a bug. */
  failed: Promise<unknown>;
  /** Resolves when the collector has ended because somebody asked it to. */
  drained: Promise<void>;
  /** Finishes the work in hand and closes everything; calling it twice is safe. */
  stop(): Promise<void>;
}

/** Wires everything to storage that is open or on the way; closes it again when that fails. `env` is where sources find their keys. */
export async function openApp(
  settings: Settings,
  log: Log,
  opening: Promise<Storage>,
  env: Environment = process.env,
): Promise<App> {
  const storage = await opening;
  try {
    const { db, can } = storage.database;
    await registerShippedModel(db);
    if (!can.manyProcesses) await endLostRuns(db, new Date(systemClock.now()));
    return assemble(settings, log, storage, env);
  } catch (error) {
    await closeStorage(storage);
    throw error;
  }
}

function assemble(settings: Settings, log: Log, storage: Storage, env: Environment): App {
  const { folder, database, queue, disk, lock } = storage;
  const { db } = database;
  const clock = systemClock;
  const bucket = openBucket(settings, env);
  const shared = bucket === null ? null : new SharedArchive({ db, bucket, times: settings.s3 });
  const blobs = openBlobs(folder, bucket);
  const predictor = createPredictor({ findVersion: (name, choice) => loadVersion(db, name, choice), blobs });
  const stopping = new AbortController();
  const running: Promise<unknown>[] = [];
  const { promise: failed, resolve: fail } = Promise.withResolvers<unknown>();
  const { promise: drained, resolve: drain } = Promise.withResolvers<void>();
  let wakeCollector = () => {};
  let closePool = async () => {};

  const secretKey: SecretKey = (make) => loadSecretKey(folder.root, process.env, make);
  const startCollector = () => {
    const http = createOutgoingHttp({ timeoutMs: settings.collect.timeoutMs, maxBytes: settings.collect.maxBytes });
    const { browser: path, browserPages: pages, browserTimeoutMs } = settings.collect;
    const renderer = createRenderer({
      path,
      pages,
      timeoutMs: browserTimeoutMs,
      maxBytes: settings.collect.maxBytes,
      userAgent: userAgent(settings.collect.contact),
      log,
    });
    const collector = createCollector({
      db,
      logFolder: folder.logs,
      archive: { folder: folder.archive, shared },
      // The embedded database serves one process, so its one collector needs no number.
      name: settings.collect.name ?? (database.can.manyProcesses ? null : "main"),
      alone: !database.can.manyProcesses,
      reader: pageReader,
      http,
      renderer,
      openSession: (name) => openSession(db, secretKey, name),
      settings: settings.collect,
      backlog: settings.collect.backlog,
      disk,
      log,
      env,
      onDocuments: (trx, ids) => queue.send("refine", { documentIds: [...ids] }, trx),
    });
    wakeCollector = () => collector.wake();
    running.push(
      (async () => {
        try {
          await collector.run(stopping.signal);
          drain();
        } finally {
          await Promise.all([http.close(), renderer.close()]);
        }
      })().catch((error: unknown) => fail(error)),
    );
  };

  const startWorker = async () => {
    const pool = createUnderstandPool({
      ...(settings.understand.threads > 0 ? { threads: settings.understand.threads } : {}),
      idleMs: settings.understand.idleMs,
      neutralBand: settings.understand.neutralBand,
      words: readOwnWords(join(folder.root, "words.tsv")),
    });
    closePool = () => pool.close();
    await startStages(
      queue,
      {
        refine: (ids) => readAtOnce({ db, pool, model: () => predictor.resolve(settings.understand.sentiment) }, ids),
        understand: async (ids) => {
          const model = await predictor.resolve(settings.understand.sentiment);
          const report = await understandDocuments(db, pool, model, ids);
          if (report.failed.length > 0)
            log.warn({ documents: report.failed }, "Some documents could not be understood.");
        },
      },
      log,
    );
  };

  const services = createServices({
    database,
    disk,
    archiveFolder: folder.archive,
    shared,
    folders: { dataFolder: folder.root, logFolder: folder.logs },
    predictor,
    clock,
    wakeCollector: () => wakeCollector(),
    env,
    endpoints: settings.collect.endpoints,
  });
  heedDisk(disk, { db, queue, log });
  let stopped: Promise<void> | null = null;
  const stop = async () => {
    stopping.abort();
    // The thread that reads texts goes after the jobs that need it.
    const stages = queue.stop().finally(closePool);
    try {
      await Promise.all([stages, ...running]);
    } finally {
      await bucket?.close();
      await closeStorage(storage);
    }
  };
  return {
    settings,
    folder,
    database,
    log,
    services,
    operations: createOperations({ db, blobs, queue, folder, disk, shared, settings, clock, log }),
    lock,
    failed,
    drained,
    startRoles: async (roles) => {
      if (roles.includes("collector")) startCollector();
      if (roles.includes("worker")) await startWorker();
      if (roles.includes("scheduler")) {
        const { signal } = stopping;
        running.push(
          startUpkeep({ database, log, signal }).catch(fail),
          startSweep({ db, queue, log, signal }).catch(fail),
          startFolding({ database, log, signal }).catch(fail),
        );
      }
    },
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
