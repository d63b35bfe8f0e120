import { type Kysely, sql } from "kysely";

const statements = `
-- Bucket that holds the whole file, by the id that lies in it; null while only a folder does. Set after the bucket has shown that it has every byte.
alter table warc_files add column stored text;
alter table warc_files add column stored_at timestamptz;
-- SHA-256 of the file as it was shipped, hexadecimal.
alter table warc_files add column sha256 text;
-- Bucket that a collector ships to, once it has reached it.
alter table collectors add column bucket text;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements.split(/;\s*\n/)) {
    if (statement.trim() !== "") await sql.raw(statement).execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table warc_files drop column stored, drop column stored_at, drop column sha256`.execute(db);
  await sql`alter table collectors drop column bucket`.execute(db);
}
