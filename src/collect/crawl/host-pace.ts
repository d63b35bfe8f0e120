import type { Clock } from "../../lib/clock.ts";
import type { HostSignal } from "../visit/finished-visit.ts";

/** Longest pause that trouble alone may cause; a Retry-After may ask for more. */
const maxSlowDownMs = 60_000;
const maxRetryAfterMs = 60 * 60_000;

export interface PaceStart {
  waitMs: number;
  slowDownMs: number;
  failuresInRow: number;
}

/**
 * The pace on one host, by the clock that never runs ahead: `delayMs` at least between an answer and the next request, more when the server shows strain (429, 503), and less again
 * with every good answer.
 */
export class HostPace {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  /** Start of the latest request, then the end of its answer; -Infinity before the first. */
  #lastAt = Number.NEGATIVE_INFINITY;
  /** Nothing may start before this, whatever the delay. */
  #closedUntil: number;
  #delayMs = 0;
  #slowDownMs: number;
  failuresInRow: number;
  lastStatus: number | null = null;

  constructor(clock: Clock, signal: AbortSignal, start: PaceStart) {
    this.#clock = clock;
    this.#signal = signal;
    this.#closedUntil = clock.steady() + start.waitMs;
    this.#slowDownMs = start.slowDownMs;
    this.failuresInRow = start.failuresInRow;
  }

  /** Delay wanted by the collection or by robots.txt; the longer one. */
  setDelay(delayMs: number): void {
    this.#delayMs = delayMs;
  }

  /** Delay in force, trouble included. */
  get delayMs(): number {
    return this.#delayMs + this.#slowDownMs;
  }

  get slowDownMs(): number {
    return this.#slowDownMs;
  }

  /** From now until the next request may start. */
  get waitMs(): number {
    return Math.max(0, Math.max(this.#closedUntil, this.#lastAt + this.delayMs) - this.#clock.steady());
  }

  /** Takes the next turn; undefined when it is now, which spares a tick of the event loop. @throws the signal's reason when the work stops meanwhile. */
  turn(): Promise<void> | undefined {
    this.#signal.throwIfAborted();
    if (this.waitMs > 0) return this.#waitTurn();
    this.#lastAt = this.#clock.steady();
    return undefined;
  }

  async #waitTurn(): Promise<void> {
    for (let wait = this.waitMs; wait > 0; wait = this.waitMs) await this.#clock.sleep(Math.ceil(wait), this.#signal);
    this.#signal.throwIfAborted();
    this.#lastAt = this.#clock.steady();
  }

  /** An answer ended. The pause counts from here: what the server sees is then never shorter, however slow the way to it. */
  rest(): void {
    this.#lastAt = this.#clock.steady();
  }

  /** Learns from an answer. */
  learn(signal: HostSignal): void {
    if (signal.kind === "failed") {
      this.failuresInRow += 1;
      return;
    }
    this.failuresInRow = 0;
    this.lastStatus = signal.status ?? this.lastStatus;
    if (signal.kind === "fine") {
      this.#slowDownMs = this.#slowDownMs < 50 ? 0 : this.#slowDownMs * 0.8;
      if (signal.restMs !== undefined) this.#closeFor(signal.restMs);
      return;
    }
    this.#slowDownMs = Math.min(maxSlowDownMs, Math.max(500, this.delayMs, this.#slowDownMs * 2));
    this.#closeFor(signal.retryAfterMs ?? this.#slowDownMs);
  }

  #closeFor(ms: number): void {
    this.#closedUntil = Math.max(this.#closedUntil, this.#clock.steady() + Math.min(ms, maxRetryAfterMs));
  }
}
