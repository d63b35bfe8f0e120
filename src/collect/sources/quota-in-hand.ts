import type { Clock } from "../../lib/clock.ts";
import { elapsedMs, type Moment, momentOf } from "../../lib/moment.ts";
import type { Db } from "../../platform/db/database.ts";
import { type QuotaOwner, type QuotaRefusal, settleQuota, takeQuota } from "./quota.ts";
import type { Cost } from "./source.ts";

/** What was taken counts in the window of its taking: a request that leaves later than this takes it anew. */
const freshMs = 2_000;

/** What one visit has taken of its source's quotas. */
export class QuotaInHand {
  readonly #db: Db;
  readonly #owner: QuotaOwner;
  readonly #clock: Clock;
  #takenAt: Moment;

  constructor(db: Db, owner: QuotaOwner, clock: Clock) {
    this.#db = db;
    this.#owner = owner;
    this.#clock = clock;
    this.#takenAt = momentOf(clock);
  }

  take(costs: readonly Cost[]): Promise<QuotaRefusal | null> {
    this.#takenAt = momentOf(this.#clock);
    return takeQuota(this.#db, this.#owner, costs, new Date(this.#takenAt.now));
  }

  /** Gives back and takes anew what was taken long ago; undefined when it is fresh. */
  retake(costs: readonly Cost[]): Promise<QuotaRefusal | null> | undefined {
    if (costs.length === 0 || elapsedMs(this.#clock, this.#takenAt) < freshMs) return undefined;
    const all = costs.map((cost) => ({ ...cost, setAside: true as const }));
    return this.settle(all, []).then(() => this.take(costs));
  }

  /** See `settleQuota`. */
  settle(asked: readonly Cost[], costs: readonly Cost[]): Promise<void> {
    const now = new Date(this.#clock.now());
    return settleQuota(this.#db, this.#owner, asked, costs, now, new Date(this.#takenAt.now));
  }
}
