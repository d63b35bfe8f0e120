import type { Kysely } from "kysely";
import type { Schema } from "./schema.ts";

/**
 * A transaction for those who take turns: the first statement takes the lock, the next ones see all that was committed before it was
 * held. Only READ COMMITTED gives each statement a sight of its own, and a server may have another default.
 */
export function inTurn(db: Kysely<Schema>) {
  return db.transaction().setIsolationLevel("read committed");
}
