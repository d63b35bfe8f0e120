import { type Kysely, sql } from "kysely";

const statements = `
-- How each host behaved towards a collection, so that nobody has to count a frontier to tell.
create table collection_hosts (
  collection_id bigint not null references collections on delete cascade,
  host text not null,
  pages bigint not null default 0,
  requests bigint not null default 0,
  answers bigint not null default 0,
  failures bigint not null default 0,
  bytes bigint not null default 0,
  ms_total bigint not null default 0,
  ms_max int not null default 0,
  -- Answers by the time they took; each bucket ends at 1.41 times the one before.
  ms_buckets int[] not null default '{}',
  primary key (collection_id, host)
);
create index collection_hosts_by_requests on collection_hosts (collection_id, requests desc);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements.split(/;\s*\n/)) {
    if (statement.trim() !== "") await sql.raw(statement).execute(db);
  }
}
