import { type Kysely, sql } from "kysely";

/** The newest documents of one host among many: else the whole index of dates is read to find them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create index documents_by_host on documents (host, dated_at desc, id desc) include (grade)
       where current and not no_index`,
    )
    .execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw("drop index documents_by_host").execute(db);
}
