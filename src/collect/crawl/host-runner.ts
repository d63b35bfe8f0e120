import { findPreviousCaptures, type PreviousCapture } from "../../archive/index.ts";
import type { Moment } from "../../lib/moment.ts";
import { HostLeftError } from "../errors.ts";
import type { ClaimedRow } from "../frontier/frontier-row.ts";
import { claimRows, endHost, reclaimHost, returnRows } from "../frontier/frontier-store.ts";
import { type HostLease, type HostState, releaseHost } from "../frontier/host-lease.ts";
import type { FinishedVisit } from "../visit/finished-visit.ts";
import type { CollectionInHand } from "./collection-in-hand.ts";
import type { CollectorParts } from "./collector-parts.ts";
import { HostBudget } from "./host-budget.ts";
import { HostPace } from "./host-pace.ts";
import { HostRight } from "./host-right.ts";
import { HostVisitor } from "./host-visitor.ts";

/** What a runner may ask of the collector that started it. */
export interface RunnerHome {
  running(): readonly CollectionInHand[];
  submit(visit: FinishedVisit): Promise<{ committed: Promise<void> }>;
  /** Others wait for a place. */
  crowded(): boolean;
  /** Renews the leases and looks which collections run, by the database. */
  catchUp(): Promise<void>;
}

/**
 * Visits one host for as long as it holds the host's lease: one request at a time, or several when no delay is wanted. Rows that it
 * cannot visit any more go back as they were.
 */
export class HostRunner {
  readonly host: string;
  readonly token: string;
  readonly #parts: CollectorParts;
  readonly #home: RunnerHome;
  readonly #pace: HostPace;
  readonly #right: HostRight;
  readonly #visitor: HostVisitor;
  readonly #stop = new AbortController();
  readonly #uncommitted = new Set<Promise<void>>();
  readonly #budget: HostBudget;
  readonly #startedAt: number;
  #queue: ClaimedRow[] = [];
  #previous = new Map<string, PreviousCapture>();
  #inFlight = 0;
  #claiming = false;
  /** False once a claim came back short; true again when a commit may have brought links. */
  #mayHaveMore = true;
  #bell = Promise.withResolvers<void>();
  #failure: unknown = null;
  #claimedAny = false;

  /** @param at a moment before the lease was asked for. */
  constructor(parts: CollectorParts, home: RunnerHome, lease: HostLease, at: Moment) {
    this.#parts = parts;
    this.#home = home;
    this.host = lease.host;
    this.token = lease.token;
    this.#budget = new HostBudget(parts.db, lease.host);
    this.#startedAt = parts.clock.now();
    const { signal } = this.#stop;
    const { leaseMs, renewMs } = parts.tuning;
    this.#pace = new HostPace(parts.clock, signal, lease);
    const reserveMs = () => Math.min(this.#pace.delayMs + renewMs / 2, leaseMs / 2);
    this.#right = new HostRight({ clock: parts.clock, signal, leaseMs, reserveMs, catchUp: home.catchUp }, at);
    const runs = (id: number) => home.running().some((collection) => collection.id === id);
    this.#visitor = new HostVisitor(parts, { pace: this.#pace, right: this.#right, runs, signal });
  }

  /** False when there was nothing that it might visit. */
  get claimedAny(): boolean {
    return this.#claimedAny;
  }

  /** Ends the work on this host after what is in hand. */
  leave(): void {
    this.#stop.abort(new HostLeftError("The host is left."));
    this.#ring();
  }

  /** The lease went to somebody else: nothing more may be asked. */
  lose(): void {
    this.leave();
  }

  /** @param at a moment before the database was asked. */
  renewed(at: Moment): void {
    this.#right.renewed(at);
  }

  state(): HostState {
    const { host, token } = this;
    const { waitMs, slowDownMs, failuresInRow, lastStatus, delayMs } = this.#pace;
    const ahead = this.#stop.signal.aborted ? waitMs : Math.max(waitMs, this.#mayStartWithinMs) + delayMs;
    return { host, token, waitMs: ahead, slowDownMs, failuresInRow, lastStatus };
  }

  /** How long after a renewal a request may start: should we die, the delay counts from there. */
  get #mayStartWithinMs(): number {
    const { leaseMs, renewMs } = this.#parts.tuning;
    const { delayMs } = this.#pace;
    if (delayMs === 0) return 0;
    // Whoever takes the host when the lease ends waits long enough by that, unless the delay is longer.
    return delayMs > leaseMs / 2 ? leaseMs / 2 : renewMs;
  }

  async run(): Promise<void> {
    try {
      await reclaimHost(this.#parts.db, this.host, this.token);
      while (!this.#stop.signal.aborted) {
        this.#dropForeign();
        this.#prefetch();
        if (this.#queue.length > 0) {
          if (this.#isTurnOver()) break;
          await this.#startNext();
        } else if (this.#claiming || !this.#isIdle) {
          await this.#bell.promise;
        } else if (!this.#mayHaveMore) {
          break;
        }
      }
    } catch (error) {
      if (!(error instanceof HostLeftError)) this.#failure ??= error;
    } finally {
      await this.#finish();
    }
    if (this.#failure !== null) throw this.#failure;
  }

  async #startNext(): Promise<void> {
    const { tuning } = this.#parts;
    const slots = this.#pace.delayMs > 0 || !this.#visitor.knowsPace ? 1 : tuning.perHostConcurrency;
    if (this.#inFlight >= slots) {
      await this.#bell.promise;
      return;
    }
    // What is begun is fetched: nothing is begun while it is unknown whose the host is.
    const asking = this.#right.make();
    if (asking !== undefined) await asking;
    const row = this.#queue.shift();
    const collection = this.#home.running().find(({ id }) => id === row?.collectionId);
    if (row === undefined) return;
    if (collection === undefined) this.#queue.unshift(row);
    else this.#launch(() => this.#visit(row, collection));
  }

  /** Runs something beside the loop; its failure ends the runner, its end wakes the loop. */
  #launch(work: () => Promise<void>): void {
    this.#inFlight += 1;
    void work()
      .catch((error: unknown) => {
        this.#failure ??= error;
        this.leave();
      })
      .finally(() => {
        this.#inFlight -= 1;
        this.#ring();
      });
  }

  #ring(): void {
    const { resolve } = this.#bell;
    this.#bell = Promise.withResolvers<void>();
    resolve();
  }

  async #visit(row: ClaimedRow, collection: CollectionInHand): Promise<void> {
    const previous = this.#previous.get(row.url) ?? null;
    this.#previous.delete(row.url);
    const visits = await this.#visitor.visit(row, this.token, collection, previous);
    // The work stopped before the request: the row goes back with the rest.
    if (!visits.some((visit) => visit.row !== null)) this.#queue.push(row);
    this.#budget.visited(collection.id, visits);
    for (const visit of visits) {
      if (visit.anchors.length > 0) collection.addAnchors(visit.anchors);
      const { committed } = await this.#home.submit(visit);
      this.#uncommitted.add(committed);
      void committed.then(() => {
        this.#uncommitted.delete(committed);
        this.#mayHaveMore = true;
        if (this.#uncommitted.size === 0 || this.#queue.length === 0) this.#ring();
      });
    }
    if (this.#pace.failuresInRow >= this.#parts.tuning.hostGiveUpAfter) await this.#giveUp(collection);
  }

  /** Fetches more work in time, so that the loop need not wait for the database. */
  #prefetch(): void {
    const { claimBatch } = this.#parts.tuning;
    const low = this.#pace.delayMs > 0 ? 1 : claimBatch / 2;
    if (this.#claiming || !this.#mayHaveMore || this.#queue.length >= low) return;
    this.#claiming = true;
    this.#mayHaveMore = false;
    void this.#claim()
      .catch((error: unknown) => {
        this.#failure ??= error;
        this.leave();
      })
      .finally(() => {
        this.#claiming = false;
        this.#ring();
      });
  }

  async #claim(): Promise<void> {
    const { db } = this.#parts;
    const collections = this.#home.running();
    const claimed: ClaimedRow[] = [];
    for (const collection of collections) {
      const limit = await this.#room(collection);
      if (limit <= 0) continue;
      const { host, token } = this;
      const rows = await claimRows(db, { collectionId: collection.id, host, token, limit });
      this.#budget.claimed(collection.id, rows.length);
      if (rows.length === limit) this.#mayHaveMore = true;
      // At once: should anything below fail, they must go back.
      this.#queue.push(...rows);
      claimed.push(...rows);
    }
    if (claimed.length === 0) return;
    this.#claimedAny = true;
    if (collections.length > 1) this.#queue.sort((a, b) => a.depth - b.depth || a.id - b.id);
    this.#visitor.setPace(claimed, collections);
    const previous = await findPreviousCaptures(
      db,
      claimed.map(({ url }) => url),
    );
    for (const [url, capture] of previous) this.#previous.set(url, capture);
  }

  /** Rows to claim: few where each takes seconds, or a pause would come late and a death cost much. Ends a spent budget. */
  async #room(collection: CollectionInHand): Promise<number> {
    const { tuning } = this.#parts;
    const batch =
      this.#pace.delayMs > 0 ? Math.max(1, Math.min(16, Math.round(10_000 / this.#pace.delayMs))) : tuning.claimBatch;
    const budget = collection.request.maxPagesPerHost;
    if (budget === undefined) return batch;
    const room = Math.min(batch, await this.#budget.room(collection.id, budget));
    // What is in hand may yet come back to be asked again.
    if (room === 0 && this.#isIdle) {
      const detail = `${budget} pages of this host were visited; that is its budget.`;
      await this.#end(collection.id, { state: "skipped", reason: "host_budget", detail });
    }
    return room;
  }

  get #isIdle(): boolean {
    return this.#queue.length === 0 && this.#inFlight === 0 && this.#uncommitted.size === 0;
  }

  async #giveUp(collection: CollectionInHand): Promise<void> {
    const detail = `The host did not answer ${this.#pace.failuresInRow} times in a row; it was given up.`;
    const ids = this.#queue.filter(({ collectionId }) => collectionId === collection.id).map(({ id }) => id);
    this.#queue = this.#queue.filter(({ collectionId }) => collectionId !== collection.id);
    await returnRows(this.#parts.db, ids, this.token);
    this.#parts.collectionLog.note(collection.id, "host_given_up", { host: this.host, detail });
    await this.#end(collection.id, { state: "failed", reason: "host_unreachable", detail });
  }

  async #end(collectionId: number, end: Parameters<typeof endHost>[2]): Promise<void> {
    const { host, token } = this;
    await endHost(this.#parts.db, { host, token, collectionId }, end);
  }

  /** Rows of collections that were paused or stopped meanwhile go back. */
  #dropForeign(): void {
    const running = new Set(this.#home.running().map(({ id }) => id));
    if (this.#queue.every(({ collectionId }) => running.has(collectionId))) return;
    const foreign = this.#queue.filter(({ collectionId }) => !running.has(collectionId));
    this.#queue = this.#queue.filter(({ collectionId }) => running.has(collectionId));
    for (const { collectionId } of foreign) this.#budget.returned(collectionId, 1);
    const ids = foreign.map(({ id }) => id);
    this.#launch(() => returnRows(this.#parts.db, ids, this.token));
  }

  #isTurnOver(): boolean {
    return this.#home.crowded() && this.#parts.clock.now() - this.#startedAt > this.#parts.tuning.hostTurnMs;
  }

  /** Waits for what is in hand and hands everything back. A database that is away is waited for by the lease's own end. */
  async #finish(): Promise<void> {
    this.leave();
    while (this.#inFlight > 0 || this.#claiming) await this.#bell.promise;
    await Promise.all(this.#uncommitted);
    const ids = this.#queue.map(({ id }) => id);
    await returnRows(this.#parts.db, ids, this.token)
      .then(() => releaseHost(this.#parts.db, this.state()))
      .catch((error: unknown) => {
        this.#failure ??= error;
      });
  }
}
