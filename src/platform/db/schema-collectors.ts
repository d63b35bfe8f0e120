import type { Generated } from "kysely";
import type { DefaultedTimestamp } from "./schema-columns.ts";

export type CollectorState = "running" | "draining" | "stopped";
export type CollectorWish = "run" | "drain" | "stop";

export interface CollectorsTable {
  /** Place that one process at a time takes; its WARC files and host leases carry it. */
  name: string;
  life: string;
  host_name: string;
  machine: string | null;
  pid: number;
  process_started: string | null;
  archive: string;
  version: string;
  state: CollectorState;
  /** What somebody asks of it. */
  wanted: Generated<CollectorWish>;
  keeps_index: Generated<boolean>;
  /** Hosts held at the last heartbeat. */
  hosts: Generated<number>;
  /** Hosts that it may hold. */
  places: Generated<number>;
  /** Pages since it started. */
  pages: Generated<number>;
  started_at: DefaultedTimestamp;
  heartbeat_at: DefaultedTimestamp;
  /** Id of the bucket that it ships its archive to; null for none, or not reached yet. */
  bucket: Generated<string | null>;
}
