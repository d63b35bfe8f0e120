import { setTimeout as delay } from "node:timers/promises";
import type { Transaction } from "kysely";
import { type CdxjIndex, commitExtents, WarcLane } from "../../archive/index.ts";
import { type Clock, systemClock } from "../../lib/clock.ts";
import { type Db, isConnectionError } from "../../platform/db/database.ts";
import type { Schema } from "../../platform/db/schema.ts";
import type { UnavailableError } from "../../platform/errors.ts";
import type { OutgoingHttp } from "../../platform/http-out/index.ts";
import type { Log } from "../../platform/log.ts";
import { returnRows } from "../frontier/frontier-store.ts";
import { dropLeasesOf, leaseHosts, listWaitingHosts, renewLeases } from "../frontier/host-lease.ts";
import type { PageReader } from "../page-reader.ts";
import type { CollectorTuning, CollectSettings } from "../settings.ts";
import type { FinishedVisit } from "../visit/finished-visit.ts";
import { BatchWriter } from "./batch-writer.ts";
import { buildParts } from "./build-parts.ts";
import type { CollectionInHand } from "./collection-in-hand.ts";
import type { CollectorParts } from "./collector-parts.ts";
import { CommitLane } from "./commit-lane.ts";
import { HostRunner } from "./host-runner.ts";
import { recoverArchive } from "./recover-archive.ts";
import { RunningCollections } from "./running-collections.ts";

export interface CollectorOptions {
  db: Db;
  /** Folder of the WARC files, and the name this collector writes them under: one process at a time may use it. */
  archive: { folder: string; writerId: string };
  reader: PageReader;
  http: OutgoingHttp;
  settings: CollectSettings;
  log: Log;
  /** Puts the next stage's work into the transaction that stores the documents. */
  onDocuments: (trx: Transaction<Schema>, ids: readonly number[]) => Promise<void>;
  /** The real ones by default; tests bring theirs. */
  clock?: Clock;
  random?: () => number;
  tuning?: Partial<CollectorTuning>;
}

export interface Collector {
  /**
   * Works on every running collection until the signal aborts, then finishes what is in hand and hands everything back.
   * @throws only for our own bugs and a damaged database; a database that is away is waited for.
   */
  run(signal: AbortSignal): Promise<void>;
  /** Looks for work at once instead of at the next poll. */
  wake(): void;
}

/** Requests that still run this long after a stop are given up; their addresses go back into the queue. */
const graceMs = 5_000;

export function createCollector(options: CollectorOptions): Collector {
  const session = new CollectorSession(options);
  return { run: (signal) => session.run(signal), wake: () => session.wake() };
}

class CollectorSession {
  readonly #options: CollectorOptions;
  readonly #parts: CollectorParts;
  readonly #collections: RunningCollections;
  readonly #warc: WarcLane;
  #index: CdxjIndex | null = null;
  /** Something was archived since the index was last compacted. */
  #unsorted = false;
  readonly #lane: CommitLane;
  readonly #runners = new Map<string, { runner: HostRunner; done: Promise<void> }>();
  /** Tells the leases of one life of this collector from those of another. */
  readonly #life = Math.random().toString(36).slice(2, 10);
  #leases = 0;
  #crowded = false;
  #renewedAt = 0;
  #endedAt = 0;
  #leasedAt = 0;
  /** Where the look at a collection's many hosts goes on. */
  readonly #lookedUpTo = new Map<number, string>();
  #runnerEnded = false;
  #awake = Promise.withResolvers<void>();
  #failure: unknown = null;

  constructor(options: CollectorOptions) {
    const clock = options.clock ?? systemClock;
    const { archive, db, log } = options;
    this.#options = options;
    this.#parts = buildParts({ ...options, clock, random: options.random ?? Math.random });
    this.#collections = new RunningCollections(db, clock, options.settings.allowAddresses);
    this.#warc = new WarcLane({ ...archive, now: clock.now, info: { software: "naru/0.1", robots: "obey" } });
    const writer = new BatchWriter({
      db,
      lane: this.#warc,
      index: () => this.#index,
      writerId: archive.writerId,
      reader: options.reader,
      collectionOf: (id) => this.#collections.find(id),
      onDocuments: options.onDocuments,
    });
    const { commitPages: pages, commitDelayMs: delayMs } = this.#parts.tuning;
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
    await this.#patiently(signal, async () => {
      this.#index ??= await recoverArchive(db, archive, log);
      await dropLeasesOf(db, archive.writerId);
    });
    this.#lane.start();
    signal.addEventListener("abort", () => this.wake(), { once: true });
    try {
      while (!signal.aborted && this.#failure === null) {
        await this.#patiently(signal, () => this.#tick());
        await this.#pause();
      }
    } finally {
      await this.#finish();
    }
    if (this.#failure !== null) throw this.#failure;
  }

  async #tick(): Promise<void> {
    const { clock, tuning } = this.#parts;
    if (clock.now() - this.#renewedAt >= tuning.renewMs) await this.#renew();
    await this.#collections.refresh();
    const quiet = this.#runners.size === 0;
    // While hosts are at work nothing is likely to be done; so this is asked once a second. Before any host is leased: a
    // collection that has all its pages still has addresses waiting.
    if (quiet || clock.now() - this.#endedAt >= 1_000) {
      this.#endedAt = clock.now();
      await this.#collections.finishThoseDone();
    }
    // New hosts turn up with the links of others; asking for them at every poll would cost more than the claims.
    if (quiet || this.#runnerEnded || clock.now() - this.#leasedAt >= 1_000) {
      this.#leasedAt = clock.now();
      this.#runnerEnded = false;
      await this.#lease();
    }
    if (this.#runners.size > 0) this.#unsorted = true;
    else if (this.#unsorted && this.#collections.list().length === 0) await this.#sortIndex();
  }

  /** Nothing to do: a good moment to merge the index into its one sorted file. */
  async #sortIndex(): Promise<void> {
    this.#unsorted = false;
    await this.#index?.compact().catch((error: unknown) => {
      this.#parts.log.error(
        { err: error },
        "The index of the archive could not be written; it is made again at the next start.",
      );
    });
  }

  async #pause(): Promise<void> {
    const { pollMs } = this.#parts.tuning;
    const timer = setTimeout(() => this.#awake.resolve(), pollMs);
    await this.#awake.promise;
    clearTimeout(timer);
    this.#awake = Promise.withResolvers<void>();
  }

  async #renew(): Promise<void> {
    const { db, clock, tuning } = this.#parts;
    const at = clock.now();
    const runners = [...this.#runners.values()].map(({ runner }) => runner);
    const ours = await renewLeases(
      db,
      runners.map((runner) => runner.state()),
      tuning.leaseMs,
    );
    for (const runner of runners) {
      if (ours.has(runner.token)) runner.renewed(at);
      else runner.lose();
    }
    this.#renewedAt = at;
  }

  async #lease(): Promise<void> {
    const { db, settings, tuning } = this.#parts;
    const held = [...this.#runners.keys()];
    const places = settings.concurrency - held.length;
    const waiting = new Set<string>();
    for (const collection of this.#collections.list()) {
      const after = this.#lookedUpTo.get(collection.id) ?? "";
      const { hosts, next } = await listWaitingHosts(db, collection.id, held, Math.max(1, places + 1), after);
      for (const host of hosts) waiting.add(host);
      if (next === "") this.#lookedUpTo.delete(collection.id);
      else this.#lookedUpTo.set(collection.id, next);
    }
    this.#crowded = waiting.size > places;
    const wanted = [...waiting].slice(0, Math.max(0, places));
    const leases = await leaseHosts(db, wanted, () => this.#token(), tuning.leaseMs);
    for (const lease of leases) {
      const runner = new HostRunner(this.#parts, this.#home, lease);
      this.#runners.set(lease.host, { runner, done: this.#watch(runner) });
    }
  }

  #token(): string {
    this.#leases += 1;
    return `${this.#options.archive.writerId}:${this.#life}:${this.#leases}`;
  }

  readonly #home = {
    running: (): readonly CollectionInHand[] => this.#collections.list(),
    submit: (visit: FinishedVisit) => this.#lane.submit(visit),
    crowded: () => this.#crowded,
  };

  async #watch(runner: HostRunner): Promise<void> {
    try {
      await runner.run();
    } catch (error) {
      if (isConnectionError(error)) this.#parts.log.warn({ host: runner.host }, "The database is away; a host waits.");
      else this.#failure ??= error;
    } finally {
      this.#runners.delete(runner.host);
      // One that found nothing it may take (others have the last pages in hand) would find nothing at once again.
      if (runner.claimedAny || this.#failure !== null) {
        this.#runnerEnded = true;
        this.wake();
      }
    }
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
    const { db, archive, http } = this.#options;
    const grace = setTimeout(() => http.abandon(), graceMs);
    for (const { runner } of this.#runners.values()) runner.leave();
    this.#lane.hurry();
    await Promise.all([...this.#runners.values()].map(({ done }) => done));
    clearTimeout(grace);
    await this.#lane.close();
    const extents = await this.#warc.close();
    await commitExtents(db, archive.writerId, extents).catch(() => {});
    await this.#sortIndex();
  }

  async #patiently(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    for (let wait = 200; ; wait = Math.min(5_000, wait * 2)) {
      try {
        await work();
        return;
      } catch (error) {
        if (!isConnectionError(error)) throw error;
        this.#parts.log.warn({ err: error }, "The database is away; collecting waits for it.");
        await delay(wait, undefined, { signal }).catch(() => {});
        if (signal.aborted) return;
      }
    }
  }
}
