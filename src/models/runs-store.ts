import { randomBytes } from "node:crypto";
import { sha256Hex } from "../lib/hash.ts";
import type { BlobStore } from "../platform/blob/blob-store.ts";
import type { Db } from "../platform/db/database.ts";
import { inTransaction } from "./in-transaction.ts";

export interface NewRun {
  experiment: string;
  name: string;
  trainer: string;
  dataset: string;
  datasetVersion: string;
  params: Record<string, string | number | boolean>;
  /** Versions and machine that the run came about on, and tags. */
  environment: Record<string, unknown>;
  startedAt: Date;
}

/** Opens a run with its parameters; returns its id, 32 hex digits. */
export async function startRun(db: Db, run: NewRun): Promise<string> {
  const id = randomBytes(16).toString("hex");
  await inTransaction(db, async (trx) => {
    await trx
      .insertInto("experiments")
      .values({ name: run.experiment })
      .onConflict((conflict) => conflict.column("name").doNothing())
      .execute();
    const experiment = await trx
      .selectFrom("experiments")
      .select("id")
      .where("name", "=", run.experiment)
      .executeTakeFirstOrThrow();
    await trx
      .insertInto("runs")
      .values({
        id,
        experiment_id: experiment.id,
        name: run.name,
        status: "running",
        trainer: run.trainer,
        dataset: run.dataset,
        dataset_version: run.datasetVersion,
        environment: JSON.stringify(run.environment),
        started_at: run.startedAt,
      })
      .execute();
    const params = Object.entries(run.params).map(([key, value]) => ({ run_id: id, key, value: String(value) }));
    if (params.length > 0) await trx.insertInto("run_params").values(params).execute();
  });
  return id;
}

/** Writes metrics of one step; figures that are not finite are left out, since JSON and charts cannot hold them. */
export async function logMetrics(
  db: Db,
  runId: string,
  step: number,
  metrics: Record<string, number>,
  at: Date,
): Promise<void> {
  const rows = Object.entries(metrics)
    .filter(([, value]) => Number.isFinite(value))
    .map(([key, value]) => ({ run_id: runId, key, step, value, at }));
  if (rows.length === 0) return;
  await db
    .insertInto("run_metrics")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["run_id", "key", "step"]).doUpdateSet((row) => ({ value: row.ref("excluded.value"), at })),
    )
    .execute();
}

/** Keeps a file of the run in the blob store; returns its key there. `path` is relative, `/`-separated. */
export async function saveArtifact(
  db: Db,
  blobs: BlobStore,
  runId: string,
  path: string,
  bytes: Uint8Array,
): Promise<string> {
  const key = `runs/${runId}/${path}`;
  await blobs.put(key, bytes);
  const row = { blob_key: key, bytes: bytes.byteLength, digest: sha256Hex(bytes) };
  await db
    .insertInto("run_artifacts")
    .values({ run_id: runId, path, ...row })
    .onConflict((conflict) => conflict.columns(["run_id", "path"]).doUpdateSet(row))
    .execute();
  return key;
}

export async function finishRun(
  db: Db,
  runId: string,
  end: { status: "finished" | "failed" | "killed"; at: Date; error?: string },
): Promise<void> {
  await db
    .updateTable("runs")
    .set({ status: end.status, finished_at: end.at, error_message: end.error ?? null })
    .where("id", "=", runId)
    .execute();
}

/** Marks runs that no process works on any more as killed; only for who knows to be alone on the database. */
export async function endLostRuns(db: Db, at: Date): Promise<void> {
  await db
    .updateTable("runs")
    .set({ status: "killed", finished_at: at, error_message: "naru ended while it trained." })
    .where("status", "=", "running")
    .execute();
}
