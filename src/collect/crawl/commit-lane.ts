import type { Clock } from "../../lib/clock.ts";
import { databaseFault } from "../../platform/db/database-fault.ts";
import { UnavailableError } from "../../platform/errors.ts";
import type { Log } from "../../platform/log.ts";
import { LostClaimsError, PlaceLostError } from "../errors.ts";
import { patiently } from "../patiently.ts";
import type { FinishedVisit } from "../visit/finished-visit.ts";
import type { BatchWriter, PreparedBatch } from "./batch-writer.ts";

export interface CommitLaneOptions {
  writer: BatchWriter;
  clock: Clock;
  log: Log;
  pages: number;
  delayMs: number;
  /** How often an idle lane lets its writer close what is old; null or absent never. */
  restMs?: number | null;
  /** Links of some visits were never stored: what is remembered of them must be forgotten. */
  onLinksDropped: () => void;
  /** The archive cannot grow: called with the visits that were given up, whose rows must go back. */
  onDiskTrouble: (error: UnavailableError, visits: readonly FinishedVisit[]) => Promise<void>;
}

interface Waiting {
  visit: FinishedVisit;
  bytes: number;
  settle: () => void;
}

const maxWaitingBytes = 64 * 2 ** 20;

/**
 * The one lane through which finished visits become durable: archive first, then one transaction for everything that
 * speaks of it. While the database is away the batch in hand waits; visits behind it are held up, so memory stays bounded.
 */
export class CommitLane {
  readonly #options: CommitLaneOptions;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #room = Promise.withResolvers<void>();
  #wake = Promise.withResolvers<void>();
  #hurry = false;
  #closed = false;
  #running: Promise<void> | null = null;
  /** Set when the lane cannot go on; everything waiting on it fails with this. */
  #failure: unknown = null;

  constructor(options: CommitLaneOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run().catch((error: unknown) => {
      this.#failure = error ?? new Error("The commit lane failed.");
      this.#room.resolve();
      for (const { settle } of this.#waiting.splice(0)) settle();
    });
  }

  /** Hands a visit over. The outer promise resolves when there is room for the next; `committed` when it is durable or given up. */
  async submit(visit: FinishedVisit): Promise<{ committed: Promise<void> }> {
    if (this.#failure !== null) throw this.#failure;
    const { promise, resolve } = Promise.withResolvers<void>();
    const bytes = 2_000 + visit.captures.reduce((sum, { capture }) => sum + capture.payloadLength * 2, 0);
    this.#waiting.push({ visit, bytes, settle: resolve });
    this.#waitingBytes += bytes;
    const { pages } = this.#options;
    if (this.#waiting.length === 1 || this.#waiting.length >= pages) this.#wake.resolve();
    while (this.#failure === null && (this.#waiting.length >= pages * 2 || this.#waitingBytes > maxWaitingBytes)) {
      await this.#room.promise;
    }
    return { committed: promise };
  }

  /** Commits what waits without waiting for more. */
  hurry(): void {
    this.#hurry = true;
    this.#wake.resolve();
  }

  /** Commits what waits and ends. @throws what stopped the lane, if anything did. */
  async close(): Promise<void> {
    this.#closed = true;
    this.hurry();
    await this.#running;
    if (this.#failure !== null) throw this.#failure;
  }

  async #run(): Promise<void> {
    const { clock, pages, delayMs } = this.#options;
    for (;;) {
      if (this.#waiting.length === 0) {
        if (this.#closed) return;
        await this.#idle();
        continue;
      }
      if (this.#waiting.length < pages && !this.#closed && !this.#hurry) {
        await Promise.race([clock.sleep(delayMs), this.#woken()]);
      }
      this.#hurry = false;
      const batch = this.#take();
      try {
        await this.#commit(batch.map(({ visit }) => visit));
      } finally {
        for (const { settle } of batch) settle();
      }
    }
  }

  #take(): Waiting[] {
    const batch = this.#waiting.splice(0, this.#options.pages);
    for (const { bytes } of batch) this.#waitingBytes -= bytes;
    const { resolve } = this.#room;
    this.#room = Promise.withResolvers<void>();
    resolve();
    return batch;
  }

  /** Until there is something to do. */
  async #idle(): Promise<void> {
    const { clock, writer, restMs = null } = this.#options;
    if (restMs === null) return this.#woken();
    const awake = new AbortController();
    clock.sleep(restMs, awake.signal).then(
      () => this.#wake.resolve(),
      () => {},
    );
    await this.#woken();
    awake.abort();
    if (this.#waiting.length === 0 && !this.#closed) await patiently(this.#options, () => writer.rest());
  }

  async #woken(): Promise<void> {
    await this.#wake.promise;
    this.#wake = Promise.withResolvers<void>();
  }

  async #commit(visits: readonly FinishedVisit[]): Promise<void> {
    if (visits.length === 0) return;
    const { writer, log } = this.#options;
    let prepared: PreparedBatch;
    try {
      prepared = await patiently(this.#options, () => writer.prepare(visits));
    } catch (error) {
      if (!(error instanceof UnavailableError) || databaseFault(error) !== null) throw error;
      log.error({ code: error.code }, error.message);
      await this.#options.onDiskTrouble(error, visits);
      return;
    }
    try {
      await patiently(this.#options, () => writer.commit(prepared));
    } catch (error) {
      // The embedded database has ended for good: what it has of the batch is seen at the next start, which cuts the rest off.
      if (databaseFault(error) === "machine") throw error;
      await writer.undo(prepared);
      if (error instanceof PlaceLostError) throw error;
      await this.#salvage(visits, error);
    }
  }

  /** One visit that cannot be stored must not take the others with it. */
  async #salvage(visits: readonly FinishedVisit[], error: unknown): Promise<void> {
    if (error instanceof LostClaimsError) {
      const lost = new Set(error.rowIds);
      this.#options.onLinksDropped();
      await this.#commit(visits.filter(({ row }) => row === null || !lost.has(row.claimed.id)));
      return;
    }
    const [first] = visits;
    if (visits.length > 1) {
      const middle = Math.ceil(visits.length / 2);
      await this.#commit(visits.slice(0, middle));
      await this.#commit(visits.slice(middle));
    } else if (first !== undefined) {
      await this.#commitPoor(first, error);
    }
  }

  /** Stores less of a visit that the database refuses: first without its document or its items, then without its links, then without its capture. */
  async #commitPoor(visit: FinishedVisit, error: unknown): Promise<void> {
    const { log, onLinksDropped } = this.#options;
    const detail = error instanceof Error ? error.message.slice(0, 300) : String(error);
    log.error({ err: error, url: visit.row?.claimed.url }, "A visit could not be stored as it is.");
    const poorer = poorerThan(visit);
    if (poorer === null) throw error;
    if (poorer.found.length < visit.found.length) onLinksDropped();
    const end = { state: "failed", reason: "parse_failed", detail, httpStatus: null } as const;
    await this.#commit([{ ...poorer, row: visit.row === null ? null : { ...visit.row, end } }]);
  }
}

function poorerThan(visit: FinishedVisit): FinishedVisit | null {
  if (visit.reading !== null || visit.canonical !== null) return { ...visit, reading: null, canonical: null };
  // A mark without the items would let the next collection begin behind them.
  if (visit.items.length > 0) return { ...visit, items: [], marks: [] };
  if (visit.found.length > 0 || visit.robots !== null) return { ...visit, found: [], robots: null };
  return visit.captures.length > 0 ? { ...visit, captures: [] } : null;
}
