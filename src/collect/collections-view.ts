import { sql } from "kysely";
import type { FailureReason } from "../domain/failure.ts";
import type { Db } from "../platform/db/database.ts";
import type { CollectionStatus } from "../platform/db/schema.ts";
import { NotFoundError } from "../platform/errors.ts";
import { findBacklog } from "./backlog/backlog-store.ts";
import { type StoredRequest, storedRequest } from "./collection-request.ts";
import { loadLimits, noLimits, quietUntil } from "./sources/limits.ts";

export interface CollectionProgressView {
  queued: number;
  inFlight: number;
  /** Addresses answered and archived, redirects and sitemaps among them. */
  done: number;
  failed: number;
  skipped: number;
  /** Pages that were read: what `maxPages` counts. */
  pages: number;
  captures: number;
  documents: number;
  /** Items that answers of a source held, known ones among them. */
  items: number;
  /** Set when nothing is in hand and everything left waits: for a quota, quiet hours or a retry. */
  waitingUntil: Date | null;
  /** Set while the collection runs and waits until what was collected has been read. */
  waitingForReading: WaitingForReading | null;
  /** Payload bytes archived. */
  bytes: number;
  /** Over the last ten seconds. */
  pagesPerSecond: number;
  /** Failed and skipped addresses by reason. */
  byReason: Record<string, number>;
}

/** Collecting waits: more than `documents` have yet to be read. */
export interface WaitingForReading {
  documents: number;
  /** False when no worker has been heard of for a minute. */
  read: boolean;
}

export interface CollectionView {
  id: number;
  source: string;
  request: StoredRequest;
  status: CollectionStatus;
  errorCode: string | null;
  errorMessage: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  progress: CollectionProgressView;
  notes: { code: string; message: string }[];
}

/** @throws NotFoundError `collection_not_found`. */
export async function loadCollection(db: Db, id: number): Promise<CollectionView> {
  const [view] = await views(db, { id });
  if (view === undefined) throw new NotFoundError("collection_not_found", `There is no collection ${id}.`);
  return view;
}

export interface CollectionQuery {
  status?: CollectionStatus;
  /** Cursor: only collections with a smaller id. */
  beforeId?: number;
  /** At most 1,000; default 50. */
  limit?: number;
}

/** One page of collections, newest first. */
export function listCollections(db: Db, query: CollectionQuery = {}): Promise<CollectionView[]> {
  return views(db, query);
}

async function views(db: Db, query: CollectionQuery & { id?: number }): Promise<CollectionView[]> {
  let select = db
    .selectFrom("collections")
    .select(["id", "source_id", "request", "status", "error_code", "error_message", "created_at", "started_at"])
    .select(["finished_at", "pages", "captures", "documents", "items", "notes", "bytes"])
    .select(["found", "done", "failed", "skipped", "reasons"]);
  if (query.id !== undefined) select = select.where("id", "=", query.id);
  if (query.status !== undefined) select = select.where("status", "=", query.status);
  if (query.beforeId !== undefined) select = select.where("id", "<", query.beforeId);
  const rows = await select
    .orderBy("id", "desc")
    .limit(Math.max(1, Math.min(query.limit ?? 50, 1000)))
    .execute();
  if (rows.length === 0) return [];
  const inFlight = await countInFlight(
    db,
    rows.map(({ id }) => id),
  );
  const rates = await countRecent(
    db,
    rows.filter(({ status }) => status === "running").map(({ id }) => id),
  );
  const idle = rows.filter(({ id, status }) => status === "running" && (inFlight.get(id) ?? 0) === 0);
  const waits = await findWaits(
    db,
    idle.map(({ id }) => id),
  );
  const reading = await findWaitForReading(db, rows);
  const limits = idle.length === 0 ? new Map() : await loadLimits(db);
  for (const { id, source_id } of idle) {
    const until = quietUntil(limits.get(source_id) ?? noLimits, new Date());
    if (until !== null && until > (waits.get(id) ?? 0)) waits.set(id, until);
  }
  return rows.map((row) => ({
    id: row.id,
    source: row.source_id,
    request: storedRequest.parse(row.request),
    status: row.status,
    errorCode: row.error_code,
    errorMessage: row.error_message,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    progress: {
      ...statesOf(row, inFlight.get(row.id) ?? 0),
      pages: row.pages,
      captures: row.captures,
      documents: row.documents,
      items: row.items,
      waitingUntil: waits.get(row.id) ?? null,
      waitingForReading: row.status === "running" ? reading : null,
      bytes: row.bytes,
      pagesPerSecond: rates.get(row.id) ?? 0,
    },
    notes: row.notes,
  }));
}

/** What running collections wait for together, if they do. */
async function findWaitForReading(
  db: Db,
  rows: readonly { status: CollectionStatus }[],
): Promise<WaitingForReading | null> {
  if (rows.every(({ status }) => status !== "running")) return null;
  const backlog = await findBacklog(db);
  return backlog?.held === true ? { documents: backlog.documents, read: backlog.read } : null;
}

interface StateColumns {
  found: number;
  done: number;
  failed: number;
  skipped: number;
  reasons: Record<string, number>;
}

function statesOf({ found, done, failed, skipped, reasons }: StateColumns, claimed: number) {
  const waiting = found - done - failed - skipped;
  // Two looks at a database that moves: a page may have ended in between.
  const inFlight = Math.min(claimed, waiting);
  return { queued: waiting - inFlight, inFlight, done, failed, skipped, byReason: reasons };
}

/** Claimed addresses: as many as collectors hold, however large the frontier is. */
async function countInFlight(db: Db, ids: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await sql<{ id: number; n: number }>`
    select c.id, f.n
    from (select value::bigint as id from json_array_elements_text(${JSON.stringify(ids)}::json)) c
    cross join lateral (select count(*) as n from frontier where collection_id = c.id and state = 'claimed') f`.execute(
    db,
  );
  return new Map(rows.map(({ id, n }) => [id, n]));
}

/** The soonest moment at which anything may go on, of collections that have nothing to do before. */
async function findWaits(db: Db, ids: readonly number[]): Promise<Map<number, Date>> {
  if (ids.length === 0) return new Map();
  // Only short queues of sources are ever all put off. In any order: the one that rows are claimed in would sort millions.
  const { rows } = await sql<{ id: number; until: Date }>`
    select c.id, w.until
    from (select value::bigint as id from json_array_elements_text(${JSON.stringify(ids)}::json)) c
    cross join lateral (
      select min(not_before) as until from (
        select not_before from frontier where collection_id = c.id and state = 'queued' limit 1000) q) w
    where w.until > now() + interval '5 seconds'`.execute(db);
  return new Map(rows.map(({ id, until }) => [id, until]));
}

async function countRecent(db: Db, ids: readonly number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map();
  // Of the newest 1,000 captures only, or a fast crawl would spend its time on being counted.
  const { rows } = await sql<{ id: number; rate: number }>`
    select c.id, case when count(*) = 1000 then 1000 / greatest(0.1, extract(epoch from now() - min(r.captured_at)))
      else count(*) / greatest(1, least(10, extract(epoch from now() - c.started_at))) end::float8 as rate
    from collections c cross join lateral (
      select captured_at from captures where collection_id = c.id order by id desc limit 1000) r
    where c.id in (select value::bigint from json_array_elements_text(${JSON.stringify(ids)}::json))
      and r.captured_at > now() - interval '10 seconds'
    group by c.id, c.started_at`.execute(db);
  return new Map(rows.map(({ id, rate }) => [id, Math.round(rate * 10) / 10]));
}

export interface CollectionFailureView {
  id: number;
  url: string;
  reason: FailureReason;
  detail: string | null;
  httpStatus: number | null;
  at: Date | null;
}

/** Addresses that failed or were skipped, newest first; `beforeId` is the cursor. */
export async function listFailures(
  db: Db,
  collectionId: number,
  query: { reason?: FailureReason; beforeId?: number; limit?: number } = {},
): Promise<CollectionFailureView[]> {
  let select = db
    .selectFrom("frontier")
    .select(["id", "url", "reason", "detail", "http_status", "finished_at"])
    .where("collection_id", "=", collectionId)
    .where("reason", "is not", null)
    .where("state", "in", ["failed", "skipped"]);
  if (query.reason !== undefined) select = select.where("reason", "=", query.reason);
  if (query.beforeId !== undefined) select = select.where("id", "<", query.beforeId);
  const rows = await select
    .orderBy("id", "desc")
    .limit(Math.max(1, Math.min(query.limit ?? 50, 1000)))
    .execute();
  return rows.flatMap(({ id, url, reason, detail, http_status, finished_at }) =>
    reason === null ? [] : [{ id, url, reason, detail, httpStatus: http_status, at: finished_at }],
  );
}
