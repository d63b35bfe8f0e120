import type { Db } from "../platform/db/database.ts";

/** Runs `work` in the transaction that `db` already is, or in a new one: stores can then be called alone or together. */
export function inTransaction<T>(db: Db, work: (trx: Db) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db) : db.transaction().execute(work);
}
