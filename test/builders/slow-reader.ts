import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import type { Db } from "../../src/platform/db/database.ts";
import { countWaitingDocuments } from "../../src/platform/db/waiting-documents.ts";

/** Reads waiting documents a few at a time, in the place of a worker, and remembers how many waited at most. */
export class SlowReader {
  most = 0;
  #stopped = false;
  readonly #running: Promise<void>;

  /** @param perStep documents that it reads each 50 ms. */
  constructor(db: Db, perStep: number) {
    this.#running = this.#run(db, perStep);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(db: Db, perStep: number): Promise<void> {
    while (!this.#stopped) {
      this.most = Math.max(this.most, await countWaitingDocuments(db, 1_000_000));
      await sql`
        update documents set grade = 5, failed_rule = null
        where id in (select id from documents where current and failed_rule in ('cleaned', 'derived') order by id limit ${perStep})`.execute(
        db,
      );
      await sleep(50);
    }
  }
}
