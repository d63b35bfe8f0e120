import { type Kysely, sql } from "kysely";

const statements = `
create table settings (key text primary key, value jsonb not null);

create table collections (
  id bigint generated always as identity primary key,
  source_id text not null,
  request jsonb not null,
  status text not null check (status in ('running','paused','stopped','done','failed')),
  error_code text,
  error_message text,
  cookies jsonb,
  anchors jsonb not null default '[]',
  max_pages bigint not null default 1000,
  pages bigint not null default 0,
  captures bigint not null default 0,
  documents bigint not null default 0,
  bytes bigint not null default 0,
  found bigint not null default 0,
  done bigint not null default 0,
  failed bigint not null default 0,
  skipped bigint not null default 0,
  reasons jsonb not null default '{}',
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
create index collections_by_status on collections (status);

create table frontier (
  id bigint generated always as identity primary key,
  collection_id bigint not null references collections on delete cascade,
  url text not null check (length(url) <= 2048),
  host text not null,
  depth int not null,
  found_by text not null,
  hops int not null default 0,
  parent_id bigint,
  state text not null default 'queued' check (state in ('queued','claimed','done','failed','skipped')),
  reason text,
  detail text,
  attempts int not null default 0,
  not_before timestamptz not null default now(),
  claimed_by text,
  capture_id bigint,
  http_status int,
  finished_at timestamptz,
  unique (collection_id, url)
);
-- The order in which rows are claimed. Partial: without it claims slow down as finished rows pile up.
create index frontier_queue on frontier (collection_id, host, depth, id) where state = 'queued';
create index frontier_claimed on frontier (collection_id, host) where state = 'claimed';
create index frontier_failures on frontier (collection_id, reason) where reason is not null;

create table hosts (
  host text primary key,
  next_at timestamptz not null default now(),
  leased_by text,
  lease_until timestamptz,
  slow_down_ms int not null default 0,
  failures_in_row int not null default 0,
  last_status int
);
create index hosts_by_next on hosts (next_at);

create table robots (
  origin text primary key,
  fetched_at timestamptz not null,
  expires_at timestamptz not null,
  outcome text not null check (outcome in ('rules','allow_all','deny_all','paused')),
  http_status int,
  body text,
  capture_id bigint
);

create table warc_files (
  file text primary key,
  writer_id text not null,
  committed_length bigint not null,
  closed boolean not null default false,
  created_at timestamptz not null default now()
);

create table captures (
  id bigint generated always as identity primary key,
  collection_id bigint references collections on delete set null,
  source_id text not null,
  url text not null,
  host text not null,
  captured_at timestamptz not null,
  method text not null default 'GET',
  status int not null,
  mime text,
  digest text not null,
  payload_length bigint not null,
  record_type text not null check (record_type in ('response','revisit_identical','revisit_not_modified')),
  refers_to bigint,
  warc_file text not null,
  warc_offset bigint not null,
  warc_length bigint not null,
  etag text,
  last_modified text,
  robots jsonb not null,
  redirect_to text,
  truncated text,
  unique (warc_file, warc_offset)
);
create index captures_by_url on captures (url, captured_at desc);
create index captures_by_collection on captures (collection_id, id);
-- The same bytes under another address of the same collection are one page.
create index captures_by_digest on captures (collection_id, digest) where record_type = 'response';

create table documents (
  id bigint generated always as identity primary key,
  capture_id bigint not null references captures,
  collection_id bigint,
  source_id text not null,
  url text not null,
  host text not null,
  current boolean not null default true,
  grade smallint not null check (grade between 1 and 9),
  failed_rule text,
  failed_detail text,
  parser_version text not null,
  refiner_version text,
  analyzer_version text,
  sentiment_model text,
  title text,
  author text,
  site_name text,
  published_at timestamptz,
  modified_at timestamptz,
  collected_at timestamptz not null,
  dated_at timestamptz not null,
  language text,
  canonical_url text,
  images jsonb not null default '[]',
  charset text,
  charset_source text,
  no_ai boolean not null default false,
  no_index boolean not null default false,
  text text not null,
  text_digest text not null,
  clean_text text,
  clean_title text,
  masked jsonb not null default '{}',
  hashtags text[] not null default '{}',
  mentions text[] not null default '{}',
  token_count int,
  sentiment text,
  positive double precision,
  sentences jsonb,
  grams text[] not null default '{}'
);
-- One current version an address and source; re-refining moves the flag inside one transaction.
create unique index documents_current on documents (source_id, url) where current;
create index documents_by_capture on documents (capture_id);
create index documents_by_date on documents (dated_at desc, id desc) where current;
-- What lists and charts show, with all that they count by: they read this index alone, a tenth of the table.
create index documents_shown on documents (dated_at desc, id desc)
  include (host, source_id, language, sentiment, grade, collection_id) where current and not no_index;
create index documents_by_grade on documents (grade, id) where current;
create index documents_grams on documents using gin (grams) where current;

create table document_keywords (
  document_id bigint not null references documents on delete cascade,
  term text not null,
  weight double precision not null,
  count int not null,
  -- With count, so that keywords of many documents are counted from the index alone.
  primary key (document_id, term) include (count)
);
create index document_keywords_by_term on document_keywords (term);

create table experiments (
  id bigint generated always as identity primary key,
  name text not null unique,
  created_at timestamptz not null default now()
);

create table runs (
  id text primary key,
  experiment_id bigint not null references experiments,
  name text not null,
  status text not null check (status in ('running','finished','failed','killed')),
  trainer text not null,
  dataset text not null,
  dataset_version text not null,
  environment jsonb not null,
  error_message text,
  started_at timestamptz not null,
  finished_at timestamptz
);

create table run_params (
  run_id text not null references runs on delete cascade,
  key text not null,
  value text not null,
  primary key (run_id, key)
);

create table run_metrics (
  run_id text not null references runs on delete cascade,
  key text not null,
  step int not null,
  value double precision not null,
  at timestamptz not null,
  primary key (run_id, key, step)
);

create table run_artifacts (
  run_id text not null references runs on delete cascade,
  path text not null,
  blob_key text not null,
  bytes bigint not null,
  digest text not null,
  primary key (run_id, path)
);

create table registered_models (
  name text primary key,
  task text not null,
  description text,
  created_at timestamptz not null default now()
);

create table model_versions (
  name text not null references registered_models on delete cascade,
  version int not null,
  run_id text references runs,
  source text not null,
  engine text not null,
  metrics jsonb not null default '{}',
  created_at timestamptz not null default now(),
  primary key (name, version)
);

create table model_aliases (
  name text not null,
  alias text not null,
  version int not null,
  updated_at timestamptz not null default now(),
  primary key (name, alias),
  foreign key (name, version) references model_versions on delete cascade
);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements.split(";\n")) {
    if (statement.trim() !== "") await sql.raw(statement).execute(db);
  }
}
