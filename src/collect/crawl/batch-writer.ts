import { sql, type Transaction } from "kysely";
import { commitExtents, insertCaptures, type NewCapture, type WarcExtent, type WarcLane } from "../../archive/index.ts";
import type { Db } from "../../platform/db/database.ts";
import type { Schema } from "../../platform/db/schema.ts";
import { raiseAlerts } from "../alerts-store.ts";
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
  visits: readonly FinishedVisit[];
  drafts: readonly CaptureDraft[];
  captures: readonly NewCapture[];
  extents: readonly WarcExtent[];
  /** How far the archive reached before this batch. */
  before: readonly WarcExtent[];
  /** Visits whose bytes are stored already under another address. */
  twins: ReadonlySet<FinishedVisit>;
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
  /** Puts the next stage's work into the same transaction. */
  onDocuments: (trx: Transaction<Schema>, ids: readonly number[]) => Promise<void>;
}

/** Documents of one job of the next stage: answers of lists hold many. */
const jobDocuments = 250;

/** Makes a batch of visits durable, archive first. */
export class BatchWriter {
  readonly #parts: BatchWriterParts;

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
    return { visits, drafts, captures, extents, before, twins };
  }

  /**
   * One transaction for everything. @param again true when an earlier try broke off and may have come through.
   * @throws LostClaimsError, PlaceLostError; any other error means that nothing was stored.
   */
  async commit(batch: PreparedBatch, again: boolean): Promise<void> {
    const { db } = this.#parts;
    const robots = await db
      .transaction()
      .execute(async (trx) => (again && (await isStored(trx, batch)) ? [] : this.#store(trx, batch)));
    this.#parts.told.tell(batch.visits, robots);
    this.#parts.index.add(batch.captures, batch.extents, batch.before);
  }

  /** Closes an archive file that has reached its age while nothing comes, so that it can be shipped. @throws PlaceLostError. */
  async rest(): Promise<void> {
    const { db, lane, place } = this.#parts;
    if (!lane.isOld) return;
    const before = lane.extents();
    const extents = await lane.leave();
    try {
      await db.transaction().execute(async (trx) => {
        await commitExtents(trx, place.name, extents);
        await holdPlace(trx, place, 0);
      });
    } catch (error) {
      await lane.rewind(before);
      throw error;
    }
  }

  /** Takes the archive back to where it was before the batch. */
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

/** After a connection that broke during COMMIT nobody knows whether it took; the captures' places tell. */
async function isStored(trx: Transaction<Schema>, { captures }: PreparedBatch): Promise<boolean> {
  const [first] = captures;
  if (first === undefined) return false;
  const { rows } = await sql`
    select 1 from captures where warc_file = ${first.place.file} and warc_offset = ${first.place.offset}`.execute(trx);
  return rows.length > 0;
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
