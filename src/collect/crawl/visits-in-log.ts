import type { CollectionLog } from "../collection-log.ts";
import type { FinishedVisit } from "../visit/finished-visit.ts";

/** What a fetched robots.txt says of its site, beside what the one before it said. */
export interface RobotsChange {
  collectionId: number;
  origin: string;
  outcome: string;
  httpStatus: number | null;
  /** Null when none was known. */
  before: string | null;
  changed: boolean;
}

/** Tells the log what a stored batch brought that was not as it should be. */
export class VisitsInLog {
  readonly #log: CollectionLog;
  /** The last wait that was told, by collection: thousands of addresses may wait for one and the same. */
  readonly #waits = new Map<number, string>();

  constructor(log: CollectionLog) {
    this.#log = log;
  }

  tell(visits: readonly FinishedVisit[], robots: readonly RobotsChange[]): void {
    for (const { collectionId, origin, outcome, httpStatus, before, changed } of robots) {
      this.#log.note(collectionId, "robots", { origin, outcome, httpStatus, before, changed });
    }
    for (const { collectionId, row, notes } of visits) {
      for (const { code, message } of notes) this.#log.note(collectionId, "note", { code, message });
      if (row === null || row.end.state === "done") continue;
      const { end, claimed } = row;
      const facts = { reason: end.reason, url: claimed.url, httpStatus: end.httpStatus, detail: end.detail };
      switch (end.state) {
        case "failed":
          this.#log.note(collectionId, "failure", facts);
          break;
        case "skipped":
          this.#log.note(collectionId, "left_out", facts);
          break;
        case "retry":
          this.#log.note(collectionId, "retry", { ...facts, afterMs: end.afterMs });
          break;
        case "wait":
          this.#wait(collectionId, end.reason, end.until.toISOString(), end.detail);
      }
    }
  }

  #wait(collectionId: number, reason: string, until: string, detail: string | null): void {
    const told = `${reason} ${until} ${detail}`;
    if (this.#waits.get(collectionId) === told) return;
    if (this.#waits.size > 1_000) this.#waits.clear();
    this.#waits.set(collectionId, told);
    this.#log.note(collectionId, "quota_wait", { reason, until, detail });
  }
}
