import { type Kysely, sql } from "kysely";

const statements = `
alter table captures drop constraint captures_record_type_check;
alter table captures add constraint captures_record_type_check
  check (record_type in ('response','revisit_identical','revisit_not_modified','resource'));

alter table documents add column kind text not null default 'page';
alter table documents add column fields jsonb not null default '{}';
alter table documents add column parent_url text;
alter table documents add column deleted_at timestamptz;

alter table collections add column items bigint not null default 0;
alter table collections add column notes jsonb not null default '[]';

-- What a collection of a source met, known items among it.
create table collection_items (
  collection_id bigint not null references collections on delete cascade,
  url text not null,
  source_id text not null,
  document_id bigint,
  state text not null check (state in ('new','changed','known','deleted')),
  position bigint generated always as identity,
  primary key (collection_id, url)
);
create index collection_items_in_order on collection_items (collection_id, position);

-- What was used of a quota. A slot is a day, a month, a minute of a rolling window, or a thing that counts once.
create table quota_uses (
  source_id text not null,
  account text not null,
  bucket text not null,
  slot text not null,
  used bigint not null,
  at timestamptz not null,
  primary key (source_id, account, bucket, slot)
);

-- What an operator allows a source beyond what its owner does.
create table source_limits (
  source_id text primary key,
  daily_requests bigint,
  quiet_from text,
  quiet_to text,
  delay_ms int,
  bodies boolean not null default false,
  updated_at timestamptz not null default now()
);

-- How far a source was read, by its first address: the cursor of the next time, and whether there used to be anything.
create table source_marks (
  source_id text not null,
  key text not null,
  items bigint not null,
  newest_at timestamptz,
  collection_id bigint,
  read_to timestamptz,
  updated_at timestamptz not null default now(),
  primary key (source_id, key)
);

create table alerts (
  id bigint generated always as identity primary key,
  kind text not null,
  source_id text,
  collection_id bigint,
  message text not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz
);
create index alerts_by_time on alerts (created_at desc);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements.split(/;\s*\n/)) {
    if (statement.trim() !== "") await sql.raw(statement).execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const tables = ["alerts", "source_marks", "source_limits", "quota_uses", "collection_items"];
  await sql.raw(`drop table ${tables.join(", ")}`).execute(db);
}
