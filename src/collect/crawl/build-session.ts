import { Shipper, WarcLane } from "../../archive/index.ts";
import { type Clock, systemClock } from "../../lib/clock.ts";
import type { UnavailableError } from "../../platform/errors.ts";
import { Backlog } from "../backlog/backlog.ts";
import { type CollectionLog, createCollectionLog, noCollectionLog } from "../collection-log.ts";
import { type CollectorPlace, noteBucket, placeLeaseMs } from "../collectors/collector-place.ts";
import { Heartbeat } from "../collectors/heartbeat.ts";
import { returnRows } from "../frontier/frontier-store.ts";
import type { FinishedVisit } from "../visit/finished-visit.ts";
import { BatchWriter } from "./batch-writer.ts";
import { buildParts } from "./build-parts.ts";
import { CollectionDiary } from "./collection-diary.ts";
import type { CollectorOptions } from "./collector.ts";
import type { CollectorParts } from "./collector-parts.ts";
import { CommitLane } from "./commit-lane.ts";
import { HostsInHand } from "./hosts-in-hand.ts";
import { IndexKeeper } from "./index-keeper.ts";
import { LeftToOthers } from "./left-to-others.ts";
import { OrphanMender } from "./mend-orphans.ts";
import { RunningCollections } from "./running-collections.ts";
import { VisitsInLog } from "./visits-in-log.ts";

/** What one stay of a collector in its place works with. */
export interface SessionParts {
  options: CollectorOptions;
  place: CollectorPlace;
  shared: CollectorParts;
  collections: RunningCollections;
  hosts: HostsInHand;
  lane: CommitLane;
  warc: WarcLane;
  keeper: IndexKeeper;
  backlog: Backlog;
  /** Null where the archive is not shared through a bucket. */
  shipper: Shipper | null;
  heart: Heartbeat;
  diary: CollectionLog;
}

/** What the parts ask of the session that they belong to. */
export interface SessionHome {
  isLeaving(): boolean;
  /** Somebody wants the collector to end. */
  leave(): void;
  /** There may be something to do. */
  wake(): void;
  /** Nothing can go on. */
  fail(error: unknown): void;
}

/** Makes the parts of a session, none of them at work yet. */
export function buildSession(options: CollectorOptions, place: CollectorPlace, home: SessionHome): SessionParts {
  const { archive, db, log, settings, http, clock = systemClock, random = Math.random, logFolder = null } = options;
  const leaseMs = placeLeaseMs;
  const diary =
    logFolder === null
      ? noCollectionLog
      : createCollectionLog({ folder: logFolder, collector: place.name, now: clock.now, log });
  const backlog = new Backlog({
    db,
    clock,
    limit: options.backlog ?? null,
    ...(options.disk ? { disk: options.disk } : {}),
  });
  const collections = new RunningCollections(
    db,
    clock,
    settings.allowAddresses,
    { env: options.env ?? {}, endpoints: settings.endpoints },
    new CollectionDiary(db, diary),
    new LeftToOthers({ db, place, alone: options.alone ?? false, clock, log: diary }),
    options.openSession ?? null,
    () => backlog.isHeld,
  );
  const limitsOf = (sourceId: string) => collections.limitsOf(sourceId);
  const shared = buildParts({ ...options, clock, random, limitsOf, collectionLog: diary });
  const { commitPages: pages, commitDelayMs: delayMs, beatMs } = shared.tuning;
  const times = archive.shared?.times ?? null;
  const warc = new WarcLane({
    folder: archive.folder,
    writerId: place.name,
    now: clock.now,
    info: { software: "naru/0.1", robots: "obey" },
    ...(times === null ? {} : { maxFileBytes: times.fileBytes, maxFileAgeMs: times.fileAgeMs }),
  });
  const keeper = new IndexKeeper({ db, folder: archive.folder, place, leaseMs, clock, log });
  const hosts = new HostsInHand({
    parts: shared,
    place,
    collections,
    submit: (visit) => lane.submit(visit),
    onRoom: () => home.wake(),
    onFailure: (error) => home.fail(error),
  });
  const heart = new Heartbeat({
    db,
    place,
    clock,
    log,
    beatMs,
    leaseMs,
    now: () => ({
      state: home.isLeaving() ? "draining" : "running",
      hosts: hosts.size,
      places: settings.concurrency,
    }),
    onAnswer: ({ wanted, others }) => {
      if (wanted === "stop") http.abandon();
      if (wanted !== "run") home.leave();
      hosts.share(others);
    },
    onFailure: (error) => home.fail(error),
  });
  const writer = new BatchWriter({
    db,
    lane: warc,
    index: keeper,
    place,
    heart,
    reader: options.reader,
    told: new VisitsInLog(diary),
    collectionOf: (id) => collections.find(id),
    onDocuments: options.onDocuments,
    backlog,
  });
  const lane = new CommitLane({
    writer,
    clock,
    log,
    pages,
    delayMs,
    restMs: times === null ? null : Math.min(5_000, times.fileAgeMs),
    onLinksDropped: () => shared.seen.clear(),
    onDiskTrouble: (error, visits) => pauseFor(shared, collections, error, visits),
  });
  const shipper = buildShipper(options, place, { keeper, clock });
  return { options, place, shared, collections, hosts, lane, warc, keeper, backlog, shipper, heart, diary };
}

/** Whoever keeps the folder's index ships its files. */
function buildShipper(
  { db, archive: { folder, shared = null }, log }: CollectorOptions,
  place: CollectorPlace,
  { keeper, clock }: { keeper: IndexKeeper; clock: Clock },
): Shipper | null {
  if (shared === null) return null;
  const orphans = new OrphanMender({ db, folder, place, clock, log });
  return new Shipper({
    db,
    folder,
    shared,
    clock,
    log,
    isOurs: () => keeper.keeps,
    onRound: () => orphans.look(),
    onReached: (id) => noteBucket(db, place, id),
  });
}

/** The archive cannot take more: collections pause with the reason, and what was in hand goes back into the queue. */
async function pauseFor(
  { db, seen }: CollectorParts,
  collections: RunningCollections,
  error: UnavailableError,
  visits: readonly FinishedVisit[],
): Promise<void> {
  await collections.pauseFor(
    [...new Set(visits.map(({ collectionId }) => collectionId))],
    error.code,
    `${error.message} ${error.next ?? ""}`.trim(),
  );
  // Links noted as known were never stored.
  seen.clear();
  for (const { row } of visits) {
    if (row !== null) await returnRows(db, [row.claimed.id], row.token).catch(() => {});
  }
}
