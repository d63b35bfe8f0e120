import { arch, availableParallelism, platform, release, totalmem } from "node:os";
import { z } from "zod";
import type { Clock } from "../lib/clock.ts";
import { naruVersion } from "../lib/version.ts";
import type { BlobStore } from "../platform/blob/blob-store.ts";
import type { Db } from "../platform/db/database.ts";
import { InvalidInputError } from "../platform/errors.ts";
import { type Download, versionName } from "./datasets/dataset.ts";
import { loadDatasetKind } from "./datasets/registry.ts";
import { headlineMetrics } from "./evaluation/headline.ts";
import { type OpenTraining, openTraining } from "./open-training.ts";
import { type RegisteredVersion, registerVersion } from "./registry-store.ts";
import { finishRun, logMetrics, saveArtifact, startRun } from "./runs-store.ts";
import { loadTrainer } from "./trainers/registry.ts";
import type { Trainer } from "./trainers/trainer.ts";
import { dealSettings } from "./training-settings.ts";
import type { JudgedModel, OpenedDataset } from "./training-thread.ts";

export interface TrainingProgress {
  stage: "dataset" | "read" | "epoch" | "evaluate" | "register";
  count: number;
  /** Null while it is not known. */
  total: number | null;
}

export interface TrainingOptions {
  dataset: string;
  trainer: string;
  /** What `--set key=value` gives: options of the data set and parameters of the trainer together. */
  settings: Record<string, unknown>;
  /** Name in the registry; default `<task>-ko`. */
  model?: string;
  /** Whether to register when F1 reaches the threshold; a function is asked with the figures at hand. */
  register: boolean | ((metrics: Record<string, number>) => Promise<boolean>);
  /** F1 of the positive class on the test split, 0–1. */
  registerThreshold: number;
  onProgress?(progress: TrainingProgress): void;
  signal?: AbortSignal;
}

export interface TrainingParts {
  db: Db;
  blobs: BlobStore;
  clock: Clock;
  /** Folder that downloaded data sets are kept in. */
  datasetFolder: string;
  /** Null where there is no network. */
  download: Download | null;
}

export interface TrainingReport {
  runId: string;
  dataset: { id: string; version: string; badRows: number };
  /** On the test split, by the stored file. */
  metrics: Record<string, number>;
  trainSeconds: number;
  modelBytes: number;
  /** Null when it was not registered; `notRegistered` says why. */
  version: RegisteredVersion | null;
  notRegistered: "below_threshold" | "not_wanted" | null;
}

/**
 * The whole of `naru train`: open the data, train, judge on the test split, keep run, metrics by epoch and artifacts, and
 * register. A failure or an abort leaves the run behind as failed or killed, with its reason.
 */
export async function trainModel(parts: TrainingParts, options: TrainingOptions): Promise<TrainingReport> {
  const { db, clock } = parts;
  const trainer = loadTrainer(options.trainer);
  const kind = loadDatasetKind(options.dataset);
  const dealt = dealSettings(options.settings, kind.options, trainer.parameters);
  const parameters = parseParameters(trainer, dealt.trainer);
  options.onProgress?.({ stage: "dataset", count: 0, total: null });
  const training = openTraining(
    {
      dataset: options.dataset,
      datasetSettings: dealt.dataset,
      datasetFolder: parts.datasetFolder,
      trainer: trainer.id,
      parameters,
    },
    {
      download: parts.download,
      onProgress: (progress) => options.onProgress?.(progress),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    },
  );
  try {
    const dataset = await training.openDataset();
    const model = options.model ?? `${trainer.task}-ko`;
    const runId = await startRun(db, {
      experiment: model,
      name: `${trainer.id} on ${dataset.id}`,
      trainer: trainer.id,
      dataset: dataset.id,
      datasetVersion: versionName(dataset.version),
      params: parameters,
      environment: environment(),
      startedAt: new Date(clock.now()),
    });
    return await trainIntoRun(parts, options, { runId, model, task: trainer.task, dataset, training });
  } finally {
    await training.close();
  }
}

interface OpenRun {
  runId: string;
  model: string;
  task: string;
  dataset: OpenedDataset;
  training: OpenTraining;
}

async function trainIntoRun(parts: TrainingParts, options: TrainingOptions, run: OpenRun): Promise<TrainingReport> {
  const { db, clock } = parts;
  const now = () => new Date(clock.now());
  try {
    const trained = await run.training.train((step, metrics) => logMetrics(db, run.runId, step, metrics, now()));
    const report = await keepResults(parts, options, run, trained);
    await finishRun(db, run.runId, { status: "finished", at: now() });
    return report;
  } catch (error) {
    const status = options.signal?.aborted === true ? "killed" : "failed";
    const message = error instanceof Error ? error.message : String(error);
    // A database that is away must not hide why the training ended.
    await finishRun(db, run.runId, { status, at: now(), error: message }).catch(() => {});
    throw error;
  }
}

async function keepResults(
  { db, blobs, clock }: TrainingParts,
  options: TrainingOptions,
  { runId, dataset, model, task }: OpenRun,
  { engine, file, trainSeconds, evaluation, errors }: JudgedModel,
): Promise<TrainingReport> {
  const metrics = headlineMetrics(evaluation);
  const prefixed = Object.fromEntries(Object.entries(metrics).map(([key, value]) => [`test.${key}`, value]));
  const figures = { ...prefixed, trainSeconds, modelBytes: file.byteLength };
  await logMetrics(db, runId, 0, figures, new Date(clock.now()));
  const source = await saveArtifact(db, blobs, runId, "model.naru", file);
  for (const [path, content] of [
    ["confusion-matrix.json", evaluation.confusion],
    ["calibration.json", { ece: evaluation.ece, bins: evaluation.bins }],
    ["error-samples.json", errors],
  ] as const) {
    await saveArtifact(db, blobs, runId, path, Buffer.from(JSON.stringify(content, null, 2)));
  }
  const report = {
    runId,
    dataset: { id: dataset.id, version: versionName(dataset.version), badRows: dataset.version.badRows },
    metrics,
    trainSeconds,
    modelBytes: file.byteLength,
  };
  if (evaluation.f1 < options.registerThreshold) return { ...report, version: null, notRegistered: "below_threshold" };
  const wanted = typeof options.register === "function" ? await options.register(metrics) : options.register;
  if (!wanted) return { ...report, version: null, notRegistered: "not_wanted" };
  options.onProgress?.({ stage: "register", count: 0, total: 1 });
  const version = await registerVersion(db, {
    name: model,
    task,
    description: null,
    runId,
    source,
    engine,
    metrics,
  });
  return { ...report, version, notRegistered: null };
}

function parseParameters(trainer: Trainer, given: Record<string, unknown>): Record<string, string | number | boolean> {
  const parameters = trainer.parameters.safeParse(given);
  if (parameters.success) return parameters.data as Record<string, string | number | boolean>;
  throw new InvalidInputError("training_parameter", z.prettifyError(parameters.error), {
    field: parameters.error.issues[0]?.path.join(".") || "set",
    cause: parameters.error,
  });
}

function environment(): Record<string, unknown> {
  return {
    naru: naruVersion,
    node: process.version,
    os: `${platform()} ${release()} ${arch()}`,
    cores: availableParallelism(),
    memoryBytes: totalmem(),
  };
}
