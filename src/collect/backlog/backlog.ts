import type { Clock } from "../../lib/clock.ts";
import type { Db } from "../../platform/db/database.ts";
import { countWaitingDocuments } from "../../platform/db/waiting-documents.ts";
import { isSomebodyWorking } from "../../platform/queue/worker-signs.ts";
import { type BacklogLimit, type BacklogState, findBacklog, isSame, noteBacklog } from "./backlog-store.ts";

/** Looked at this often, or as seldom as keeps the looks below a twentieth of the time. */
const lookMs = 500;
/** Nobody reads when it has been full and no job was begun for so long. */
const silentMs = 60_000;
/** Collecting goes on when it has fallen to this share of the bound: it is not to stop and go page by page. */
const goOnAt = 0.8;

/** What is known of the disk that everything is stored on. */
export interface RoomOnDisk {
  /** Nothing more is to be brought. */
  isFull: boolean;
  /** Which disk it is, what is free and what is needed. */
  shortage: string;
}

export interface BacklogParts {
  db: Db;
  clock: Clock;
  /** Null for no bound. */
  limit: BacklogLimit | null;
  disk?: RoomOnDisk;
}

/** What waits to be read, as far as one collector or import has to know: whether more may be brought. */
export class Backlog {
  readonly #parts: BacklogParts;
  #waiting = 0;
  #full = false;
  #fullSince: number | null = null;
  #nextLookAt = Number.NEGATIVE_INFINITY;

  constructor(parts: BacklogParts) {
    this.#parts = parts;
  }

  /** True while nothing more is to be brought. */
  get isHeld(): boolean {
    return this.shortage !== null || (this.#full && this.#parts.limit?.whenFull === "slow");
  }

  /** What the disk lacks, when that is what is waited for. */
  get shortage(): string | null {
    const { disk } = this.#parts;
    return disk?.isFull ? disk.shortage : null;
  }

  /** So many documents were just stored; at once, so that a fast crawl is not held a look too late. */
  brought(documents: number): void {
    const { limit } = this.#parts;
    this.#waiting += documents;
    if (limit !== null && this.#waiting >= limit.documents) this.#full = true;
  }

  /** Counts again when it is time, and notes what has changed for everybody to see. */
  async look(): Promise<void> {
    const { db, clock, limit } = this.#parts;
    if (limit === null || clock.steady() < this.#nextLookAt) return;
    const began = clock.steady();
    this.#waiting = await countWaitingDocuments(db, limit.documents);
    const noted = await findBacklog(db);
    // What another has found to be full is full until it is read: all wait, and all go on, together.
    const stays = this.#waiting > limit.documents * goOnAt && (this.#full || noted?.full === true);
    this.#full = this.#waiting >= limit.documents || stays;
    this.#fullSince = this.#full ? (this.#fullSince ?? began) : null;
    const state = await this.#state(limit);
    // Where it was never full there is nothing to say.
    if (noted === null ? state.full : !isSame(noted, state)) await noteBacklog(db, state);
    this.#nextLookAt = began + Math.max(lookMs, (clock.steady() - began) * 20);
  }

  async #state({ documents }: BacklogLimit): Promise<BacklogState> {
    const { db, clock } = this.#parts;
    const isLong = this.#fullSince !== null && clock.steady() - this.#fullSince >= silentMs;
    const read = !isLong || (await isSomebodyWorking(db, silentMs));
    return { full: this.#full, held: this.#full && this.#parts.limit?.whenFull === "slow", read, documents };
  }
}
