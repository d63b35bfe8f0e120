import type { Transaction } from "kysely";
import type { SharedArchive } from "../archive/index.ts";
import { createItemReader } from "../collect/index.ts";
import type {
  CheckReport,
  CheckRequest,
  ImportReport,
  ImportRequest,
  OperationProgress,
  RefineReport,
  RefineRequest,
  TrainReport,
  TrainRequest,
} from "../contracts/index.ts";
import type { Clock } from "../lib/clock.ts";
import { parseSettings, trainModel } from "../models/index.ts";
import type { BlobStore } from "../platform/blob/blob-store.ts";
import type { Settings } from "../platform/config/settings.ts";
import type { DataFolder } from "../platform/data-folder/data-folder.ts";
import type { DiskWatch } from "../platform/data-folder/disk-watch.ts";
import type { Db } from "../platform/db/database.ts";
import type { Schema } from "../platform/db/schema.ts";
import { ConflictError } from "../platform/errors.ts";
import type { Log } from "../platform/log.ts";
import type { Queue } from "../platform/queue/queue.ts";
import { type DocumentChange, refineAgain } from "../refine/index.ts";
import { checkOperation } from "./check-operation.ts";
import { download } from "./download.ts";
import { importOperation } from "./import-operation.ts";

export type OnProgress = (progress: OperationProgress) => void;

/** Long work that a person starts by hand and waits for. */
export interface Operations {
  import(request: ImportRequest, onProgress: OnProgress, signal: AbortSignal): Promise<ImportReport>;
  refine(request: RefineRequest, onProgress: OnProgress, signal: AbortSignal): Promise<RefineReport>;
  train(request: TrainRequest, onProgress: OnProgress, signal: AbortSignal): Promise<TrainReport>;
  check(request: CheckRequest, onProgress: OnProgress, signal: AbortSignal): Promise<CheckReport>;
}

export interface OperationParts {
  db: Db;
  blobs: BlobStore;
  queue: Queue;
  folder: DataFolder;
  disk: DiskWatch;
  /** Null where machines share no bucket. */
  shared: SharedArchive | null;
  settings: Settings;
  clock: Clock;
  log: Log;
}

const maxChangesTold = 1000;

export function createOperations(parts: OperationParts): Operations {
  const { db, blobs, queue, folder, shared, settings, clock } = parts;
  let training = false;
  const train: Operations["train"] = async (request, onProgress, signal) => {
    const began = clock.now();
    const report = await trainModel(
      { db, blobs, clock, datasetFolder: folder.datasets, download },
      {
        dataset: request.dataset,
        trainer: request.trainer,
        settings: parseSettings(Object.entries(request.set).map(([key, value]) => `${key}=${value}`)),
        register: request.register,
        registerThreshold: settings.training.registerThreshold,
        onProgress: ({ stage, count, total }) =>
          onProgress({
            message:
              total === null || total <= 1
                ? stages[stage]
                : `${stages[stage]} · ${count.toLocaleString("en")} of ${total.toLocaleString("en")}`,
            done: count,
            total,
          }),
        signal,
      },
    );
    return {
      runId: report.runId,
      metrics: report.metrics,
      registered:
        report.version === null
          ? null
          : { name: report.version.name, version: report.version.version, aliases: report.version.aliases },
      notRegistered: report.notRegistered === null ? null : reasons[report.notRegistered],
      seconds: (clock.now() - began) / 1000,
    };
  };
  return {
    import: (request, onProgress, signal) => importOperation(parts, request, onProgress, signal),
    check: (request, onProgress) => checkOperation(parts, request, onProgress),
    refine: async (request, onProgress, signal) => {
      const changes: DocumentChange[] = [];
      const report = await refineAgain({
        db,
        archiveFolder: folder.archive,
        shared,
        sourceId: request.source,
        since: request.since === undefined ? undefined : new Date(`${request.since}T00:00:00+09:00`),
        dryRun: request.dryRun,
        signal,
        ...(request.diff
          ? { onChange: (change: DocumentChange) => void (changes.length < maxChangesTold && changes.push(change)) }
          : {}),
        readItems: createItemReader(db, settings.collect.endpoints),
        onWritten: (trx, ids) => queue.send("refine", { documentIds: [...ids] }, trx as Transaction<Schema>),
        onProgress: ({ read, changed, added }) =>
          onProgress({
            message: `${read} captures read again · ${changed} changed · ${added} new`,
            done: read,
            total: null,
          }),
      });
      const { read: captures, unchanged, changed, added, failed, failures } = report;
      return {
        captures,
        unchanged,
        changed,
        added,
        failed,
        dryRun: request.dryRun,
        failures,
        changes: changes.map(({ url, fields }) => ({
          url,
          fields: fields.map(({ field, before, after }) => ({ field, before: asText(before), after: asText(after) })),
        })),
      };
    },
    train: async (request, onProgress, signal) => {
      // Each takes a core and up to 2 GB.
      if (training) {
        throw new ConflictError("training_under_way", "naru trains one model at a time, and one is being trained.", {
          next: "Wait until it is done, or stop it where it was started.",
        });
      }
      training = true;
      return train(request, onProgress, signal).finally(() => {
        training = false;
      });
    },
  };
}

const stages = {
  dataset: "Opening the data set",
  read: "Reading texts",
  epoch: "Learning, epochs",
  evaluate: "Judging the model by the test set",
  register: "Registering the model",
} as const;

const reasons = {
  below_threshold: "its F1 is below training.registerThreshold.",
  not_wanted: "it was not asked for (--register).",
} as const;

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
