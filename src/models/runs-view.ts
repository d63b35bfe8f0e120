import type { Db } from "../platform/db/database.ts";
import { NotFoundError } from "../platform/errors.ts";

export interface RunView {
  id: string;
  experiment: string;
  name: string;
  status: "running" | "finished" | "failed" | "killed";
  trainer: string;
  dataset: string;
  datasetVersion: string;
  startedAt: Date;
  finishedAt: Date | null;
  errorMessage: string | null;
  params: Record<string, string>;
  /** Value at the highest step of each metric. */
  metrics: Record<string, number>;
}

export interface RunDetailView extends RunView {
  environment: Record<string, unknown>;
  history: { key: string; step: number; value: number; at: Date }[];
  artifacts: { path: string; blobKey: string; bytes: number; digest: string }[];
}

/** Runs, newest first, after `before` (start and id of the last one seen). */
export async function listRuns(
  db: Db,
  page: { limit: number; before?: { startedAt: Date; id: string } },
): Promise<RunView[]> {
  let query = runsWithExperiment(db).orderBy("r.started_at", "desc").orderBy("r.id", "desc").limit(page.limit);
  const { before } = page;
  if (before !== undefined) {
    query = query.where((row) =>
      row.or([
        row("r.started_at", "<", before.startedAt),
        row.and([row("r.started_at", "=", before.startedAt), row("r.id", "<", before.id)]),
      ]),
    );
  }
  const rows = await query.execute();
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const params = await db.selectFrom("run_params").selectAll().where("run_id", "in", ids).execute();
  const metrics = await db
    .selectFrom("run_metrics")
    .distinctOn(["run_id", "key"])
    .select(["run_id", "key", "value"])
    .where("run_id", "in", ids)
    .orderBy("run_id")
    .orderBy("key")
    .orderBy("step", "desc")
    .execute();
  return rows.map((row) => ({
    ...viewOf(row),
    params: Object.fromEntries(params.filter((one) => one.run_id === row.id).map(({ key, value }) => [key, value])),
    metrics: Object.fromEntries(metrics.filter((one) => one.run_id === row.id).map(({ key, value }) => [key, value])),
  }));
}

/** NotFoundError `run_not_found`. */
export async function loadRun(db: Db, id: string): Promise<RunDetailView> {
  const row = await runsWithExperiment(db).where("r.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new NotFoundError("run_not_found", `There is no run ${id.slice(0, 64)}.`);
  const params = await db.selectFrom("run_params").select(["key", "value"]).where("run_id", "=", id).execute();
  const history = await db
    .selectFrom("run_metrics")
    .select(["key", "step", "value", "at"])
    .where("run_id", "=", id)
    .orderBy("key")
    .orderBy("step")
    .execute();
  const artifacts = await db
    .selectFrom("run_artifacts")
    .select(["path", "blob_key as blobKey", "bytes", "digest"])
    .where("run_id", "=", id)
    .orderBy("path")
    .execute();
  return {
    ...viewOf(row),
    params: Object.fromEntries(params.map(({ key, value }) => [key, value])),
    metrics: Object.fromEntries(history.map(({ key, value }) => [key, value])),
    environment: row.environment,
    history,
    artifacts,
  };
}

function runsWithExperiment(db: Db) {
  return db
    .selectFrom("runs as r")
    .innerJoin("experiments as e", "e.id", "r.experiment_id")
    .selectAll("r")
    .select("e.name as experiment");
}

type RunRow = Awaited<ReturnType<ReturnType<typeof runsWithExperiment>["executeTakeFirstOrThrow"]>>;

function viewOf(row: RunRow): Omit<RunView, "params" | "metrics"> {
  return {
    id: row.id,
    experiment: row.experiment,
    name: row.name,
    status: row.status,
    trainer: row.trainer,
    dataset: row.dataset,
    datasetVersion: row.dataset_version,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    errorMessage: row.error_message,
  };
}
