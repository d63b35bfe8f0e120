import type { Db } from "../../platform/db/database.ts";
import { countVisited } from "../frontier/frontier-store.ts";
import type { FinishedVisit } from "../visit/finished-visit.ts";

/** How many addresses of one host each collection has visited or claimed; counts where there is a budget, and only for who holds the host. */
export class HostBudget {
  readonly #db: Db;
  readonly #host: string;
  readonly #spent = new Map<number, number>();

  constructor(db: Db, host: string) {
    this.#db = db;
    this.#host = host;
  }

  /** Addresses that may still be claimed. @param budget of the collection for this host. */
  async room(collectionId: number, budget: number): Promise<number> {
    const spent = this.#spent.get(collectionId) ?? (await countVisited(this.#db, collectionId, this.#host));
    this.#spent.set(collectionId, spent);
    return Math.max(0, budget - spent);
  }

  claimed(collectionId: number, rows: number): void {
    const spent = this.#spent.get(collectionId);
    if (spent !== undefined) this.#spent.set(collectionId, spent + rows);
  }

  /** Rows went back unvisited. */
  returned(collectionId: number, rows: number): void {
    this.claimed(collectionId, -rows);
  }

  /** Gives back what was not visited after all, or is to be asked again. */
  visited(collectionId: number, visits: readonly FinishedVisit[]): void {
    this.returned(collectionId, visits.filter(isUnvisited).length);
  }
}

function isUnvisited({ row }: FinishedVisit): boolean {
  return row !== null && row.end.state !== "done" && row.end.state !== "failed";
}
