import { type Kysely, sql } from "kysely";

/** Finds what hangs on an item: answers, comments. Pages have no parent and cost the index nothing. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw("create index documents_by_parent on documents (source_id, parent_url) where parent_url is not null")
    .execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw("drop index documents_by_parent").execute(db);
}
