import { randomUUID } from "node:crypto";
import { type Kysely, sql, type Transaction } from "kysely";
import { commitExtents, insertCaptures, type WarcExtent, type WarcLane, type WarcPlace } from "../../archive/index.ts";
import { commitMarked, mayBeStored } from "../../platform/db/commit-mark.ts";
import type { Db } from "../../platform/db/database.ts";
import { databaseFault } from "../../platform/db/database-fault.ts";
import type { Schema } from "../../platform/db/schema.ts";
import { insertFound } from "../frontier/frontier-store.ts";
import { addedReasons, sumTallies, type Tally } from "../frontier/tallies.ts";
import { itemPage } from "../item-page.ts";
import { recordItems } from "../items-store.ts";
import type { ReadPage } from "../page-reader.ts";
import { type Patience, patiently } from "../patiently.ts";
import { draftOf, type ImportDraft } from "./drafts.ts";
import { type Found, type FoundTrouble, trouble } from "./found.ts";
import { findCurrentDates, findKnown } from "./known-captures.ts";
import type { Originals } from "./originals.ts";
import { type DraftReaderParts, type DraftReading, readDraft } from "./read-draft.ts";

export interface ImportWriterParts extends DraftReaderParts {
  db: Db;
  lane: WarcLane;
  writerId: string;
  collectionId: number;
  originals: Originals;
  /** How a database that is away is waited for. */
  patience: Patience;
  /** Puts the next stage's work into the same transaction. */
  onDocuments: (trx: Transaction<Schema>, ids: readonly number[]) => Promise<void>;
}

/** What a batch came to. */
export interface BatchOutcome {
  archived: number;
  /** In the archive already. */
  known: number;
  /** Documents that are new or changed. */
  documents: number;
  rows: number;
  troubles: FoundTrouble[];
  /** Revisits whose originals are not in the archive, or not yet. */
  unsettled: Found[];
  /** False when somebody stopped the collection. */
  running: boolean;
}

interface ImportBatch {
  drafts: readonly ImportDraft[];
  readings: readonly DraftReading[];
  places: readonly WarcPlace[];
  extents: readonly WarcExtent[];
  troubles: readonly FoundTrouble[];
  known: number;
}

interface Stored {
  documents: number;
  running: boolean;
  /** Of the captures, in the order of the drafts. */
  ids: readonly number[];
}

/** Documents of one job of the next stage. Those of a batch are short, or few. */
const jobDocuments = 1_000;

/** Makes what was found durable as a collector does: archive first, then one transaction for all that speaks of it. */
export class ImportWriter {
  readonly #parts: ImportWriterParts;

  constructor(parts: ImportWriterParts) {
    this.#parts = parts;
  }

  /**
   * Stores a batch. One thing that the database refuses does not take the others with it.
   * @throws UnavailableError `disk_full` or `archive_unwritable`, and what the database throws when it is away and the import is stopped.
   */
  async store(found: readonly Found[]): Promise<BatchOutcome> {
    const { collectionId, source, originals, db, patience } = this.#parts;
    const troubles = found.filter((one) => one.kind === "trouble");
    const drafts: ImportDraft[] = [];
    const unsettled: Found[] = [];
    for (const one of found) {
      if (one.kind === "trouble") continue;
      const draft = draftOf(one, collectionId, source.id);
      if (await patiently(patience, () => originals.settle(draft))) drafts.push(draft);
      else unsettled.push(one);
    }
    const known = await patiently(patience, () => findKnown(db, source.id, drafts));
    const fresh = drafts.filter((draft) => !known.has(draft));
    const outcome = await this.#write(fresh, troubles, known.size);
    return { ...outcome, unsettled };
  }

  async #write(
    drafts: readonly ImportDraft[],
    troubles: readonly FoundTrouble[],
    known: number,
  ): Promise<Omit<BatchOutcome, "unsettled">> {
    const { lane } = this.#parts;
    const readings = drafts.map((draft) => readDraft(draft, this.#parts));
    const told = [...troubles, ...readings.flatMap(({ trouble: one }) => one ?? [])];
    const before = lane.extents();
    const { places, extents } =
      drafts.length === 0 ? { places: [], extents: [] } : await lane.write(drafts.map(({ exchange }) => exchange));
    const batch = { drafts, readings, places, extents, troubles: told, known };
    try {
      const { ids, ...stored } = await this.#commit(batch);
      this.#remember(drafts, ids);
      const rows = drafts.reduce((sum, { found }) => sum + (found.kind === "payload" ? found.rows : 0), 0);
      return { ...stored, archived: drafts.length, known, rows, troubles: told };
    } catch (error) {
      // The database is away, and the import was stopped meanwhile: what it has of the batch stays, the rest is cut off by the next import.
      if (databaseFault(error) === "machine") throw error;
      await lane.rewind(before);
      if (databaseFault(error) !== "data" || drafts.length === 0) throw error;
      return this.#writeApart(drafts, troubles, known, error);
    }
  }

  /** One transaction; waits for a database that is away, and settles a try that went unanswered before it tries again. */
  async #commit(batch: ImportBatch): Promise<Stored> {
    const { db, writerId: writer, patience } = this.#parts;
    const mark = randomUUID();
    let unsure = false;
    let stored: Stored = { documents: 0, running: true, ids: [] };
    await patiently(patience, async () => {
      try {
        await commitMarked(db, { writer, mark, unsure }, async (trx) => {
          stored = await this.#store(trx, batch);
        });
      } catch (error) {
        unsure ||= mayBeStored(error);
        throw error;
      }
    });
    return stored;
  }

  /** Records of foreign files that later ones may repeat. */
  #remember(drafts: readonly ImportDraft[], ids: readonly number[]): void {
    for (const [index, { found }] of drafts.entries()) {
      const id = ids[index];
      if (found.kind === "exchange" && found.declaredDigest !== null && found.repeats === null && id !== undefined) {
        this.#parts.originals.remember(found.declaredDigest, id);
      }
    }
  }

  /** Halves the batch until what cannot be stored stands alone, and names it. */
  async #writeApart(drafts: readonly ImportDraft[], troubles: readonly FoundTrouble[], known: number, error: unknown) {
    const [first] = drafts;
    if (drafts.length === 1 && first !== undefined) {
      const detail = `The database does not take it: ${error instanceof Error ? error.message.slice(0, 300) : error}`;
      return this.#write([], [...troubles, trouble(first.capture.url, "parse_failed", detail)], known);
    }
    const middle = Math.ceil(drafts.length / 2);
    const one = await this.#write(drafts.slice(0, middle), troubles, known);
    const two = await this.#write(drafts.slice(middle), [], 0);
    return {
      archived: one.archived + two.archived,
      known: one.known,
      documents: one.documents + two.documents,
      rows: one.rows + two.rows,
      troubles: [...one.troubles, ...two.troubles],
      running: two.running,
    };
  }

  async #store(trx: Transaction<Schema>, batch: ImportBatch): Promise<Stored> {
    const { collectionId, reader, writerId, onDocuments } = this.#parts;
    const { drafts, readings, places, extents, troubles, known } = batch;
    const captures = drafts.map(({ capture }, index) => {
      const place = places[index];
      if (place === undefined) throw new Error("The archive gave fewer places than captures.");
      return { ...capture, place };
    });
    const ids = await insertCaptures(trx, captures);
    await commitExtents(trx, writerId, extents);
    const items = drafts.flatMap((draft, index) => this.#itemPages(draft, readings[index], ids[index] ?? 0));
    const pages = await this.#newestPages(trx, drafts, readings, ids);
    const documents = items.length + pages.length === 0 ? [] : await reader.save(trx, [...pages, ...items]);
    for (let at = 0; at < documents.length; at += jobDocuments) {
      await onDocuments(trx, documents.slice(at, at + jobDocuments));
    }
    const met = items.map(({ url, sourceId }) => ({ collectionId, sourceId, url, deleted: false }));
    const counted = await recordItems(trx, met, documents);
    const tallies = await this.#noteTroubles(trx, troubles);
    const done = drafts.length + known;
    tallies.push(
      { collectionId, kind: "found", reason: null, n: done },
      { collectionId, kind: "done", reason: null, n: done },
    );
    const bytes = captures.reduce(
      (sum, { recordType, payloadLength }) => sum + (recordType.startsWith("revisit") ? 0 : payloadLength),
      0,
    );
    const sums = sumTallies(tallies);
    // Last, since whoever stops the collection waits for this row.
    const { rows } = await sql<{ status: string }>`
      update collections set pages = pages + ${pages.length}, captures = captures + ${captures.length},
        documents = documents + ${documents.length}, bytes = bytes + ${bytes}, items = items + ${counted.get(collectionId)?.items ?? 0},
        found = found + ${sums.found}, done = done + ${sums.done}, failed = failed + ${sums.failed},
        skipped = skipped + ${sums.skipped}, reasons = ${addedReasons(sums.reasons)}
      where id = ${collectionId} returning status`.execute(trx);
    return { documents: documents.length, running: rows[0]?.status === "running", ids };
  }

  #itemPages(draft: ImportDraft, reading: DraftReading | undefined, captureId: number): ReadPage[] {
    const { collectionId, source } = this.#parts;
    return (reading?.items ?? []).flatMap((item) => {
      const page = itemPage(item, source.id, source.version);
      return page === null ? [] : [{ ...page, captureId, collectionId, collectedAt: draft.capture.capturedAt }];
    });
  }

  /** Pages in the order of their moments. A page of the web that is older than the one we have stays an older capture of it. */
  async #newestPages(
    trx: Kysely<Schema>,
    drafts: readonly ImportDraft[],
    readings: readonly DraftReading[],
    ids: readonly number[],
  ): Promise<ReadPage[]> {
    const { collectionId, source } = this.#parts;
    const pages = drafts.flatMap(({ capture }, index): ReadPage[] => {
      const reading = readings[index]?.page ?? null;
      if (reading === null) return [];
      const { url, host, capturedAt: collectedAt } = capture;
      return [{ captureId: ids[index] ?? 0, collectionId, sourceId: source.id, url, host, collectedAt, reading }];
    });
    const fromWeb = pages.filter(({ host }) => host !== "").map(({ url }) => url);
    const dates = await findCurrentDates(trx, source.id, fromWeb);
    return pages
      .filter(
        ({ url, collectedAt }) => collectedAt.getTime() >= (dates.get(url)?.getTime() ?? Number.NEGATIVE_INFINITY),
      )
      .sort((a, b) => a.collectedAt.getTime() - b.collectedAt.getTime());
  }

  /** Keeps them where the list of failures looks; the report counts them. */
  async #noteTroubles(trx: Kysely<Schema>, troubles: readonly FoundTrouble[]): Promise<Tally[]> {
    const { collectionId } = this.#parts;
    const rows = troubles.map(({ url, reason, detail }) => ({
      collectionId,
      url: storable(url),
      host: "",
      depth: 0,
      foundBy: "seed" as const,
      hops: 0,
      parentId: null,
      skip: { reason, detail },
    }));
    const tallies = await insertFound(trx, rows);
    const failed = troubles.filter(({ skipped }) => !skipped);
    if (failed.length === 0) return tallies;
    const { rows: changed } = await sql<{ reason: FoundTrouble["reason"]; n: number }>`
      with failed as (
        update frontier f set state = 'failed', finished_at = now()
        from json_array_elements_text(${JSON.stringify(failed.map(({ url }) => storable(url)))}::json) as r(url)
        where f.collection_id = ${collectionId} and f.url = r.url and f.state = 'skipped'
        returning f.reason
      ) select reason, count(*) as n from failed group by 1`.execute(trx);
    return [
      ...tallies,
      ...changed.flatMap(({ n }): Tally[] => [
        { collectionId, kind: "failed", reason: null, n },
        { collectionId, kind: "skipped", reason: null, n: -n },
      ]),
    ];
  }
}

function storable(url: string): string {
  return url.replaceAll("\0", "").toWellFormed().slice(0, 2_048);
}
