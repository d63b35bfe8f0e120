import { type Kysely, sql } from "kysely";

const statements = `
-- Collectors, by the name of their place: a place outlives the processes that take it, one at a time.
create table collectors (
  name text primary key,
  -- Names this very holder; whoever has another one in hand has lost the place.
  life text not null,
  host_name text not null,
  -- Tells machines and containers apart by more than their names; null where the system does not say.
  machine text,
  pid int not null,
  process_started text,
  -- Folder of WARC files that it writes, by the id that lies in it.
  archive text not null,
  version text not null,
  state text not null check (state in ('running','draining','stopped')),
  wanted text not null default 'run' check (wanted in ('run','drain','stop')),
  keeps_index boolean not null default false,
  hosts int not null default 0,
  places int not null default 0,
  pages bigint not null default 0,
  started_at timestamptz not null default now(),
  heartbeat_at timestamptz not null default now()
);
-- One at a time keeps the index of an archive folder.
create unique index collectors_keeper on collectors (archive) where keeps_index;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements.split(/;\s*\n/)) {
    if (statement.trim() !== "") await sql.raw(statement).execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table collectors`.execute(db);
}
