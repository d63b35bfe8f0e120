import { type Kysely, sql } from "kysely";

/** The last batch that each writer of the archive committed: what a connection that broke in COMMIT is settled by. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table commit_marks (writer text primary key, mark text not null)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table commit_marks`.execute(db);
}
