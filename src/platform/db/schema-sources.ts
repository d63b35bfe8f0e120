import type { ColumnType, Generated } from "kysely";
import type { DefaultedTimestamp, Id, NullableTimestamp, Timestamp } from "./schema-columns.ts";

export type ItemState = "new" | "changed" | "known" | "deleted";

export interface CollectionItemsTable {
  collection_id: number;
  url: string;
  source_id: string;
  /** The version of the document that was current when the item was met. */
  document_id: number | null;
  state: ItemState;
  /** Order in which they were met. */
  position: Generated<number>;
}

export interface QuotaUsesTable {
  source_id: string;
  /** Short hash of the key: each key has its own quota. */
  account: string;
  bucket: string;
  slot: string;
  used: number;
  at: Timestamp;
}

export interface SourceLimitsTable {
  source_id: string;
  /** Requests a day, midnight of Seoul to midnight; null for no limit of ours. */
  daily_requests: number | null;
  /** `HH:MM` of Seoul; both or none. */
  quiet_from: string | null;
  quiet_to: string | null;
  /** Pause between requests; null takes the source's own. */
  delay_ms: number | null;
  /** Whether whole texts may be fetched where the API gives only a summary. */
  bodies: Generated<boolean>;
  updated_at: DefaultedTimestamp;
}

export interface SourceMarksTable {
  source_id: string;
  /** First address of the order, without its dates. */
  key: string;
  items: number;
  /** Newest item that the collection of the last time met. */
  newest_at: NullableTimestamp;
  collection_id: number | null;
  /** Newest item of the last collection that read its lists to their ends. */
  read_to: NullableTimestamp;
  updated_at: DefaultedTimestamp;
}

export interface AlertsTable {
  id: Id;
  kind: string;
  source_id: string | null;
  collection_id: number | null;
  message: string;
  created_at: DefaultedTimestamp;
  seen_at: NullableTimestamp;
}

export interface CollectionHostsTable {
  collection_id: number;
  host: string;
  /** Pages read. */
  pages: Generated<number>;
  /** Requests made, robots.txt among them. */
  requests: Generated<number>;
  /** Requests that were answered, whatever the status. */
  answers: Generated<number>;
  /** Addresses that failed for good. */
  failures: Generated<number>;
  /** Payload bytes received. */
  bytes: Generated<number>;
  ms_total: Generated<number>;
  ms_max: Generated<number>;
  /** Answers by time, see `collect/frontier/answer-times.ts`. */
  ms_buckets: ColumnType<number[], number[] | undefined, number[]>;
}
