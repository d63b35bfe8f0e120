import { findPreviousCaptures, type PreviousCapture } from "../../archive/index.ts";
import type { ClaimedRow } from "../frontier/frontier-row.ts";
import { claimRows, countVisited, endHost, reclaimHost, returnRows } from "../frontier/frontier-store.ts";
import { type HostLease, type HostState, releaseHost } from "../frontier/host-lease.ts";
import type { FinishedVisit } from "../visit/finished-visit.ts";
import type { CollectionInHand } from "./collection-in-hand.ts";
import type { CollectorParts } from "./collector-parts.ts";
import { HostPace } from "./host-pace.ts";
import { HostVisitor } from "./host-visitor.ts";

/** What a runner may ask of the collector that started it. */
export interface RunnerHome {
  running(): readonly CollectionInHand[];
  submit(visit: FinishedVisit): Promise<{ committed: Promise<void> }>;
  /** Others wait for a place. */
  crowded(): boolean;
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
  readonly #visitor: HostVisitor;
  readonly #stop = new AbortController();
  readonly #uncommitted = new Set<Promise<void>>();
  readonly #spent = new Map<number, number>();
  readonly #startedAt: number;
  #queue: ClaimedRow[] = [];
  #previous = new Map<string, PreviousCapture>();
  #inFlight = 0;
  #claiming = false;
  /** False once a claim came back short; true again when a commit may have brought links. */
  #mayHaveMore = true;
  #bell = Promise.withResolvers<void>();
  #failure: unknown = null;
  #lost = false;
  #claimedAny = false;
  /** When the lease ends unless it is renewed. */
  #validUntil: number;

  constructor(parts: CollectorParts, home: RunnerHome, lease: HostLease) {
    this.#parts = parts;
    this.#home = home;
    this.host = lease.host;
    this.token = lease.token;
    this.#startedAt = parts.clock.now();
    this.#validUntil = this.#startedAt + parts.tuning.leaseMs;
    this.#pace = new HostPace(parts.clock, this.#stop.signal, lease);
    this.#visitor = new HostVisitor(parts, this.#pace, this.#stop.signal);
  }

  /** False when there was nothing that it might visit. */
  get claimedAny(): boolean {
    return this.#claimedAny;
  }

  /** Ends the work on this host after what is in hand. */
  leave(): void {
    this.#stop.abort(new Error("The host is left."));
    this.#ring();
  }

  /** The lease went to somebody else: nothing more may be asked. */
  lose(): void {
    this.#lost = true;
    this.leave();
  }

  renewed(at: number): void {
    this.#validUntil = at + this.#parts.tuning.leaseMs;
  }

  state(): HostState {
    const { host, token } = this;
    const { waitMs, slowDownMs, failuresInRow, lastStatus, delayMs } = this.#pace;
    // While the lease lasts, a request may start any moment: should we die, the delay counts from there.
    const ahead = this.#stop.signal.aborted ? waitMs : Math.max(waitMs + delayMs, 0);
    return { host, token, waitMs: ahead, slowDownMs, failuresInRow, lastStatus };
  }

  async run(): Promise<void> {
    try {
      await reclaimHost(this.#parts.db, this.host);
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
      this.#failure ??= error;
    } finally {
      await this.#finish();
    }
    if (this.#failure !== null) throw this.#failure;
  }

  async #startNext(): Promise<void> {
    const { clock, tuning } = this.#parts;
    const slots = this.#pace.delayMs > 0 || !this.#visitor.knowsPace ? 1 : tuning.perHostConcurrency;
    if (this.#inFlight >= slots) {
      await this.#bell.promise;
      return;
    }
    // A lease that could not be renewed (database away) is not to be relied on to its last second: whoever takes the host then asks at once.
    const reserve = Math.max(tuning.renewMs / 2, Math.min(this.#pace.delayMs, tuning.leaseMs / 2));
    if (clock.now() > this.#validUntil - reserve) {
      await clock.sleep(Math.min(200, tuning.renewMs / 4), this.#stop.signal).catch(() => {});
      return;
    }
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
    this.#unspend(collection.id, visits.filter(isUnvisited).length);
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
      this.#spent.set(collection.id, (this.#spent.get(collection.id) ?? 0) + rows.length);
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
    const { db, tuning } = this.#parts;
    const batch =
      this.#pace.delayMs > 0 ? Math.max(1, Math.min(16, Math.round(10_000 / this.#pace.delayMs))) : tuning.claimBatch;
    const budget = collection.request.maxPagesPerHost;
    if (budget === undefined) return batch;
    const spent = this.#spent.get(collection.id) ?? (await countVisited(db, collection.id, this.host));
    this.#spent.set(collection.id, spent);
    const room = Math.max(0, Math.min(batch, budget - spent));
    // What is in hand may yet come back to be asked again.
    if (room === 0 && this.#isIdle) {
      const detail = `${budget} pages of this host were visited; that is its budget.`;
      await endHost(db, this.host, collection.id, { state: "skipped", reason: "host_budget", detail });
    }
    return room;
  }

  /** Gives back to a budget what was claimed and not visited after all, or is to be asked again. */
  #unspend(collectionId: number, rows: number): void {
    const spent = this.#spent.get(collectionId);
    if (spent !== undefined) this.#spent.set(collectionId, spent - rows);
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
    await endHost(this.#parts.db, this.host, collection.id, { state: "failed", reason: "host_unreachable", detail });
  }

  /** Rows of collections that were paused or stopped meanwhile go back. */
  #dropForeign(): void {
    const running = new Set(this.#home.running().map(({ id }) => id));
    if (this.#queue.every(({ collectionId }) => running.has(collectionId))) return;
    const foreign = this.#queue.filter(({ collectionId }) => !running.has(collectionId));
    this.#queue = this.#queue.filter(({ collectionId }) => running.has(collectionId));
    for (const { collectionId } of foreign) this.#unspend(collectionId, 1);
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
    if (this.#lost) return;
    const ids = this.#queue.map(({ id }) => id);
    await returnRows(this.#parts.db, ids, this.token)
      .then(() => releaseHost(this.#parts.db, this.state()))
      .catch((error: unknown) => {
        this.#failure ??= error;
      });
  }
}

/** The address was claimed, and has not been visited for good. */
function isUnvisited({ row }: FinishedVisit): boolean {
  return row !== null && row.end.state !== "done" && row.end.state !== "failed";
}
