import type { Clock } from "../../lib/clock.ts";
import { elapsedMs, type Moment } from "../../lib/moment.ts";
import { isAway, isClash } from "../../platform/db/database-fault.ts";

export interface HostRightParts {
  clock: Clock;
  /** Aborts when the host is left, or turns out to be another's. */
  signal: AbortSignal;
  leaseMs: number;
  /** The last part of the lease is not relied on: whoever takes the host when it ends asks at once. */
  reserveMs: () => number;
  /** Asks the database whose the host is now, and what else has changed meanwhile. */
  catchUp: () => Promise<void>;
}

/** How soon the database is asked again when it is away. */
const againMs = 200;

/**
 * The right to ask a host, which ends with its lease. Looked at after every wait and again when a request is about to leave, since the process may have been
 * stopped or the machine have slept meanwhile: our clocks cannot say whose the host is then, the database can. While the lease is renewed in time it
 * is asked nothing.
 */
export class HostRight {
  readonly #parts: HostRightParts;
  #renewedAt: Moment;

  /** @param at a moment before the lease was asked for. */
  constructor(parts: HostRightParts, at: Moment) {
    this.#parts = parts;
    this.#renewedAt = at;
  }

  /** @param at a moment before the database was asked. */
  renewed(at: Moment): void {
    this.#renewedAt = at;
  }

  /** Whether a request may leave now. */
  get isSure(): boolean {
    const { clock, leaseMs, reserveMs, signal } = this.#parts;
    return !signal.aborted && elapsedMs(clock, this.#renewedAt) <= leaseMs - reserveMs();
  }

  /** Resolves when the right is sure; undefined when it is now. @throws the signal's reason when the host is not ours any more. */
  make(): Promise<void> | undefined {
    this.#parts.signal.throwIfAborted();
    return this.isSure ? undefined : this.#make();
  }

  async #make(): Promise<void> {
    const { clock, signal, catchUp } = this.#parts;
    while (!this.isSure) {
      try {
        await catchUp();
      } catch (error) {
        if (!isAway(error) && !isClash(error)) throw error;
      }
      signal.throwIfAborted();
      if (!this.isSure) await clock.sleep(againMs, signal);
    }
  }
}
