import { setTimeout as delay } from "node:timers/promises";
import type { Transaction } from "kysely";
import { commitExtents, type WarcExtent, WarcLane } from "../../archive/index.ts";
import { type Clock, systemClock } from "../../lib/clock.ts";
import { type Db, isConnectionError } from "../../platform/db/database.ts";
import type { Schema } from "../../platform/db/schema.ts";
import type { UnavailableError } from "../../platform/errors.ts";
import type { OutgoingHttp } from "../../platform/http-out/index.ts";
import type { Log } from "../../platform/log.ts";
import { type CollectionLog, createCollectionLog, noCollectionLog } from "../collection-log.ts";
import { archiveId } from "../collectors/archive-id.ts";
import { type CollectorPlace, holdPlace, leavePlace, placeLeaseMs, takePlace } from "../collectors/collector-place.ts";
import { Heartbeat } from "../collectors/heartbeat.ts";
import { PlaceLostError } from "../errors.ts";
import { returnRows } from "../frontier/frontier-store.ts";
import { dropLeasesOf } from "../frontier/host-lease.ts";
import type { PageReader } from "../page-reader.ts";
import type { Renderer } from "../render/renderer.ts";
import type { SessionInHand } from "../sessions/session-in-hand.ts";
import type { CollectorTuning, CollectSettings } from "../settings.ts";
import type { Environment } from "../sources/keys.ts";
import type { FinishedVisit } from "../visit/finished-visit.ts";
import { BatchWriter } from "./batch-writer.ts";
import { buildParts } from "./build-parts.ts";
import { CollectionDiary } from "./collection-diary.ts";
import type { CollectorParts } from "./collector-parts.ts";
import { CommitLane } from "./commit-lane.ts";
import { HostsInHand } from "./hosts-in-hand.ts";
import { IndexKeeper } from "./index-keeper.ts";
import { recoverArchive } from "./recover-archive.ts";
import { RunningCollections } from "./running-collections.ts";
import { VisitsInLog } from "./visits-in-log.ts";

export interface CollectorOptions {
  db: Db;
  /** Folder of the WARC files; any number of collectors may share it. */
  archive: { folder: string };
  /** Name of the place in the registry that it takes, and writes WARC files and leases under; null takes the first free of this host. */
  name: string | null;
  /** No other process can be at work on this database: whoever is in the place is dead. Default false. */
  alone?: boolean;
  reader: PageReader;
  http: OutgoingHttp;
  /** Renders pages that are empty without a browser; absent, they fail with `needs_render`. Whoever gives it closes it. */
  renderer?: Renderer | null;
  /** Opens a person's stored session by name; absent, collections that name one fail with `session_unavailable`. */
  openSession?: (name: string) => Promise<SessionInHand>;
  settings: CollectSettings;
  log: Log;
  /** Puts the next stage's work into the transaction that stores the documents. */
  onDocuments: (trx: Transaction<Schema>, ids: readonly number[]) => Promise<void>;
  /** Folder for a log of each collection; null or absent writes none. */
  logFolder?: string | null;
  /** Where sources find their keys. Default: nowhere. */
  env?: Environment;
  /** The real ones by default; tests bring theirs. */
  clock?: Clock;
  random?: () => number;
  tuning?: Partial<CollectorTuning>;
}

export interface Collector {
  /**
   * Takes a place and works on every running collection until the signal aborts or somebody asks it to drain or stop; then finishes what is
   * in hand and hands everything back.
   * @throws ConflictError `collector_name_taken`, PlaceLostError `collector_replaced`; else only for our own bugs and a damaged
   * database. A database that is away is waited for.
   */
  run(signal: AbortSignal): Promise<void>;
  /** Looks for work at once instead of at the next poll. */
  wake(): void;
}

/** Requests that still run this long after a stop are given up; their addresses go back into the queue. */
const graceMs = 5_000;

export function createCollector(options: CollectorOptions): Collector {
  let session: CollectorSession | null = null;
  return {
    run: async (signal) => {
      const place = await enterPlace(options, signal);
      if (place === null) return;
      session = new CollectorSession(options, place);
      await session.run(signal);
    },
    wake: () => session?.wake(),
  };
}

/** Null when it was stopped before there was a place. */
async function enterPlace(options: CollectorOptions, signal: AbortSignal): Promise<CollectorPlace | null> {
  const { db, archive, name, log } = options;
  let place: CollectorPlace | null = null;
  await patiently(log, signal, async () => {
    place = await takePlace(db, { name, archive: archiveId(archive.folder), alone: options.alone ?? false });
  });
  return place;
}

class CollectorSession {
  readonly #options: CollectorOptions;
  readonly #place: CollectorPlace;
  readonly #parts: CollectorParts;
  readonly #collections: RunningCollections;
  readonly #warc: WarcLane;
  readonly #heart: Heartbeat;
  readonly #keeper: IndexKeeper;
  readonly #lane: CommitLane;
  readonly #hosts: HostsInHand;
  readonly #diary: CollectionLog;
  /** Aborts when the collector is to leave: asked by its process or over the registry. */
  readonly #leaving = new AbortController();
  #renewedAt = 0;
  #endedAt = 0;
  #leasedAt = 0;
  #leaseEveryMs = 0;
  #awake = Promise.withResolvers<void>();
  #failure: unknown = null;

  constructor(options: CollectorOptions, place: CollectorPlace) {
    const clock = options.clock ?? systemClock;
    const { archive, db, log } = options;
    this.#options = options;
    this.#place = place;
    const { logFolder = null } = options;
    this.#diary =
      logFolder === null
        ? noCollectionLog
        : createCollectionLog({ folder: logFolder, collector: place.name, now: clock.now, log });
    this.#collections = new RunningCollections(
      db,
      clock,
      options.settings.allowAddresses,
      { env: options.env ?? {}, endpoints: options.settings.endpoints },
      new CollectionDiary(db, this.#diary),
      options.openSession ?? null,
    );
    const limitsOf = (sourceId: string) => this.#collections.limitsOf(sourceId);
    this.#parts = buildParts({
      ...options,
      clock,
      random: options.random ?? Math.random,
      limitsOf,
      collectionLog: this.#diary,
    });
    this.#warc = new WarcLane({
      folder: archive.folder,
      writerId: place.name,
      now: clock.now,
      info: { software: "naru/0.1", robots: "obey" },
    });
    const { commitPages: pages, commitDelayMs: delayMs, beatMs } = this.#parts.tuning;
    const leaseMs = placeLeaseMs;
    this.#hosts = new HostsInHand({
      parts: this.#parts,
      place,
      collections: this.#collections,
      submit: (visit) => this.#lane.submit(visit),
      onRoom: () => this.wake(),
      onFailure: (error) => this.#fail(error),
    });
    this.#heart = new Heartbeat({
      db,
      place,
      clock,
      log,
      beatMs,
      leaseMs,
      now: () => ({
        state: this.#leaving.signal.aborted ? "draining" : "running",
        hosts: this.#hosts.size,
        places: options.settings.concurrency,
      }),
      onAnswer: ({ wanted, others }) => {
        if (wanted === "stop") options.http.abandon();
        if (wanted !== "run") this.#leave();
        this.#hosts.share(others);
      },
      onFailure: (error) => this.#fail(error),
    });
    this.#keeper = new IndexKeeper({ db, folder: archive.folder, place, leaseMs, clock, log });
    const writer = new BatchWriter({
      db,
      lane: this.#warc,
      index: this.#keeper,
      place,
      heart: this.#heart,
      reader: options.reader,
      told: new VisitsInLog(this.#diary),
      collectionOf: (id) => this.#collections.find(id),
      onDocuments: options.onDocuments,
    });
    this.#lane = new CommitLane({
      writer,
      clock,
      log,
      pages,
      delayMs,
      onLinksDropped: () => this.#parts.seen.clear(),
      onDiskTrouble: (error, visits) => this.#pauseFor(error, visits),
    });
  }

  wake(): void {
    this.#leasedAt = 0;
    this.#awake.resolve();
  }

  async run(signal: AbortSignal): Promise<void> {
    const { db, archive, log } = this.#options;
    const leaving = this.#leaving.signal;
    if (signal.aborted) this.#leave();
    else signal.addEventListener("abort", this.#leave, { once: true });
    log.info({ collector: this.#place.name }, "A collector begins.");
    this.#heart.start();
    try {
      await patiently(log, leaving, async () => {
        await recoverArchive(db, { folder: archive.folder, writerId: this.#place.name }, log);
        await dropLeasesOf(db, this.#place.name);
      });
      this.#lane.start();
      while (!leaving.aborted && this.#failure === null) {
        await patiently(log, leaving, () => this.#tick());
        await this.#pause();
      }
    } finally {
      signal.removeEventListener("abort", this.#leave);
      this.#leaving.abort();
      await this.#finish();
    }
    if (this.#failure !== null) throw this.#failure;
    log.info({ collector: this.#place.name }, "A collector ended.");
  }

  readonly #leave = () => {
    if (this.#leaving.signal.aborted) return;
    this.#leaving.abort();
    this.wake();
  };

  #fail(error: unknown): void {
    this.#failure ??= error;
    // What was asked for in a place that is another's now is asked for again by that one.
    if (error instanceof PlaceLostError) this.#options.http.abandon();
    this.wake();
  }

  async #tick(): Promise<void> {
    const { clock, tuning } = this.#parts;
    if (clock.now() - this.#renewedAt >= tuning.renewMs) {
      const at = clock.now();
      await this.#hosts.renew();
      this.#renewedAt = at;
    }
    await this.#collections.refresh();
    const quiet = this.#hosts.size === 0;
    // While hosts are at work nothing is likely to be done; so this is asked once a second. Before any host is leased: a
    // collection that has all its pages still has addresses waiting.
    if (quiet || clock.now() - this.#endedAt >= 1_000) {
      this.#endedAt = clock.now();
      await this.#collections.finishThoseDone();
    }
    // New hosts turn up with the links of others, in this process and in others; in a large frontier the look costs more than the claims.
    if (quiet || clock.now() - this.#leasedAt >= this.#leaseEveryMs) {
      this.#leasedAt = clock.now();
      await this.#hosts.lease();
      this.#leaseEveryMs = Math.min(1_000, (clock.now() - this.#leasedAt) * 20);
    }
    await this.#keeper.look();
    await this.#keeper.tidy(this.#hosts.size > 0 || this.#collections.list().length > 0);
  }

  async #pause(): Promise<void> {
    const { pollMs } = this.#parts.tuning;
    const timer = setTimeout(() => this.#awake.resolve(), pollMs);
    await this.#awake.promise;
    clearTimeout(timer);
    this.#awake = Promise.withResolvers<void>();
  }

  /** The archive cannot take more: collections pause with the reason, and what was in hand goes back into the queue. */
  async #pauseFor(error: UnavailableError, visits: readonly FinishedVisit[]): Promise<void> {
    await this.#collections.pauseFor(
      [...new Set(visits.map(({ collectionId }) => collectionId))],
      error.code,
      `${error.message} ${error.next ?? ""}`.trim(),
    );
    // Links noted as known were never stored.
    this.#parts.seen.clear();
    for (const { row } of visits) {
      if (row !== null) await returnRows(this.#parts.db, [row.claimed.id], row.token).catch(() => {});
    }
  }

  async #finish(): Promise<void> {
    const { http } = this.#options;
    const grace = setTimeout(() => http.abandon(), graceMs);
    this.#hosts.leave();
    this.#lane.hurry();
    await this.#hosts.ended();
    clearTimeout(grace);
    try {
      await this.#lane.close();
    } catch (error) {
      this.#failure ??= error;
    }
    const extents = await this.#warc.close();
    await this.#diary.flush();
    await this.#heart.end();
    if (!(this.#failure instanceof PlaceLostError)) await this.#handBack(extents);
  }

  /** Says that its files are whole and its place is free. A database that is away learns it when the place is taken again. */
  async #handBack(extents: readonly WarcExtent[]): Promise<void> {
    const { db } = this.#options;
    try {
      await db.transaction().execute(async (trx) => {
        await commitExtents(trx, this.#place.name, extents);
        await holdPlace(trx, this.#place, 0);
      });
      await this.#keeper.sort();
      await leavePlace(db, this.#place);
    } catch (error) {
      this.#parts.log.warn({ err: error }, "A collector ended without a word to the database.");
    }
  }
}

async function patiently(log: Log, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  for (let wait = 200; ; wait = Math.min(5_000, wait * 2)) {
    try {
      await work();
      return;
    } catch (error) {
      if (!isConnectionError(error)) throw error;
      log.warn({ err: error }, "The database is away; collecting waits for it.");
      await delay(wait, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
    }
  }
}
