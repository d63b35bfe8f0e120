import { arch, availableParallelism, platform, release, totalmem } from "node:os";
import { z } from "zod";
import type { Clock } from "../lib/clock.ts";
import { naruVersion } from "../lib/version.ts";
import type { BlobStore } from "../platform/blob/blob-store.ts";
import type { Db } from "../platform/db/database.ts";
import { InvalidInputError } from "../platform/errors.ts";
import { type Dataset, type Download, versionName } from "./datasets/dataset.ts";
import { loadDatasetKind, openDataset } from "./datasets/registry.ts";
import { evaluateModel } from "./evaluation/evaluate-model.ts";
import { headlineMetrics } from "./evaluation/headline.ts";
import { type RegisteredVersion, registerVersion } from "./registry-store.ts";
import { finishRun, logMetrics, saveArtifact, startRun } from "./runs-store.ts";
import { loadTrainer } from "./trainers/registry.ts";
import type { Trainer } from "./trainers/trainer.ts";
import { dealSettings } from "./training-settings.ts";

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
  const dataset = await openDataset(options.dataset, dealt.dataset, {
    folder: parts.datasetFolder,
    download: parts.download,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
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
  try {
    const report = await trainIntoRun(parts, options, { runId, model, trainer, parameters, dataset });
    await finishRun(db, runId, { status: "finished", at: new Date(clock.now()) });
    return report;
  } catch (error) {
    const status = options.signal?.aborted === true ? "killed" : "failed";
    const message = error instanceof Error ? error.message : String(error);
    await finishRun(db, runId, { status, at: new Date(clock.now()), error: message });
    throw error;
  }
}

interface OpenRun {
  runId: string;
  model: string;
  trainer: Trainer;
  parameters: Record<string, string | number | boolean>;
  dataset: Dataset;
}

async function trainIntoRun(parts: TrainingParts, options: TrainingOptions, run: OpenRun): Promise<TrainingReport> {
  const { db, blobs, clock } = parts;
  const { runId, trainer, dataset } = run;
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const now = () => new Date(clock.now());
  const began = performance.now();
  const trained = await trainer.train(dataset.read("train"), run.parameters, {
    onProgress: ({ stage, count, total }) =>
      options.onProgress?.({ stage, count, total: stage === "read" ? dataset.version.rows.train : total }),
    onMetrics: (step, metrics) => logMetrics(db, runId, step, metrics, now()),
    ...signal,
  });
  const trainSeconds = (performance.now() - began) / 1000;
  options.onProgress?.({ stage: "evaluate", count: 0, total: dataset.version.rows.test });
  const { evaluation, errors } = await evaluateModel(trained.model, dataset.read("test"), options.signal);
  const metrics = headlineMetrics(evaluation);
  const prefixed = Object.fromEntries(Object.entries(metrics).map(([key, value]) => [`test.${key}`, value]));
  await logMetrics(db, runId, 0, { ...prefixed, trainSeconds, modelBytes: trained.file.byteLength }, now());
  const source = await saveArtifact(db, blobs, runId, "model.naru", trained.file);
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
    modelBytes: trained.file.byteLength,
  };
  if (evaluation.f1 < options.registerThreshold) return { ...report, version: null, notRegistered: "below_threshold" };
  const wanted = typeof options.register === "function" ? await options.register(metrics) : options.register;
  if (!wanted) return { ...report, version: null, notRegistered: "not_wanted" };
  options.onProgress?.({ stage: "register", count: 0, total: 1 });
  const version = await registerVersion(db, {
    name: run.model,
    task: trainer.task,
    description: null,
    runId,
    source,
    engine: trained.engine,
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
