import { type Kysely, sql } from "kysely";

const statements = `
-- Address of the page whose rendering asked for this; null for what was asked for by itself.
alter table captures add column part_of text;
-- What a browser made of two addresses may be the same page as well.
drop index captures_by_digest;
create index captures_by_digest on captures (collection_id, digest) where record_type in ('response','resource');

-- Sessions that a person exported from their own browser. The cookies are sealed; the key is not in the database.
create table sessions (
  name text primary key,
  hosts text[] not null,
  sealed bytea not null,
  cookies int not null,
  expires_at timestamptz,
  created_at timestamptz not null default now()
);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements.split(/;\s*\n/)) {
    if (statement.trim() !== "") await sql.raw(statement).execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table sessions`.execute(db);
  await sql`alter table captures drop column part_of`.execute(db);
}
