import type { Clock } from "../../lib/clock.ts";
import type { Db } from "../../platform/db/database.ts";
import { MissingPartError, type NaruError } from "../../platform/errors.ts";
import type { CollectionLog } from "../collection-log.ts";
import type { CollectorPlace } from "../collectors/collector-place.ts";
import { mayOthersHave, sayLacks } from "../collectors/lacks.ts";

/** A collection that was left is looked at again after this long: the key may have come, or the others may have gone. */
const againMs = 2_000;

export interface LeftToOthersParts {
  db: Db;
  place: CollectorPlace;
  /** There are no others. */
  alone: boolean;
  clock: Clock;
  log: CollectionLog;
}

/** Collections that this collector leaves to others, because its process lacks a key that theirs may have. */
export class LeftToOthers {
  readonly #parts: LeftToOthersParts;
  /** By collection, when it is worth another look. */
  readonly #until = new Map<number, number>();
  /** What was said to the others. */
  #said = "[]";

  constructor(parts: LeftToOthersParts) {
    this.#parts = parts;
  }

  has(id: number): boolean {
    return (this.#until.get(id) ?? 0) > this.#parts.clock.now();
  }

  /** Leaves a collection that could not be taken up. False when nobody else can take it up either, or the reason would be the same for everybody. */
  async leave(id: number, error: NaruError): Promise<boolean> {
    const { alone, db, place, clock, log } = this.#parts;
    if (alone || !(error instanceof MissingPartError || error.code === "credential_unreadable")) return false;
    if (!this.#until.has(id)) log.note(id, "note", { code: error.code, message: `Left to others: ${error.message}` });
    this.#until.set(id, clock.now() + againMs);
    // Said first: of two that both lack the key, one at least then hears of the other.
    await this.#say();
    return mayOthersHave(db, place, id);
  }

  /** Forgets what was taken up after all, and what runs no more. */
  async keep(running: ReadonlySet<number>, taken: (id: number) => boolean): Promise<void> {
    for (const id of this.#until.keys()) if (!running.has(id) || taken(id)) this.#until.delete(id);
    await this.#say();
  }

  async #say(): Promise<void> {
    const ids = [...this.#until.keys()].sort((a, b) => a - b);
    if (JSON.stringify(ids) === this.#said) return;
    await sayLacks(this.#parts.db, this.#parts.place, ids);
    this.#said = JSON.stringify(ids);
  }
}
