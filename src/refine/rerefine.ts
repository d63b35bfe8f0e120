import { type Kysely, sql } from "kysely";
import {
  type Capture,
  listCaptures,
  loadCapture,
  type PayloadReader,
  pageInputOf,
  readPayload,
  type SharedArchive,
} from "../archive/index.ts";
import type { PageInput, RobotsDirectives } from "../domain/page.ts";
import type { Schema } from "../platform/db/schema.ts";
import { changesBetween, comparedColumns, type FieldChange, type StoredVersion } from "./document-diff.ts";
import { type DocumentRow, documentRow, gradeOfReading, type ReadingToSave } from "./document-row.ts";
import { replaceDocuments } from "./documents-store.ts";
import { ArchiveUnreadableError } from "./errors.ts";
import { readPage } from "./read-page.ts";
import { refineText } from "./refine-text.ts";

export interface RefineAgainOptions {
  db: Kysely<Schema>;
  /** Folder of the WARC files. */
  archiveFolder: string;
  /** Where files are that do not lie in the folder; null or absent for nowhere. */
  shared?: SharedArchive | null;
  sourceId?: string | undefined;
  /** Only captures made at or after this moment. */
  since?: Date | undefined;
  /** Change nothing; only tell what would change. */
  dryRun?: boolean;
  /** Told of every document that changes, field by field; `documentId` is null for a page that had no document. */
  onChange?: (change: DocumentChange) => void;
  /** Given the ids of new rows, some hundreds at a time, in the transaction that writes them, to hand them to the next stage. */
  onWritten?: (trx: Kysely<Schema>, ids: readonly number[]) => Promise<void>;
  /** Reads a capture of a source that has items; null leaves it to the reader of pages. */
  readItems?: (
    capture: Pick<Capture, "sourceId" | "url" | "collectionId" | "capturedAt">,
    input: PageInput,
    /** What the page asks of machines. */
    robots: () => RobotsDirectives,
  ) => Promise<readonly ItemReading[] | null>;
  onProgress?: (report: RefineAgainReport) => void;
  signal?: AbortSignal;
}

/** An item as a source's reader gives it. */
export type ItemReading = Pick<ReadingToSave, "url" | "host" | "reading"> & {
  item: NonNullable<ReadingToSave["item"]>;
};

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
/** Documents of one job of the next stage. */
const jobDocuments = 250;
const maxFailuresTold = 100;

/**
 * Reads captures again with today's parser and refiner. What comes out the same is left alone; what differs becomes a new row that
 * `current` moves to. Running it twice changes nothing the second time. A batch is one transaction, so it may be stopped at any moment.
 * @throws ArchiveUnreadableError when none of the first 20 captures can be read.
 */
export async function refineAgain(options: RefineAgainOptions): Promise<RefineAgainReport> {
  const { db, archiveFolder, shared = null } = options;
  const reader: PayloadReader = { folder: archiveFolder, shared, loadCapture: (id) => loadCapture(db, id) };
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
  const compare = (capture: Capture, before: StoredVersion | null, row: DocumentRow) => {
    const fields = changesBetween(before, row);
    if (fields.length === 0) {
      report.unchanged++;
      return;
    }
    if (before === null) report.added++;
    else {
      report.changed++;
      oldIds.push(before.id);
    }
    rows.push(row);
    options.onChange?.({ documentId: before?.id ?? null, captureId: capture.id, url: row.url, fields });
  };
  for (const capture of captures) {
    const before = stored.get(capture.id);
    if (before === undefined) continue;
    const input = await payloadOf(reader, capture, before, report);
    if (input === null) continue;
    const items = await options.readItems?.(capture, input, () => readPage(input).robots);
    if (items != null) {
      for (const [version, row] of await itemRows(options.db, capture, before, items)) compare(capture, version, row);
      continue;
    }
    const row = readAgain(input, capture, before);
    if (row !== null) compare(capture, before.documents[0] ?? null, row);
  }
  if (options.dryRun === true || rows.length === 0) return;
  await options.db.transaction().execute(async (trx) => {
    const ids = await replaceDocuments(trx, oldIds, rows);
    for (let at = 0; at < ids.length; at += jobDocuments) {
      await options.onWritten?.(trx, ids.slice(at, at + jobDocuments));
    }
  });
}

/** The bytes of a capture; null when they cannot be read. */
async function payloadOf(
  reader: PayloadReader,
  capture: Capture,
  before: Stored,
  report: RefineAgainReport,
): Promise<PageInput | null> {
  report.read++;
  try {
    return pageInputOf(capture.url, await readPayload(reader, capture));
  } catch (error) {
    // What could not be unpacked then and is no document has lost nothing.
    if (before.documents.length === 0) return null;
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
}

/** Today's row of a page; null when it has and had nothing to say. */
function readAgain(input: PageInput, capture: Capture, before: Stored): DocumentRow | null {
  const reading = readPage(input);
  const { document } = reading;
  const [stored] = before.documents;
  if (document === null && stored === undefined) return null;
  return rowOf({ ...pageOf(capture), url: stored?.url ?? capture.url, host: capture.host, reading });
}

/** Today's rows of a capture's items, each beside the version that it may replace. An item that a newer capture holds is left to that one. */
async function itemRows(
  db: Kysely<Schema>,
  capture: Capture,
  { documents }: Stored,
  items: readonly ItemReading[],
): Promise<[StoredVersion | null, DocumentRow][]> {
  const ours = new Map(documents.map((document) => [document.url, document]));
  const others = items.filter(({ url }) => !ours.has(url)).map(({ url }) => url);
  const elsewhere =
    others.length === 0
      ? []
      : await db
          .selectFrom("documents")
          .select("url")
          .where("source_id", "=", capture.sourceId)
          .where(sql<boolean>`url in (select json_array_elements_text(${JSON.stringify(others)}::json))`)
          .where("current", "=", true)
          .execute();
  const taken = new Set(elsewhere.map(({ url }) => url));
  return items
    .filter(({ url, item }) => !taken.has(url) && !item.of.deleted)
    .map((item) => [ours.get(item.url) ?? null, rowOf({ ...pageOf(capture), ...item })]);
}

function pageOf(capture: Capture): Omit<ReadingToSave, "url" | "host" | "reading"> {
  return {
    captureId: capture.id,
    collectionId: capture.collectionId,
    sourceId: capture.sourceId,
    collectedAt: capture.capturedAt,
  };
}

function rowOf(page: ReadingToSave): DocumentRow {
  const { document } = page.reading;
  if (document === null || gradeOfReading(page.reading, true, page.item?.of.kind).grade < 2)
    return documentRow(page, null);
  return documentRow(page, {
    text: refineText(document.text),
    title: document.title === null ? null : refineText(document.title),
  });
}

interface Stored {
  /** Current documents that were read from the capture: one of a page, many of a list. */
  documents: StoredVersion[];
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
    .where((row) => row.or([row("deleted_at", "is", null), row("text", "<>", "")]))
    .execute();
  const found = new Map<number, Stored>();
  for (const document of documents) {
    const stored = found.get(document.capture_id);
    if (stored === undefined) found.set(document.capture_id, { documents: [document] });
    else stored.documents.push(document);
  }
  const { rows: bare } = await sql<{ id: number }>`
    select c.id from captures c
    where c.id = any(${sql.val(`{${ids.join(",")}}`)}::bigint[]) and c.status = 200 and c.record_type in ('response', 'resource')
      and c.part_of is null
      and not exists (select 1 from documents d where d.source_id = c.source_id and d.url = c.url and d.current)
      and not exists (select 1 from captures later where later.url = c.url and later.source_id = c.source_id
        and later.id > c.id and later.status = 200 and later.record_type in ('response', 'resource')
        and later.part_of is null)`.execute(db);
  const rules = new Set(captures.filter(({ url }) => new URL(url).pathname === "/robots.txt").map(({ id }) => id));
  for (const { id } of bare) if (!found.has(id) && !rules.has(id)) found.set(id, { documents: [] });
  return found;
}
