import { type Kysely, sql } from "kysely";

/** Finds out whether an item that is met again had versions before: without it every item would read the whole table. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw("create index documents_older on documents (source_id, url) where not current").execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw("drop index documents_older").execute(db);
}
