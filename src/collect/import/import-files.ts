import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Transaction } from "kysely";
import { closeFiles, type SharedArchive, WarcLane } from "../../archive/index.ts";
import type { FailureReason } from "../../domain/failure.ts";
import type { Clock } from "../../lib/clock.ts";
import { naruVersion } from "../../lib/version.ts";
import type { Db } from "../../platform/db/database.ts";
import type { Schema } from "../../platform/db/schema.ts";
import type { Log } from "../../platform/log.ts";
import { loadAuthorKey } from "../author-key.ts";
import { Backlog, type RoomOnDisk } from "../backlog/backlog.ts";
import type { BacklogLimit, BacklogState } from "../backlog/backlog-store.ts";
import { waitForReading } from "../backlog/wait-for-reading.ts";
import { archiveId } from "../collectors/archive-id.ts";
import { recoverArchive } from "../crawl/recover-archive.ts";
import type { PageReader } from "../page-reader.ts";
import { orderOf } from "../sources/order.ts";
import { authorHasher } from "../sources/source-in-hand.ts";
import type { Found } from "./found.ts";
import { beginImport, endImport, isRunning } from "./import-collection.ts";
import { lockedByUs, lockImports } from "./import-lock.ts";
import { type CheckedImport, checkImport, type ImportRequest } from "./import-request.ts";
import { ImportWriter } from "./import-writer.ts";
import { defaultImportLimits, type ImportLimits } from "./limits.ts";
import { Originals } from "./originals.ts";
import { readFileInHand } from "./read-file.ts";
import { shipImported } from "./ship-imported.ts";
import { walkFiles } from "./walk.ts";

export interface ImportParts {
  db: Db;
  /** Folder of the WARC files. */
  archiveFolder: string;
  reader: PageReader;
  clock: Clock;
  log: Log;
  /** Puts the next stage's work into the transaction that stores the documents. */
  onDocuments: (trx: Transaction<Schema>, ids: readonly number[]) => Promise<void>;
  onProgress?: (report: ImportReport) => void;
  /** Told while it waits because what was brought has yet to be read. */
  onWait?: (state: BacklogState) => void;
  /** Told while it waits for room on the disk, with what is short. */
  onFullDisk?: (shortage: string) => void;
  signal?: AbortSignal;
  /** How much may wait to be read; null or absent for no bound. */
  backlog?: BacklogLimit | null;
  /** The disk of the archive; absent where nobody watches it. */
  disk?: RoomOnDisk;
  limits?: Partial<ImportLimits>;
  /** Where the archive's files are shipped to; null or absent for nowhere. */
  shared?: SharedArchive | null;
}

/** What an import came to, or has come to so far. */
export interface ImportReport {
  collectionId: number;
  /** Files looked into. */
  files: number;
  /** Records written into the archive: pages, chunks of tables, answers out of web archives. */
  archived: number;
  /** Those that the archive had already. */
  known: number;
  /** Rows of tables that were archived now. */
  rows: number;
  /** Documents that are new or changed. */
  documents: number;
  failed: number;
  skipped: number;
  byReason: Record<string, number>;
  /** The first hundred of those that failed. */
  failures: { url: string; reason: FailureReason; detail: string }[];
  /** False when it was stopped before its end. */
  finished: boolean;
}

const neverAborted = new AbortController().signal;
const batchItems = 64;
const batchBytes = 4 * 2 ** 20;
const batchRows = 1_000;
const failuresTold = 100;
/** Revisits that wait for the records they repeat. */
const maxWaiting = 20_000;

/**
 * Takes files that a person has into the archive and makes documents of them, as of anything collected. It is a collection in the list; what the
 * archive has already is known, so an import that broke off is simply begun again.
 * @throws what `checkImport` throws; ConflictError `import_under_way`; UnavailableError `disk_full` or `archive_unwritable`.
 */
export async function importFiles(request: ImportRequest, parts: ImportParts): Promise<ImportReport> {
  const checked = await checkImport(request);
  const lock = lockImports(parts.archiveFolder);
  try {
    const report = await new ImportRun(checked, parts).run();
    const { db, archiveFolder: folder, shared = null, clock, log, signal = neverAborted } = parts;
    if (shared !== null) await shipImported({ db, folder, shared, clock, log }, signal);
    return report;
  } finally {
    lock.release();
  }
}

class ImportRun {
  readonly #checked: CheckedImport;
  readonly #parts: ImportParts;
  readonly #limits: ImportLimits;
  readonly #report: ImportReport;
  readonly #backlog: Backlog;
  /** Revisits that came before what they repeat. */
  #waiting: Found[] = [];
  #stopped = false;
  /** What has to be unpacked lies here while it is read. */
  readonly #scratch: string;

  constructor(checked: CheckedImport, parts: ImportParts) {
    this.#checked = checked;
    this.#parts = parts;
    this.#backlog = new Backlog({
      db: parts.db,
      clock: parts.clock,
      limit: parts.backlog ?? null,
      ...(parts.disk ? { disk: parts.disk } : {}),
    });
    this.#scratch = join(parts.archiveFolder, "import", "unpacked");
    this.#limits = { ...defaultImportLimits, ...parts.limits };
    this.#report = {
      collectionId: 0,
      files: 0,
      archived: 0,
      known: 0,
      rows: 0,
      documents: 0,
      failed: 0,
      skipped: 0,
      byReason: {},
      failures: [],
      finished: false,
    };
  }

  async run(): Promise<ImportReport> {
    const { db, archiveFolder, clock, log, shared = null } = this.#parts;
    // A killed import leaves behind what it had unpacked; the lock says that nobody else does.
    await rm(this.#scratch, { recursive: true, force: true });
    const writerId = `import.${archiveId(archiveFolder).slice(0, 8)}`;
    await recoverArchive(db, { folder: archiveFolder, writerId, isStillOurs: lockedByUs }, log);
    this.#report.collectionId = await beginImport(db, this.#checked, writerId);
    const lane = new WarcLane({
      folder: archiveFolder,
      writerId,
      now: clock.now,
      info: { software: `naru/${naruVersion}`, description: "Imported files" },
      ...(shared === null ? {} : { maxFileBytes: shared.times.fileBytes }),
    });
    try {
      await this.#importAll(await this.#openWriter(lane, writerId));
      this.#report.finished = !this.#stopped;
    } catch (error) {
      await endImport(db, this.#report, error).catch(() => {});
      throw error;
    } finally {
      const extents = await lane.close();
      await closeFiles(db, extents).catch(() => {});
    }
    await endImport(db, this.#report, null);
    return this.#report;
  }

  async #openWriter(lane: WarcLane, writerId: string): Promise<ImportWriter> {
    const { db, reader, onDocuments, clock, log, signal } = this.#parts;
    const { source, stored } = this.#checked;
    return new ImportWriter({
      db,
      lane,
      writerId,
      collectionId: this.#report.collectionId,
      originals: new Originals(db, source.id),
      patience: { clock, log, ...(signal === undefined ? {} : { signal }) },
      onDocuments,
      source,
      order: orderOf(source, stored, {}),
      reader,
      hashAuthor: authorHasher(source.id, await loadAuthorKey(db)),
    });
  }

  async #importAll(writer: ImportWriter): Promise<void> {
    let batch: Found[] = [];
    let bytes = 0;
    let rows = 0;
    // While the database takes one batch the next one is read.
    let storing = Promise.resolve();
    try {
      for await (const found of this.#allFound()) {
        batch.push(found);
        bytes += sizeOf(found);
        rows += found.kind === "payload" ? found.rows : 0;
        if (batch.length >= batchItems || bytes >= batchBytes || rows >= batchRows) {
          await storing;
          if (this.#isStopped()) break;
          storing = this.#storeFull(writer, batch);
          // Told where it is waited for.
          storing.catch(() => {});
          [batch, bytes, rows] = [[], 0, 0];
        }
        if (this.#isStopped()) break;
      }
      await storing;
    } finally {
      // Whatever ended the reading: nothing is written behind the end of this.
      await storing.catch(() => {});
    }
    if (this.#isStopped()) return;
    await this.#store(writer, batch);
    await this.#settleWaiting(writer);
  }

  async #storeFull(writer: ImportWriter, batch: readonly Found[]): Promise<void> {
    await this.#store(writer, batch);
    if (this.#waiting.length > maxWaiting) await this.#settleWaiting(writer);
  }

  async *#allFound(): AsyncGenerator<Found> {
    const { said, header, urlBase, source, roots } = this.#checked;
    const whole = source.id !== "files";
    const options = { whole, said, header, urlBase, scratch: this.#scratch, limits: this.#limits };
    for await (const file of walkFiles(roots, this.#limits, this.#parts.clock.now())) {
      if (file.kind === "trouble") {
        yield file;
        continue;
      }
      this.#report.files += 1;
      yield* readFileInHand(file, options);
    }
  }

  async #store(writer: ImportWriter, batch: readonly Found[]): Promise<void> {
    if (batch.length === 0) return;
    await this.#untilRead();
    if (this.#isStopped()) return;
    // What a revisit repeats is to be there before it, and both may be in this batch.
    const first = batch.filter((found) => found.kind !== "exchange" || found.repeats === null);
    const repeats = batch.filter((found) => found.kind === "exchange" && found.repeats !== null);
    for (const part of [first, repeats]) {
      if (part.length === 0) continue;
      const outcome = await writer.store(part);
      this.#backlog.brought(outcome.documents);
      const report = this.#report;
      report.archived += outcome.archived;
      report.known += outcome.known;
      report.rows += outcome.rows;
      report.documents += outcome.documents;
      for (const { url, reason, detail, skipped } of outcome.troubles) {
        if (skipped) report.skipped += 1;
        else {
          report.failed += 1;
          if (report.failures.length < failuresTold) report.failures.push({ url, reason, detail });
        }
        report.byReason[reason] = (report.byReason[reason] ?? 0) + 1;
      }
      this.#waiting.push(...outcome.unsettled);
      if (!outcome.running) this.#stopped = true;
    }
    this.#parts.onProgress?.(this.#report);
  }

  /** Waits while too much has yet to be read. */
  #untilRead(): Promise<void> {
    const { db, clock, onWait = () => {}, onFullDisk = () => {} } = this.#parts;
    const goesOn = async () => {
      if (!(await isRunning(db, this.#report.collectionId))) this.#stopped = true;
      return !this.#isStopped();
    };
    return waitForReading({ db, clock, backlog: this.#backlog, goesOn, onWait, onFullDisk });
  }

  /** Tries once more what repeats a record that may have come since, and names what is still alone. */
  async #settleWaiting(writer: ImportWriter): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let at = 0; at < waiting.length; at += batchItems) {
      await this.#store(writer, waiting.slice(at, at + batchItems));
    }
    const alone = this.#waiting;
    this.#waiting = [];
    for (let at = 0; at < alone.length; at += batchItems) {
      const troubles = alone.slice(at, at + batchItems).map((found) => ({
        kind: "trouble" as const,
        url: found.kind === "exchange" ? found.exchange.url : found.url,
        reason: "not_found" as const,
        detail: "It repeats a record that is in none of the files and not in the archive.",
        skipped: false,
      }));
      await this.#store(writer, troubles);
    }
  }

  #isStopped(): boolean {
    this.#stopped ||= this.#parts.signal?.aborted === true;
    return this.#stopped;
  }
}

function sizeOf(found: Found): number {
  if (found.kind === "payload") return found.body.length;
  return found.kind === "exchange" ? found.exchange.response.body.length : 200;
}
