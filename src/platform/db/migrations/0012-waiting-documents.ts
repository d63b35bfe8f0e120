import { type Kysely, sql } from "kysely";

/** Those that wait to be read, counted while pages come in: `platform/db/waiting-documents.ts` asks in the same letters. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create index documents_waiting on documents (id) where current and deleted_at is null
       and ((grade = 3 and failed_rule = 'cleaned') or (grade = 4 and failed_rule = 'derived'))`,
    )
    .execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw("drop index documents_waiting").execute(db);
}
