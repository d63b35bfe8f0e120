import { randomUUID } from "node:crypto";
import type { Transaction } from "kysely";
import {
  closeFiles,
  commitExtents,
  insertCaptures,
  isVouched,
  type NewCapture,
  type WarcExtent,
  type WarcLane,
} from "../../archive/index.ts";
import { commitMarked, mayBeStored } from "../../platform/db/commit-mark.ts";
import type { Db } from "../../platform/db/database.ts";
import type { Schema } from "../../platform/db/schema.ts";
import { raiseAlerts } from "../alerts-store.ts";
import type { Backlog } from "../backlog/backlog.ts";
import { type CollectorPlace, holdPlace } from "../collectors/collector-place.ts";
import type { Heartbeat } from "../collectors/heartbeat.ts";
import { LostClaimsError } from "../errors.ts";
import { finishRows, insertFound } from "../frontier/frontier-store.ts";
import { countHosts } from "../frontier/host-tallies.ts";
import type { Tally } from "../frontier/tallies.ts";
import { itemPage } from "../item-page.ts";
import {
  eraseItems,
  type ItemCounts,
  markGonePages,
  missingComments,
  recordItems,
  withBranches,
} from "../items-store.ts";
import type { PageReader, ReadPage } from "../page-reader.ts";
import { saveMarks } from "../sources/marks.ts";
import { normalizeUrl } from "../url-normal-form.ts";
import type { CaptureDraft, FinishedVisit } from "../visit/finished-visit.ts";
import { settleCanonicals } from "./canonical-store.ts";
import { countInto } from "./collection-counts.ts";
import type { CollectionInHand } from "./collection-in-hand.ts";
import type { IndexKeeper } from "./index-keeper.ts";
import { findTwins, markTwins } from "./twins.ts";
import type { RobotsChange, VisitsInLog } from "./visits-in-log.ts";

export interface PreparedBatch {
  /** Names it in the database. */
  mark: string;
  visits: readonly FinishedVisit[];
  drafts: readonly CaptureDraft[];
  captures: readonly NewCapture[];
  extents: readonly WarcExtent[];
  /** How far the archive reached before this batch. */
  before: readonly WarcExtent[];
  /** Visits whose bytes are stored already under another address. */
  twins: ReadonlySet<FinishedVisit>;
  /** A try to commit it went unanswered. */
  unsure: boolean;
  /** What the last try did to robots.txt files. */
  robots: readonly RobotsChange[];
}

export interface BatchWriterParts {
  db: Db;
  lane: WarcLane;
  index: IndexKeeper;
  /** What is stored is stored only while the place is this collector's. */
  place: CollectorPlace;
  heart: Heartbeat;
  reader: PageReader;
  /** Told of what was stored. */
  told: VisitsInLog;
  collectionOf: (id: number) => CollectionInHand | undefined;
  backlog: Backlog;
  /** Puts the next stage's work into the same transaction. */
  onDocuments: (trx: Transaction<Schema>, ids: readonly number[]) => Promise<void>;
}

/** Documents of one job of the next stage: answers of lists hold many. */
const jobDocuments = 250;

/** Makes a batch of visits durable, archive first. */
export class BatchWriter {
  readonly #parts: BatchWriterParts;
  /** Files that were left; the database is still to hear of it. */
  #leaving: readonly WarcExtent[] | null = null;

  constructor(parts: BatchWriterParts) {
    this.#parts = parts;
  }

  /** Writes the archive. @throws UnavailableError `disk_full` or `archive_unwritable`; nothing was kept then. */
  async prepare(visits: readonly FinishedVisit[]): Promise<PreparedBatch> {
    const { db, lane, heart } = this.#parts;
    await heart.makeSure();
    const twins = markTwins(visits, await findTwins(db, visits));
    const drafts = visits.flatMap(({ captures }) => captures);
    const before = lane.extents();
    const { places, extents } = await lane.write(drafts.map(({ exchange }) => exchange));
    const captures = drafts.map(({ capture }, index) => {
      const place = places[index];
      if (place === undefined) throw new Error("The archive gave fewer places than captures.");
      return { ...capture, place };
    });
    return { mark: randomUUID(), visits, drafts, captures, extents, before, twins, unsure: false, robots: [] };
  }

  /**
   * One transaction for everything. A try that went unanswered is settled by the next, before anything else is written.
   * @throws LostClaimsError, PlaceLostError, and what the database refuses: nothing of the batch is stored then. What says that the database is away
   * leaves it open; the same batch is to be committed again.
   */
  async commit(batch: PreparedBatch): Promise<void> {
    const { db, place } = this.#parts;
    try {
      await commitMarked(db, { writer: place.name, mark: batch.mark, unsure: batch.unsure }, async (trx) => {
        // Whoever took the place may have committed since, under marks of its own; the bytes tell.
        if (batch.unsure && (await isVouched(trx, batch.extents))) return;
        batch.robots = await this.#store(trx, batch);
      });
    } catch (error) {
      batch.unsure ||= mayBeStored(error);
      throw error;
    }
    this.#parts.told.tell(batch.visits, batch.robots);
    this.#parts.index.add(batch.captures, batch.extents, batch.before);
  }

  /**
   * Closes an archive file that has reached its age while nothing comes, so that it can be shipped. A file that was left stays left, whatever
   * becomes of the word to the database: somebody may be shipping it. @throws PlaceLostError.
   */
  async rest(): Promise<void> {
    const { db, lane, place } = this.#parts;
    if (lane.isOld) this.#leaving = await lane.leave();
    const leaving = this.#leaving;
    if (leaving === null) return;
    await db.transaction().execute(async (trx) => {
      await closeFiles(trx, leaving);
      await holdPlace(trx, place, 0);
    });
    this.#leaving = null;
  }

  /** Takes the archive back to where it was before the batch. Only for one that the database is known to have nothing of. */
  undo({ before, visits }: PreparedBatch): Promise<void> {
    // Only our own doubles are undone: a revisit that the server asked for stays one.
    for (const { captures } of visits) {
      for (const { exchange, capture } of captures) {
        if (capture.recordType !== "revisit_identical") continue;
        exchange.revisit = null;
        capture.recordType = "response";
        capture.refersTo = null;
      }
    }
    return this.#parts.lane.rewind(before);
  }

  async #store(trx: Transaction<Schema>, batch: PreparedBatch): Promise<RobotsChange[]> {
    const { visits, twins } = batch;
    const ids = await insertCaptures(trx, batch.captures);
    await commitExtents(trx, this.#parts.place.name, batch.extents);
    const idOf = new Map(batch.drafts.map((draft, index) => [draft, ids[index] ?? 0]));
    const captureOf = (visit: FinishedVisit) => {
      const last = visit.captures.at(-1);
      return last === undefined ? null : (idOf.get(last) ?? null);
    };
    const { duplicates, tallies } = await settleCanonicals(trx, visits);
    await finishOurs(trx, visits, captureOf, duplicates);
    const found = visits.flatMap((visit) => visit.found);
    tallies.push(...(await insertFound(trx, found)), ...endsOf(visits));
    const pages = visits
      .filter((visit) => visit.reading?.document && !twins.has(visit) && !duplicates.has(visit))
      .map((visit) => readPageOf(visit, captureOf(visit)))
      .filter((page) => page !== null);
    const met = visits.flatMap((visit) => itemPagesOf(visit, captureOf(visit)));
    const all = [...pages, ...met.filter(({ item }) => !item.of.deleted)];
    const documents = all.length === 0 ? [] : await this.#parts.reader.save(trx, all);
    this.#parts.backlog.brought(documents.length);
    for (let at = 0; at < documents.length; at += jobDocuments) {
      await this.#parts.onDocuments(trx, documents.slice(at, at + jobDocuments));
    }
    const robots = await saveRobots(trx, visits, captureOf);
    await countHosts(trx, visits);
    const items = await settleItems(trx, visits, met, documents);
    await countInto(trx, { visits, pages, items, tallies }, this.#parts.collectionOf);
    const read = visits.filter(({ row }) => row?.end.state === "done" && row.end.isPage).length;
    await holdPlace(trx, this.#parts.place, read);
    return robots;
  }
}

async function finishOurs(
  trx: Transaction<Schema>,
  visits: readonly FinishedVisit[],
  captureOf: (visit: FinishedVisit) => number | null,
  duplicates: ReadonlyMap<FinishedVisit, string>,
): Promise<void> {
  const results = visits.flatMap((visit) => {
    if (visit.row === null) return [];
    const { claimed, token, end } = visit.row;
    const duplicate = duplicates.get(visit);
    const told = duplicate === undefined || end.state !== "done" ? end : { ...end, detail: duplicate };
    return [{ id: claimed.id, token, end: told, captureId: captureOf(visit) }];
  });
  const ours = await finishRows(trx, results);
  const lost = results.map(({ id }) => id).filter((id) => !ours.has(id));
  if (lost.length > 0) throw new LostClaimsError(lost);
}

function endsOf(visits: readonly FinishedVisit[]): Tally[] {
  return visits.flatMap(({ collectionId, row }) => {
    if (row === null || row.end.state === "retry" || row.end.state === "wait") return [];
    return [{ collectionId, kind: row.end.state, reason: row.end.state === "done" ? null : row.end.reason, n: 1 }];
  });
}

function readPageOf(visit: FinishedVisit, captureId: number | null): ReadPage | null {
  const last = visit.captures.at(-1);
  if (visit.reading === null || captureId === null || last === undefined || visit.row === null) return null;
  const { url, host } = visit.row.claimed;
  const { collectionId, sourceId, reading } = visit;
  return { captureId, collectionId, sourceId, url, host, collectedAt: last.capture.capturedAt, reading };
}

/** An item and the capture that it was read from. */
type ItemPage = ReadPage & { item: NonNullable<ReadPage["item"]> };

function itemPagesOf(visit: FinishedVisit, captureId: number | null): ItemPage[] {
  const last = visit.captures.at(-1);
  if (captureId === null || last === undefined) return [];
  const { collectionId, sourceId } = visit;
  return visit.items.flatMap((item) => {
    const page = itemPage(item, sourceId, visit.itemsVersion);
    return page === null ? [] : [{ ...page, captureId, collectionId, collectedAt: last.capture.capturedAt }];
  });
}

/** Notes the items that visits met, erases those that are no more, and keeps marks and alerts. Gives new items by collection. */
async function settleItems(
  trx: Transaction<Schema>,
  visits: readonly FinishedVisit[],
  met: readonly ItemPage[],
  fresh: readonly number[],
): Promise<Map<number, ItemCounts>> {
  const gone = [
    ...met.filter(({ item }) => item.of.deleted).map(({ sourceId, url }) => ({ sourceId, url })),
    ...visits.flatMap(({ sourceId, gone: urls }) => normalOf(sourceId, urls)),
  ];
  const whole = visits.flatMap(({ sourceId, goneWhole }) => normalOf(sourceId, goneWhole));
  await eraseItems(trx, gone);
  await eraseItems(trx, await withBranches(trx, whole));
  const seen = visits.flatMap(({ sourceId, allComments }) =>
    allComments.flatMap(({ root, urls }) =>
      normalOf(sourceId, [root]).map((at) => ({ ...at, seen: normalOf(sourceId, urls) })),
    ),
  );
  await eraseItems(trx, await missingComments(trx, seen));
  await markGonePages(trx, visits);
  const rows = met.map(({ collectionId, sourceId, url, item }) => ({
    collectionId,
    sourceId,
    url,
    deleted: item.of.deleted,
  }));
  const items = await recordItems(trx, rows, fresh);
  await saveMarks(
    trx,
    visits.flatMap(({ marks, collectionId }) => marks.map((mark) => ({ ...mark, collectionId }))),
  );
  const alerts = visits.flatMap(({ alerts: raised, collectionId, sourceId }) =>
    raised.map((alert) => ({ ...alert, collectionId, sourceId })),
  );
  await raiseAlerts(trx, alerts);
  return items;
}

function normalOf(sourceId: string, urls: readonly string[]): { sourceId: string; url: string }[] {
  return urls.flatMap((address) => {
    const normal = normalizeUrl(address);
    return normal === null ? [] : [{ sourceId, url: normal.url }];
  });
}

async function saveRobots(
  trx: Transaction<Schema>,
  visits: readonly FinishedVisit[],
  captureOf: (visit: FinishedVisit) => number | null,
): Promise<RobotsChange[]> {
  const changes: RobotsChange[] = [];
  for (const visit of visits) {
    if (visit.robots === null) continue;
    const { origin, outcome, httpStatus, body, expiresAt } = visit.robots;
    const { collectionId } = visit;
    const known = await trx
      .selectFrom("robots")
      .select(["outcome", "body"])
      .where("origin", "=", origin)
      .executeTakeFirst();
    const changed = known !== undefined && (known.outcome !== outcome || known.body !== body);
    changes.push({ collectionId, origin, outcome, httpStatus, before: known?.outcome ?? null, changed });
    const row = {
      fetched_at: new Date(),
      expires_at: expiresAt,
      outcome,
      http_status: httpStatus,
      body,
      capture_id: captureOf(visit),
    };
    await trx
      .insertInto("robots")
      .values({ origin, ...row })
      .onConflict((conflict) => conflict.column("origin").doUpdateSet(row))
      .execute();
  }
  return changes;
}
