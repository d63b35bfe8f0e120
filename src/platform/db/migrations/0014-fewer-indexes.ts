import { type Kysely, sql } from "kysely";

/** Two indexes that others stand in for: `documents_shown` has the same order, `documents_waiting` finds what a stage has yet to do. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw("drop index documents_by_date, documents_by_grade").execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw("create index documents_by_date on documents (dated_at desc, id desc) where current").execute(db);
  await sql.raw("create index documents_by_grade on documents (grade, id) where current").execute(db);
}
