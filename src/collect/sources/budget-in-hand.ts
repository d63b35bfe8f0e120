import type { Clock } from "../../lib/clock.ts";
import type { Db } from "../../platform/db/database.ts";
import { budgetDay, giveBackBudget, type SourceLimits, takeBudget } from "./limits.ts";

/** The day's budget is used up, as was found when the request's turn came. */
export class BudgetSpentError extends Error {
  readonly until: Date;

  constructor(until: Date) {
    super("The daily budget is used up.");
    this.name = "BudgetSpentError";
    this.until = until;
  }
}

/** The request that one visit has taken from its source's daily budget. */
export class BudgetInHand {
  readonly #db: Db;
  readonly #sourceId: string;
  readonly #limits: SourceLimits;
  readonly #clock: Clock;
  #takenAt: Date | null = null;

  constructor(db: Db, sourceId: string, limits: SourceLimits, clock: Clock) {
    this.#db = db;
    this.#sourceId = sourceId;
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Gives the moment from which there is more, or null when it was granted. */
  async take(): Promise<Date | null> {
    const now = new Date(this.#clock.now());
    const until = await takeBudget(this.#db, this.#sourceId, this.#limits, now);
    this.#takenAt = until === null ? now : null;
    return until;
  }

  /** Takes from today's budget what was taken from yesterday's; undefined when it is the same day. */
  keepUp(): Promise<void> | undefined {
    if (this.#takenAt === null || this.#limits.dailyRequests === null) return undefined;
    const isToday = budgetDay(this.#takenAt) === budgetDay(new Date(this.#clock.now()));
    return isToday ? undefined : this.#retake();
  }

  /** The request was not made. */
  async giveBack(): Promise<void> {
    if (this.#takenAt === null) return;
    await giveBackBudget(this.#db, this.#sourceId, this.#limits, this.#takenAt);
    this.#takenAt = null;
  }

  async #retake(): Promise<void> {
    await this.giveBack();
    const until = await this.take();
    if (until !== null) throw new BudgetSpentError(until);
  }
}
