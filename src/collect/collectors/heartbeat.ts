import type { Clock } from "../../lib/clock.ts";
import { elapsedMs, type Moment, momentOf } from "../../lib/moment.ts";
import type { Db } from "../../platform/db/database.ts";
import { isAway } from "../../platform/db/database-fault.ts";
import type { Log } from "../../platform/log.ts";
import { type Answer, beat, type CollectorPlace, type Pulse } from "./collector-place.ts";

export interface HeartbeatOptions {
  db: Db;
  place: CollectorPlace;
  clock: Clock;
  log: Log;
  beatMs: number;
  leaseMs: number;
  now: () => Pulse;
  /** Called at each beat. */
  onAnswer: (answer: Answer) => void;
  /** The place is somebody else's, or the registry cannot be written for a reason other than a database that is away. */
  onFailure: (error: unknown) => void;
}

/** Keeps a collector's place, beat by beat, and hears what is wanted of it. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #sureAt: Moment;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#sureAt = momentOf(options.clock);
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Beats once more when the place is no longer sure: after a long sleep somebody else may have it. @throws PlaceLostError. */
  async makeSure(): Promise<void> {
    // Half of the lease: the other half covers what is written meanwhile.
    if (elapsedMs(this.#options.clock, this.#sureAt) < this.#options.leaseMs / 2) return;
    await this.#beat();
  }

  async end(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock, beatMs, log, onFailure } = this.#options;
    while (!this.#stop.signal.aborted) {
      try {
        await this.#beat();
      } catch (error) {
        if (!isAway(error)) {
          onFailure(error);
          return;
        }
        log.debug({ err: error }, "The database is away; the collector's heartbeat waits for it.");
      }
      await clock.sleep(beatMs, this.#stop.signal).catch(() => {});
    }
  }

  async #beat(): Promise<void> {
    const { db, place, clock, now, onAnswer } = this.#options;
    const at = momentOf(clock);
    const answer = await beat(db, place, now());
    this.#sureAt = at;
    onAnswer(answer);
  }
}
