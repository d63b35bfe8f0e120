import { parentPort, workerData } from "node:worker_threads";
import { NaruError } from "../platform/errors.ts";
import type { Dataset, DatasetVersion } from "./datasets/dataset.ts";
import { openDataset } from "./datasets/registry.ts";
import { evaluateModel, type ModelEvaluation } from "./evaluation/evaluate-model.ts";
import { loadTrainer } from "./trainers/registry.ts";

/** What the thread is told once, when it starts. */
export interface TrainingSetup {
  dataset: string;
  datasetSettings: Record<string, unknown>;
  datasetFolder: string;
  online: boolean;
  trainer: string;
  parameters: Record<string, string | number | boolean>;
}

export interface OpenedDataset {
  id: string;
  version: DatasetVersion;
}

/** What training leaves: the file, and how it did on the test split. */
export interface JudgedModel extends ModelEvaluation {
  engine: string;
  file: Uint8Array;
  trainSeconds: number;
}

/** Where the thread is. */
export interface ThreadProgress {
  stage: "read" | "epoch" | "evaluate";
  count: number;
  total: number | null;
}

/** A named error on its way between threads; `code` null for our own bugs. */
export interface ThreadError {
  code: string | null;
  message: string;
  next: string | null;
  field: string | null;
  status: number;
  exit: number;
}

export type ToThread = { kind: "open" } | { kind: "train" } | { kind: "downloaded"; error: ThreadError | null };

export type FromThread =
  | { kind: "opened"; dataset: OpenedDataset }
  | { kind: "trained"; model: JudgedModel }
  | { kind: "failed"; error: ThreadError }
  | { kind: "progress"; progress: ThreadProgress }
  | { kind: "metrics"; step: number; metrics: Record<string, number> }
  | { kind: "download"; url: string; file: string; maxBytes: number };

/** The error as plain data, since a class does not survive the way. */
export function packError(error: unknown): ThreadError {
  if (error instanceof NaruError) {
    const { code, message, next, field, status, exit } = error;
    return { code, message, next, field, status, exit };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: null, message, next: null, field: null, status: 500, exit: 1 };
}

export function unpackError({ code, message, next, field, status, exit }: ThreadError): Error {
  if (code === null) return new Error(message);
  return new NaruError(code, message, {
    status,
    exit: exit as NaruError["exit"],
    ...(next === null ? {} : { next }),
    ...(field === null ? {} : { field }),
  });
}

const port = parentPort;
if (port !== null) listen(port, workerData as TrainingSetup);

function listen(port: NonNullable<typeof parentPort>, setup: TrainingSetup): void {
  const tell = (message: FromThread) => port.postMessage(message);
  let dataset: Dataset | null = null;
  let downloaded = Promise.withResolvers<void>();

  const open = async () => {
    dataset = await openDataset(setup.dataset, setup.datasetSettings, {
      folder: setup.datasetFolder,
      download: setup.online
        ? (url, file, { maxBytes }) => {
            downloaded = Promise.withResolvers<void>();
            tell({ kind: "download", url, file, maxBytes });
            return downloaded.promise;
          }
        : null,
    });
    tell({ kind: "opened", dataset: { id: dataset.id, version: dataset.version } });
  };

  const train = async () => {
    if (dataset === null) throw new Error("no data set was opened");
    const { rows } = dataset.version;
    const began = performance.now();
    const { engine, file, model } = await loadTrainer(setup.trainer).train(dataset.read("train"), setup.parameters, {
      onProgress: ({ stage, count, total }) =>
        tell({ kind: "progress", progress: { stage, count, total: stage === "read" ? rows.train : total } }),
      onMetrics: (step, metrics) => tell({ kind: "metrics", step, metrics }),
    });
    const trainSeconds = (performance.now() - began) / 1000;
    tell({ kind: "progress", progress: { stage: "evaluate", count: 0, total: rows.test } });
    const judged = await evaluateModel(model, dataset.read("test"));
    tell({ kind: "trained", model: { engine, file, trainSeconds, ...judged } });
  };

  port.on("message", (message: ToThread) => {
    if (message.kind === "downloaded") {
      if (message.error === null) downloaded.resolve();
      else downloaded.reject(unpackError(message.error));
      return;
    }
    (message.kind === "open" ? open() : train()).catch((error) => tell({ kind: "failed", error: packError(error) }));
  });
}
