import { type Kysely, sql } from "kysely";

const statements: readonly string[] = [
  "alter table documents add column keywords text[], add column keyword_weights smallint[], add column keyword_counts int[]",
  `create function keyword_terms_of(of bigint) returns text[] language sql stable as
    'select coalesce(array_agg(term order by weight desc, term), ''{}'') from document_keywords where document_id = of'`,
  `create function keyword_weights_of(of bigint) returns smallint[] language sql stable as
    'select coalesce(array_agg(round(weight * 10000)::smallint order by weight desc, term), ''{}'')
     from document_keywords where document_id = of'`,
  `create function keyword_counts_of(of bigint) returns int[] language sql stable as
    'select case when max(count) > 1 then array_agg(count order by weight desc, term) end
     from document_keywords where document_id = of'`,
  // A change of type copies the table once and makes its indexes anew, in the memory of one row: changing rows would write each into every index.
  `alter table documents
    alter column keywords type text[] using keyword_terms_of(id),
    alter column keyword_weights type smallint[] using keyword_weights_of(id),
    alter column keyword_counts type int[] using keyword_counts_of(id)`,
  `alter table documents
    alter column keywords set default '{}', alter column keywords set not null,
    alter column keyword_weights set default '{}', alter column keyword_weights set not null`,
  "drop function keyword_terms_of(bigint), keyword_weights_of(bigint), keyword_counts_of(bigint)",
  "drop table document_keywords",
  "create index documents_keywords on documents using gin (keywords) where current",
];

/** Keywords into the rows of their documents: a row and two index entries each cost more than all of a short document's together. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const undoing = [
    `create table document_keywords (
      document_id bigint not null references documents on delete cascade, term text not null, weight double precision not null,
      count int not null, primary key (document_id, term) include (count))`,
    `insert into document_keywords select d.id, k.term, k.weight / 10000.0, coalesce(k.count, 1)
      from documents d, unnest(d.keywords, d.keyword_weights, d.keyword_counts) as k(term, weight, count)`,
    "create index document_keywords_by_term on document_keywords (term)",
    "alter table documents drop column keywords, drop column keyword_weights, drop column keyword_counts",
  ];
  for (const statement of undoing) await sql.raw(statement).execute(db);
}
