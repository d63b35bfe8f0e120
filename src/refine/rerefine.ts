import { type Kysely, sql } from "kysely";
import {
  type Capture,
  listCaptures,
  loadCapture,
  type PayloadReader,
  pageInputOf,
  readPayload,
} from "../archive/index.ts";
import type { Schema } from "../platform/db/schema.ts";
import { changesBetween, comparedColumns, type FieldChange, type StoredVersion } from "./document-diff.ts";
import { type DocumentRow, documentRow, gradeOfReading } from "./document-row.ts";
import { replaceDocuments } from "./documents-store.ts";
import { ArchiveUnreadableError } from "./errors.ts";
import { readPage } from "./read-page.ts";
import { refineText } from "./refine-text.ts";

export interface RefineAgainOptions {
  db: Kysely<Schema>;
  /** Folder of the WARC files. */
  archiveFolder: string;
  sourceId?: string | undefined;
  /** Only captures made at or after this moment. */
  since?: Date | undefined;
  /** Change nothing; only tell what would change. */
  dryRun?: boolean;
  /** Told of every document that changes, field by field; `documentId` is null for a page that had no document. */
  onChange?: (change: DocumentChange) => void;
  /** Given the ids of a batch's new rows in the transaction that writes them, to hand them to the next stage. */
  onWritten?: (trx: Kysely<Schema>, ids: readonly number[]) => Promise<void>;
  onProgress?: (report: RefineAgainReport) => void;
  signal?: AbortSignal;
}

export interface DocumentChange {
  documentId: number | null;
  captureId: number;
  url: string;
  fields: FieldChange[];
}

export interface RefineAgainReport {
  /** Captures looked at. */
  read: number;
  unchanged: number;
  changed: number;
  /** Pages that had no document and have one now. */
  added: number;
  /** Captures whose bytes could not be read; see `failures`. */
  failed: number;
  failures: { captureId: number; url: string; code: string; message: string }[];
}

const batchSize = 100;
const maxFailuresTold = 100;

/**
 * Reads captures again with today's parser and refiner. What comes out the same is left alone; what differs becomes a new row that
 * `current` moves to. Running it twice changes nothing the second time. A batch is one transaction, so it may be stopped at any moment.
 * @throws ArchiveUnreadableError when none of the first 20 captures can be read.
 */
export async function refineAgain(options: RefineAgainOptions): Promise<RefineAgainReport> {
  const { db, archiveFolder } = options;
  const reader: PayloadReader = { folder: archiveFolder, loadCapture: (id) => loadCapture(db, id) };
  const report: RefineAgainReport = { read: 0, unchanged: 0, changed: 0, added: 0, failed: 0, failures: [] };
  let afterId = 0;
  while (options.signal?.aborted !== true) {
    const captures = await listCaptures(db, {
      afterId,
      limit: batchSize,
      ...(options.sourceId === undefined ? {} : { sourceId: options.sourceId }),
      ...(options.since === undefined ? {} : { since: options.since }),
    });
    const last = captures[captures.length - 1];
    if (last === undefined) break;
    afterId = last.id;
    await refineBatch(options, reader, captures, report);
    options.onProgress?.(report);
  }
  return report;
}

async function refineBatch(
  options: RefineAgainOptions,
  reader: PayloadReader,
  captures: Capture[],
  report: RefineAgainReport,
): Promise<void> {
  const stored = await storedVersions(options.db, captures);
  const oldIds: number[] = [];
  const rows: DocumentRow[] = [];
  for (const capture of captures) {
    const before = stored.get(capture.id);
    if (before === undefined) continue;
    const row = await readAgain(reader, capture, before, report);
    if (row === null) continue;
    const fields = changesBetween(before.document, row);
    if (fields.length === 0) {
      report.unchanged++;
      continue;
    }
    if (before.document === null) report.added++;
    else {
      report.changed++;
      oldIds.push(before.document.id);
    }
    rows.push(row);
    options.onChange?.({ documentId: before.document?.id ?? null, captureId: capture.id, url: row.url, fields });
  }
  if (options.dryRun === true || rows.length === 0) return;
  await options.db.transaction().execute(async (trx) => {
    const ids = await replaceDocuments(trx, oldIds, rows);
    await options.onWritten?.(trx, ids);
  });
}

/** Today's row of a capture; null when it is unreadable, or has and had nothing to say. */
async function readAgain(
  reader: PayloadReader,
  capture: Capture,
  before: Stored,
  report: RefineAgainReport,
): Promise<DocumentRow | null> {
  report.read++;
  let input: ReturnType<typeof pageInputOf>;
  try {
    input = pageInputOf(capture.url, await readPayload(reader, capture));
  } catch (error) {
    // What could not be unpacked then and is no document has lost nothing.
    if (before.document === null) return null;
    report.failed++;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    if (report.failures.length < maxFailuresTold) {
      report.failures.push({
        captureId: capture.id,
        url: capture.url,
        code,
        message: error instanceof Error ? error.message : String(error),
      });
    }
    if (report.failed === report.read && report.failed >= 20) throw new ArchiveUnreadableError(report.failed, error);
    return null;
  }
  const reading = readPage(input);
  const { document } = reading;
  if (document === null && before.document === null) return null;
  const page = {
    captureId: capture.id,
    collectionId: capture.collectionId,
    sourceId: capture.sourceId,
    url: before.document?.url ?? capture.url,
    host: capture.host,
    collectedAt: capture.capturedAt,
    reading,
  };
  if (document === null || gradeOfReading(reading, true).grade < 2) return documentRow(page, null);
  return documentRow(page, {
    text: refineText(document.text),
    title: document.title === null ? null : refineText(document.title),
  });
}

interface Stored {
  document: StoredVersion | null;
}

/**
 * What is to be read again of a batch: captures behind a current document, and the newest of an address that has none.
 * robots.txt is archived like a page and is none.
 */
async function storedVersions(db: Kysely<Schema>, captures: readonly Capture[]): Promise<Map<number, Stored>> {
  const ids = captures.map((capture) => capture.id);
  const documents = await db
    .selectFrom("documents")
    .select(["id", "capture_id", "grade", "refiner_version", "analyzer_version", ...comparedColumns])
    .where("capture_id", "in", ids)
    .where("current", "=", true)
    .execute();
  const found = new Map<number, Stored>(documents.map((document) => [document.capture_id, { document }]));
  const { rows: bare } = await sql<{ id: number }>`
    select c.id from captures c
    where c.id = any(${sql.val(`{${ids.join(",")}}`)}::bigint[]) and c.status = 200 and c.record_type in ('response', 'resource')
      and not exists (select 1 from documents d where d.source_id = c.source_id and d.url = c.url and d.current)
      and not exists (select 1 from captures later where later.url = c.url and later.source_id = c.source_id
        and later.id > c.id and later.status = 200 and later.record_type in ('response', 'resource'))`.execute(db);
  const rules = new Set(captures.filter(({ url }) => new URL(url).pathname === "/robots.txt").map(({ id }) => id));
  for (const { id } of bare) if (!found.has(id) && !rules.has(id)) found.set(id, { document: null });
  return found;
}
