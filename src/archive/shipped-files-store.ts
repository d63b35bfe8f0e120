import { type Kysely, sql } from "kysely";
import type { Schema } from "../platform/db/schema.ts";
import type { CommittedFile } from "./recover.ts";

/** Which of these files nobody writes to any more and no bucket has yet, oldest first. */
export async function listUnshipped(db: Kysely<Schema>, files: readonly string[]): Promise<CommittedFile[]> {
  if (files.length === 0) return [];
  const rows = await db
    .selectFrom("warc_files")
    .select(["file", "committed_length"])
    .where("closed", "=", true)
    .where("stored", "is", null)
    .where(isOneOf(files))
    .orderBy("created_at")
    .orderBy("file")
    .execute();
  return rows.map((row) => ({ file: row.file, committedLength: row.committed_length }));
}

/** Says that a bucket holds the whole file. False when the row is not as it was when it was shipped. */
export async function markShipped(
  db: Kysely<Schema>,
  { file, committedLength }: CommittedFile,
  at: { bucketId: string; sha256: string },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("warc_files")
    .set({ stored: at.bucketId, stored_at: sql<Date>`now()`, sha256: at.sha256 })
    .where("file", "=", file)
    .where("closed", "=", true)
    .where("committed_length", "=", committedLength)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Which of these files the bucket has had for so long that no reader needs the copy here. */
export async function listSpare(
  db: Kysely<Schema>,
  files: readonly string[],
  of: { bucketId: string; keepLocalMs: number },
): Promise<CommittedFile[]> {
  if (files.length === 0) return [];
  const rows = await db
    .selectFrom("warc_files")
    .select(["file", "committed_length"])
    .where("stored", "=", of.bucketId)
    .where(sql<boolean>`stored_at <= now() - ${of.keepLocalMs} * interval '1 millisecond'`)
    .where(isOneOf(files))
    .execute();
  return rows.map((row) => ({ file: row.file, committedLength: row.committed_length }));
}

/** Where a file is that does not lie here. */
export interface Whereabouts {
  /** Id of the bucket that holds it; null for none. */
  stored: string | null;
  /** Collector or import that wrote it. */
  writer: string;
  /** Machine of that collector; null for an import. */
  hostName: string | null;
  /** True while the collector is heard of. */
  alive: boolean;
  /** True when that collector ships to a bucket. */
  ships: boolean;
}

/** Undefined for a file that no capture can point into. */
export async function findWhereabouts(db: Kysely<Schema>, file: string): Promise<Whereabouts | undefined> {
  const row = await db
    .selectFrom("warc_files as f")
    .leftJoin("collectors as c", "c.name", "f.writer_id")
    .select(["f.stored", "f.writer_id", "c.host_name", "c.bucket"])
    .select(sql<boolean | null>`c.state <> 'stopped' and c.heartbeat_at > now() - interval '1 minute'`.as("alive"))
    .where("f.file", "=", file)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { stored, writer_id: writer, host_name: hostName, alive, bucket } = row;
  return { stored, writer, hostName, alive: alive === true, ships: bucket !== null };
}

function isOneOf(files: readonly string[]) {
  return sql<boolean>`file in (select json_array_elements_text(${JSON.stringify(files)}::json))`;
}
