import { type Kysely, type Selectable, sql } from "kysely";
import type { RobotsVerdict, Schema } from "../platform/db/schema.ts";
import { NotFoundError } from "../platform/errors.ts";
import type { CaptureKind, NewCapture } from "./captures-store.ts";
import type { RevisitTarget, Truncation } from "./exchange.ts";

/** A recorded capture. */
export interface Capture extends Required<NewCapture> {
  id: number;
}

/**
 * The newest good capture of an address: what a conditional request is built from, and what a revisit record points to.
 * `target` is the capture that holds the payload, which is another one when the newest is a revisit itself.
 */
export interface PreviousCapture {
  url: string;
  /** Source that it was captured for. */
  sourceId: string;
  etag: string | null;
  lastModified: string | null;
  digest: string;
  payloadCaptureId: number;
  target: Omit<RevisitTarget, "kind">;
}

/** The newest capture with status 200 and a whole payload for each of these addresses, in one query; absent when there is none. */
export async function findPreviousCaptures(
  db: Kysely<Schema>,
  urls: readonly string[],
): Promise<Map<string, PreviousCapture>> {
  if (urls.length === 0) return new Map();
  const { rows } = await sql<{
    url: string;
    source_id: string;
    etag: string | null;
    last_modified: string | null;
    digest: string;
    payload_id: number;
    payload_url: string;
    payload_at: Date;
    warc_file: string;
    warc_offset: number;
  }>`
    select c.url, c.source_id, c.etag, c.last_modified, p.digest, p.id as payload_id, p.url as payload_url,
           p.captured_at as payload_at, p.warc_file, p.warc_offset
    from json_array_elements_text(${JSON.stringify(urls)}::json) as wanted(url)
    cross join lateral (
      select * from captures
      where captures.url = wanted.url and truncated is null and record_type <> 'resource'
        and part_of is null
        and (status = 200 or record_type = 'revisit_not_modified')
      order by captured_at desc, id desc limit 1
    ) c
    join captures p on p.id = coalesce(c.refers_to, c.id)`.execute(db);
  return new Map(
    rows.map((row) => [
      row.url,
      {
        url: row.url,
        sourceId: row.source_id,
        etag: row.etag,
        lastModified: row.last_modified,
        digest: row.digest,
        payloadCaptureId: row.payload_id,
        target: {
          url: row.payload_url,
          capturedAt: row.payload_at,
          digest: row.digest,
          file: row.warc_file,
          offset: row.warc_offset,
        },
      },
    ]),
  );
}

/** Digest of the newest document that a browser made of an address; null when none did. */
export async function findRenderedDigest(db: Kysely<Schema>, url: string): Promise<string | null> {
  const row = await db
    .selectFrom("captures")
    .select("digest")
    .where("url", "=", url)
    .where("record_type", "=", "resource")
    .orderBy("captured_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.digest ?? null;
}

/** @throws NotFoundError `capture_not_found`. */
export async function loadCapture(db: Kysely<Schema>, id: number): Promise<Capture> {
  const row = await db.selectFrom("captures").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw new NotFoundError("capture_not_found", `There is no capture ${id}.`);
  return fromRow(row);
}

/** Captures by id, in no particular order; ids that do not exist are left out. */
export async function listCapturesById(db: Kysely<Schema>, ids: readonly number[]): Promise<Capture[]> {
  if (ids.length === 0) return [];
  return (await db.selectFrom("captures").selectAll().where("id", "in", ids).execute()).map(fromRow);
}

export interface CaptureQuery {
  collectionId?: number;
  sourceId?: string;
  /** Normalised address. */
  url?: string;
  status?: number;
  since?: Date;
  /** Cursor: only captures with a smaller id. */
  beforeId?: number;
  /** Cursor for going through all of them, oldest first: only captures with a greater id. */
  afterId?: number;
  /** At most 1,000; default 50. */
  limit?: number;
}

/** One page of captures, newest first (oldest first with `afterId`). */
export async function listCaptures(db: Kysely<Schema>, query: CaptureQuery): Promise<Capture[]> {
  let select = db.selectFrom("captures").selectAll();
  if (query.collectionId !== undefined) select = select.where("collection_id", "=", query.collectionId);
  if (query.sourceId !== undefined) select = select.where("source_id", "=", query.sourceId);
  if (query.url !== undefined) select = select.where("url", "=", query.url);
  if (query.status !== undefined) select = select.where("status", "=", query.status);
  if (query.since !== undefined) select = select.where("captured_at", ">=", query.since);
  if (query.beforeId !== undefined) select = select.where("id", "<", query.beforeId);
  if (query.afterId !== undefined) select = select.where("id", ">", query.afterId);
  const rows = await select
    .orderBy("id", query.afterId === undefined ? "desc" : "asc")
    .limit(Math.max(1, Math.min(query.limit ?? 50, 1000)))
    .execute();
  return rows.map(fromRow);
}

function fromRow(row: Selectable<Schema["captures"]>): Capture {
  return {
    id: row.id,
    collectionId: row.collection_id,
    sourceId: row.source_id,
    url: row.url,
    host: row.host,
    capturedAt: row.captured_at,
    method: row.method,
    status: row.status,
    mime: row.mime,
    digest: row.digest,
    payloadLength: row.payload_length,
    recordType: row.record_type as CaptureKind,
    refersTo: row.refers_to,
    place: { file: row.warc_file, offset: row.warc_offset, length: row.warc_length },
    etag: row.etag,
    lastModified: row.last_modified,
    robots: row.robots as RobotsVerdict,
    redirectTo: row.redirect_to,
    truncated: row.truncated as Truncation | null,
    partOf: row.part_of,
  };
}
