import type { ColumnType, Generated, JSONColumnType } from "kysely";
import type { FailureReason } from "../../domain/failure.ts";
import type { FieldValue, ItemKind } from "../../domain/item.ts";
import type { SentenceSentiment, SentimentLabel } from "../../domain/sentiment.ts";
import type { CollectorsTable } from "./schema-collectors.ts";
import type { DefaultedTimestamp, Id, NullableTimestamp, Timestamp } from "./schema-columns.ts";
import type { DocumentCountsTable, DocumentDeltasTable } from "./schema-counts.ts";
import type {
  ExperimentsTable,
  ModelAliasesTable,
  ModelVersionsTable,
  RegisteredModelsTable,
  RunArtifactsTable,
  RunMetricsTable,
  RunParamsTable,
  RunsTable,
} from "./schema-models.ts";
import type {
  AlertsTable,
  CollectionHostsTable,
  CollectionItemsTable,
  QuotaUsesTable,
  SourceLimitsTable,
  SourceMarksTable,
} from "./schema-sources.ts";

export type { CollectorState, CollectorWish } from "./schema-collectors.ts";
export type { ItemState } from "./schema-sources.ts";

/** Every table, as Kysely sees it. The migrations beside this file make them; a test compares the two. */
export interface Schema {
  collections: CollectionsTable;
  frontier: FrontierTable;
  hosts: HostsTable;
  robots: RobotsTable;
  warc_files: WarcFilesTable;
  commit_marks: CommitMarksTable;
  captures: CapturesTable;
  documents: DocumentsTable;
  document_deltas: DocumentDeltasTable;
  document_counts: DocumentCountsTable;
  experiments: ExperimentsTable;
  runs: RunsTable;
  run_params: RunParamsTable;
  run_metrics: RunMetricsTable;
  run_artifacts: RunArtifactsTable;
  registered_models: RegisteredModelsTable;
  model_versions: ModelVersionsTable;
  model_aliases: ModelAliasesTable;
  settings: SettingsTable;
  collection_items: CollectionItemsTable;
  quota_uses: QuotaUsesTable;
  source_limits: SourceLimitsTable;
  source_marks: SourceMarksTable;
  alerts: AlertsTable;
  collectors: CollectorsTable;
  sessions: SessionsTable;
  collection_hosts: CollectionHostsTable;
}

export type CollectionStatus = "running" | "paused" | "stopped" | "done" | "failed";

interface CollectionsTable {
  id: Id;
  source_id: string;
  /** What the person asked for, as the contract `CollectionRequest` has it. */
  request: JSONColumnType<Record<string, unknown>>;
  status: CollectionStatus;
  /** Set when status is failed: a stable code and a sentence. */
  error_code: string | null;
  error_message: string | null;
  /** Cookie jar of this collection (tough-cookie's serialised form). */
  cookies: JSONColumnType<Record<string, unknown> | null>;
  /** Addresses that the scope is drawn around: the seeds, and where they redirected to. */
  anchors: ColumnType<string[], string | undefined, string>;
  max_pages: Generated<number>;
  /** Counters kept in the transaction of each batch: pages read, captures, documents, payload bytes. */
  pages: Generated<number>;
  captures: Generated<number>;
  documents: Generated<number>;
  bytes: Generated<number>;
  /** Addresses in the frontier, and how many of them ended in each state: kept as they change, so that nothing counts a frontier. */
  found: Generated<number>;
  done: Generated<number>;
  failed: Generated<number>;
  skipped: Generated<number>;
  /** Failed and skipped addresses by reason. */
  reasons: ColumnType<Record<string, number>, string | undefined, string>;
  /** Items that its answers held, known ones among them. */
  items: Generated<number>;
  /** Sentences for the person who asked, such as a result that was cut short. */
  notes: ColumnType<{ code: string; message: string }[], string | undefined, string>;
  created_at: DefaultedTimestamp;
  started_at: NullableTimestamp;
  finished_at: NullableTimestamp;
}

export type FrontierState = "queued" | "claimed" | "done" | "failed" | "skipped";
export type FoundBy = "seed" | "link" | "sitemap" | "feed" | "redirect" | "canonical" | "robots" | "source";

interface FrontierTable {
  id: Id;
  collection_id: number;
  /** Normalised; unique within its collection. */
  url: string;
  /** Politeness key: host name and, when not the scheme's default, port. */
  host: string;
  depth: number;
  found_by: FoundBy;
  /** Redirects followed, or sitemaps nested, on the way here. */
  hops: Generated<number>;
  /** Frontier row whose page held the link; null for seeds. */
  parent_id: number | null;
  state: Generated<FrontierState>;
  reason: FailureReason | null;
  /** One sentence with the particulars of the reason. */
  detail: string | null;
  attempts: Generated<number>;
  /** Not to be claimed before this moment. */
  not_before: DefaultedTimestamp;
  /** Lease token of the host's holder; a claim lives as long as that lease. */
  claimed_by: string | null;
  capture_id: number | null;
  http_status: number | null;
  finished_at: NullableTimestamp;
}

interface HostsTable {
  host: string;
  /** Earliest moment of the next request, whoever makes it. */
  next_at: DefaultedTimestamp;
  /** Collector that holds this host now; null when free. */
  leased_by: string | null;
  lease_until: NullableTimestamp;
  /** Delay in ms forced on us by 429, 503 or slow answers; 0 when all is well. */
  slow_down_ms: Generated<number>;
  failures_in_row: Generated<number>;
  last_status: number | null;
}

interface RobotsTable {
  /** Scheme, host and port, as robots.txt files are scoped (RFC 9309 §2.3). */
  origin: string;
  fetched_at: Timestamp;
  expires_at: Timestamp;
  /** `rules`: obey the text · `allow_all`: 4xx · `deny_all`: 5xx or network · `paused`: 401, 403, 429. */
  outcome: "rules" | "allow_all" | "deny_all" | "paused";
  http_status: number | null;
  body: string | null;
  capture_id: number | null;
}

interface WarcFilesTable {
  file: string;
  writer_id: string;
  /** Bytes that captures rows vouch for; anything behind them is an unacknowledged tail. */
  committed_length: number;
  closed: Generated<boolean>;
  created_at: DefaultedTimestamp;
  /** Id of the bucket that holds the whole file; null while only a folder does. */
  stored: Generated<string | null>;
  stored_at: NullableTimestamp;
  sha256: Generated<string | null>;
}

interface CommitMarksTable {
  /** Who writes batches into the archive, one after another. */
  writer: string;
  /** Names the last batch that was committed; empty before the first. */
  mark: string;
}

export interface RobotsVerdict {
  allowed: boolean;
  /** The line that decided, as written in the file; null when no rule matched. */
  rule: string | null;
  /** Group the rule stands in; null when none matched. */
  agent: string | null;
  /** Why no file was consulted, when none was. */
  because: "rule" | "no_match" | "allow_all" | "robots_txt_itself" | "part_of_page" | "override" | "off";
  /** Robots directives that came with the page itself (meta robots, X-Robots-Tag); absent when there were none. */
  directives?: readonly string[];
}

interface CapturesTable {
  id: Id;
  collection_id: number | null;
  source_id: string;
  /** Normalised address asked for. */
  url: string;
  host: string;
  captured_at: Timestamp;
  method: Generated<string>;
  status: number;
  mime: string | null;
  /** WARC payload digest, `sha1:…`. */
  digest: string;
  /** Bytes of the payload as received. */
  payload_length: number;
  record_type: "response" | "revisit_identical" | "revisit_not_modified" | "resource";
  /** For revisits: the capture that holds the payload. */
  refers_to: number | null;
  warc_file: string;
  warc_offset: number;
  warc_length: number;
  etag: string | null;
  last_modified: string | null;
  robots: JSONColumnType<RobotsVerdict>;
  redirect_to: string | null;
  truncated: string | null;
  /** Address of the page whose rendering asked for this; null for what was asked for by itself. */
  part_of: string | null;
}

export interface StoredImage {
  url: string;
  alt: string | null;
}

interface SessionsTable {
  name: string;
  hosts: string[];
  sealed: Buffer;
  /** How many cookies are in it. */
  cookies: number;
  /** When the last of its cookies ends; null when one lasts as long as a browser is open. */
  expires_at: Date | null;
  created_at: Generated<Date>;
}

interface DocumentsTable {
  id: Id;
  capture_id: number;
  collection_id: number | null;
  source_id: string;
  url: string;
  host: string;
  /** True for the newest version of this address; older rows stay for lineage. */
  current: Generated<boolean>;
  grade: number;
  /** Id of the rule that keeps it from the next grade; null when nothing failed yet. */
  failed_rule: string | null;
  failed_detail: string | null;
  parser_version: string;
  refiner_version: string | null;
  analyzer_version: string | null;
  /** `name@version` of the model behind the sentiment. */
  sentiment_model: string | null;
  title: string | null;
  author: string | null;
  site_name: string | null;
  published_at: NullableTimestamp;
  modified_at: NullableTimestamp;
  collected_at: Timestamp;
  /** `published_at` or else `collected_at`: what charts and filters go by. */
  dated_at: Timestamp;
  language: string | null;
  canonical_url: string | null;
  images: JSONColumnType<StoredImage[]>;
  charset: string | null;
  charset_source: string | null;
  no_ai: Generated<boolean>;
  no_index: Generated<boolean>;
  /** Main text as parsed; may hold personal data, never shown or served. */
  text: string;
  text_digest: string;
  /** Cleaned and masked text; null below grade 4. All that people see comes from here. */
  clean_text: string | null;
  clean_title: string | null;
  /** Counts of what was masked, by kind. */
  masked: JSONColumnType<Record<string, number>>;
  hashtags: ColumnType<string[], string[] | undefined, string[]>;
  mentions: ColumnType<string[], string[] | undefined, string[]>;
  token_count: number | null;
  sentiment: SentimentLabel | null;
  /** Probability of the positive class, 0–1. */
  positive: number | null;
  sentences: JSONColumnType<SentenceSentiment[] | null>;
  /** Search terms: single Hangul syllables, syllable pairs and whole Latin words of clean title and text. */
  grams: ColumnType<string[], string[] | undefined, string[]>;
  /** What it is about, heaviest first; `keyword-columns.ts` reads and writes these three. */
  keywords: ColumnType<string[], string[] | undefined, string[]>;
  /** Of each keyword, in ten-thousandths. */
  keyword_weights: ColumnType<number[], number[] | undefined, number[]>;
  /** Of each keyword; null when each stands once. */
  keyword_counts: number[] | null;
  kind: ColumnType<ItemKind, ItemKind | undefined, ItemKind>;
  /** What else the source says of an item. */
  fields: ColumnType<Record<string, FieldValue>, string | undefined, string>;
  /** What an item answers or belongs to. */
  parent_url: string | null;
  /** When the source was seen to have it no more; its text is gone then. */
  deleted_at: NullableTimestamp;
}

/** Small facts that all processes of one installation share (first start done, keyed-hash key, …). */
interface SettingsTable {
  key: string;
  value: JSONColumnType<Record<string, unknown>>;
}
