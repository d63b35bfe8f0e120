import { type Kysely, sql } from "kysely";
import type { RobotsVerdict, Schema } from "../platform/db/schema.ts";
import type { Truncation } from "./exchange.ts";
import type { CommittedFile } from "./recover.ts";
import type { WarcExtent, WarcPlace } from "./warc-lane.ts";

/** A `resource` is no answer of a server: a rendered DOM, a screenshot, a file that a person had. Its status is 200. */
export type CaptureKind = "response" | "revisit_identical" | "revisit_not_modified" | "resource";

/** A capture to be recorded; the meaning of each field is that of the `captures` table. */
export interface NewCapture {
  collectionId: number | null;
  sourceId: string;
  url: string;
  host: string;
  capturedAt: Date;
  method?: string;
  status: number;
  mime: string | null;
  digest: string;
  /** Bytes of the payload as received. */
  payloadLength: number;
  recordType: CaptureKind;
  /** Capture that holds the payload; null unless this is a revisit. */
  refersTo: number | null;
  place: WarcPlace;
  etag: string | null;
  lastModified: string | null;
  robots: RobotsVerdict;
  redirectTo: string | null;
  truncated: Truncation | null;
  /** Address of the page whose rendering asked for this; null or absent for what was asked for by itself. */
  partOf?: string | null;
}

/** Records a batch in one statement and returns the new ids, in the batch's order. */
export async function insertCaptures(trx: Kysely<Schema>, captures: readonly NewCapture[]): Promise<number[]> {
  if (captures.length === 0) return [];
  const rows = JSON.stringify(captures.map(toRow));
  // One JSON parameter: 20 parameters a row cost the embedded database more time than the insert itself.
  const inserted = await sql<{ id: number; warc_file: string; warc_offset: number }>`
    insert into captures (collection_id, source_id, url, host, captured_at, method, status, mime, digest, payload_length,
      record_type, refers_to, warc_file, warc_offset, warc_length, etag, last_modified, robots, redirect_to, truncated, part_of)
    select * from json_to_recordset(${rows}::json) as r(collection_id bigint, source_id text, url text, host text,
      captured_at timestamptz, method text, status int, mime text, digest text, payload_length bigint, record_type text,
      refers_to bigint, warc_file text, warc_offset bigint, warc_length bigint, etag text, last_modified text,
      robots jsonb, redirect_to text, truncated text, part_of text)
    returning id, warc_file, warc_offset`.execute(trx);
  const ids = new Map(inserted.rows.map((row) => [`${row.warc_file}#${row.warc_offset}`, row.id]));
  return captures.map(({ place }) => {
    const id = ids.get(`${place.file}#${place.offset}`);
    if (id === undefined) throw new Error(`No row came back for ${place.file} at ${place.offset}.`);
    return id;
  });
}

/** Records how far the WARC files are vouched for. Belongs into the transaction of the captures themselves. */
export async function commitExtents(
  trx: Kysely<Schema>,
  writerId: string,
  extents: readonly WarcExtent[],
): Promise<void> {
  if (extents.length === 0) return;
  await trx
    .insertInto("warc_files")
    .values(
      extents.map((extent) => ({
        file: extent.file,
        writer_id: writerId,
        committed_length: extent.length,
        closed: extent.closed,
      })),
    )
    .onConflict((conflict) =>
      conflict.column("file").doUpdateSet((values) => ({
        committed_length: values.ref("excluded.committed_length"),
        closed: values.ref("excluded.closed"),
      })),
    )
    .execute();
}

/** True when rows vouch for all bytes up to these lengths. */
export async function isVouched(db: Kysely<Schema>, extents: readonly WarcExtent[]): Promise<boolean> {
  if (extents.length === 0) return false;
  const lengths = JSON.stringify(extents.map(({ file, length }) => ({ file, length })));
  const { rows } = await sql<{ all: boolean }>`
    select bool_and(coalesce(w.committed_length >= r.length, false)) as all
    from json_to_recordset(${lengths}::json) as r(file text, length bigint) left join warc_files w on w.file = r.file`.execute(
    db,
  );
  return rows[0]?.all ?? false;
}

/**
 * Says that nothing more is written to these files. One that reaches further than rows vouch for stays open: the next who writes under the
 * same name cuts its tail first.
 */
export async function closeFiles(db: Kysely<Schema>, extents: readonly WarcExtent[]): Promise<void> {
  const lengths = JSON.stringify(extents.map(({ file, length }) => ({ file, length })));
  await sql`
    update warc_files w set closed = true
    from json_to_recordset(${lengths}::json) as r(file text, length bigint)
    where w.file = r.file and w.committed_length = r.length and not w.closed`.execute(db);
}

/** Every WARC file with its committed length; `writerId` narrows to the files this writer has not closed. */
export async function listCommittedFiles(db: Kysely<Schema>, writerId?: string): Promise<CommittedFile[]> {
  let query = db.selectFrom("warc_files").select(["file", "committed_length"]).orderBy("file");
  if (writerId !== undefined) query = query.where("writer_id", "=", writerId).where("closed", "=", false);
  return (await query.execute()).map((row) => ({ file: row.file, committedLength: row.committed_length }));
}

function toRow(capture: NewCapture): Record<string, unknown> {
  const { place, robots } = capture;
  return {
    collection_id: capture.collectionId,
    source_id: capture.sourceId,
    url: capture.url,
    host: capture.host,
    captured_at: capture.capturedAt.toISOString(),
    method: capture.method ?? "GET",
    status: capture.status,
    mime: storable(capture.mime),
    digest: capture.digest,
    payload_length: capture.payloadLength,
    record_type: capture.recordType,
    refers_to: capture.refersTo,
    warc_file: place.file,
    warc_offset: place.offset,
    warc_length: place.length,
    etag: storable(capture.etag),
    last_modified: storable(capture.lastModified),
    robots: { ...robots, rule: storable(robots.rule), agent: storable(robots.agent) },
    redirect_to: storable(capture.redirectTo),
    truncated: capture.truncated,
    part_of: capture.partOf ?? null,
  };
}

// Text from outside may hold what PostgreSQL cannot: NUL and lone surrogates.
function storable(text: string | null): string | null {
  return text === null ? null : text.replaceAll("\0", "").toWellFormed();
}
