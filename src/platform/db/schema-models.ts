import type { JSONColumnType } from "kysely";
import type { DefaultedTimestamp, Id, NullableTimestamp, Timestamp } from "./schema-columns.ts";

export interface ExperimentsTable {
  id: Id;
  name: string;
  created_at: DefaultedTimestamp;
}

export interface RunsTable {
  id: string;
  experiment_id: number;
  name: string;
  status: "running" | "finished" | "failed" | "killed";
  trainer: string;
  dataset: string;
  dataset_version: string;
  environment: JSONColumnType<Record<string, unknown>>;
  error_message: string | null;
  started_at: Timestamp;
  finished_at: NullableTimestamp;
}

export interface RunParamsTable {
  run_id: string;
  key: string;
  value: string;
}

export interface RunMetricsTable {
  run_id: string;
  key: string;
  step: number;
  value: number;
  at: Timestamp;
}

export interface RunArtifactsTable {
  run_id: string;
  path: string;
  /** Key in the blob store. */
  blob_key: string;
  bytes: number;
  digest: string;
}

export interface RegisteredModelsTable {
  name: string;
  task: string;
  description: string | null;
  created_at: DefaultedTimestamp;
}

export interface ModelVersionsTable {
  name: string;
  version: number;
  run_id: string | null;
  /** Key in the blob store, or `shipped:<folder>` for what comes with naru. */
  source: string;
  engine: string;
  metrics: JSONColumnType<Record<string, number>>;
  created_at: DefaultedTimestamp;
}

export interface ModelAliasesTable {
  name: string;
  alias: string;
  version: number;
  updated_at: DefaultedTimestamp;
}
