import { type Kysely, sql } from "kysely";

/** What current documents are counted by, of a row of `documents` under this alias. Bounded, since all of it stands in an index. */
const cellOf = (row: string) => `
  floor((least(greatest(extract(epoch from ${row}.dated_at)::float8, -3e11), 1e13) + 32400) / 86400)::int as day,
  left(${row}.host, 300) as host, left(${row}.source_id, 100) as source_id, left(coalesce(${row}.language, 'und'), 100) as language,
  coalesce(${row}.sentiment, 'none') as sentiment, ${row}.grade, coalesce(${row}.collection_id, 0) as collection_id,
  (${row}.grade = 3 and ${row}.failed_rule = 'cleaned' or ${row}.grade = 4 and ${row}.failed_rule = 'derived') is true as waits,
  ${row}.no_index as hidden`;

const cell = "day, host, source_id, language, sentiment, grade, collection_id, waits, hidden";

const statements: readonly string[] = [
  // What each change of documents adds to and takes from the counts, appended in its transaction: no writer can forget it, none waits for another.
  `create table document_deltas (
    day int not null,
    host text not null,
    source_id text not null,
    language text not null,
    sentiment text not null,
    grade smallint not null,
    collection_id bigint not null,
    waits boolean not null,
    hidden boolean not null,
    documents bigint not null
  )`,
  // Current documents by level. 'day': bucket is the KST day, in days since 1970 · 'month': months since the year 0 · 'ever': bucket 0, hidden and
  // waiting ones apart · 'plain day', 'plain month': with all hosts together · 'collection': bucket is the collection that brought them.
  // Fill factor: counts change in place.
  `create table document_counts (
    level text not null,
    bucket bigint not null,
    host text not null,
    source_id text not null,
    language text not null,
    sentiment text not null,
    grade smallint not null,
    waits boolean not null,
    hidden boolean not null,
    documents bigint not null,
    primary key (level, bucket, host, source_id, language, sentiment, grade, waits, hidden)
  ) with (fillfactor = 80)`,
  "create index document_counts_by_host on document_counts (host, bucket) where level = 'day'",
  `create view document_cells as
    select ${cell}, count(*) as documents from (select ${cellOf("d")} from documents d where d.current) rows group by ${cell}`,
  // What document_counts has to hold, counted anew from all documents.
  `create view document_counts_due as
    with cells as materialized (select * from document_cells)
    select 'day' as level, day::bigint as bucket, host, source_id, language, sentiment, grade, false as waits, false as hidden,
      sum(documents)::bigint as documents from cells where not hidden group by 2, 3, 4, 5, 6, 7
    union all
    select 'month', (extract(year from date '1970-01-01' + day) * 12 + extract(month from date '1970-01-01' + day) - 1)::bigint,
      host, source_id, language, sentiment, grade, false, false, sum(documents)::bigint from cells where not hidden group by 2, 3, 4, 5, 6, 7
    union all
    select 'ever', 0, host, source_id, language, sentiment, grade, waits, hidden, sum(documents)::bigint from cells group by 3, 4, 5, 6, 7, 8, 9
    union all
    select 'plain month', (extract(year from date '1970-01-01' + day) * 12 + extract(month from date '1970-01-01' + day) - 1)::bigint,
      '', source_id, language, sentiment, grade, false, false, sum(documents)::bigint from cells where not hidden group by 2, 4, 5, 6, 7
    union all
    select 'plain day', day, '', source_id, language, sentiment, grade, false, false, sum(documents)::bigint
      from cells where not hidden group by 2, 4, 5, 6, 7
    union all
    select 'collection', collection_id, host, source_id, language, sentiment, grade, false, false, sum(documents)::bigint
      from cells where not hidden and collection_id <> 0 group by 2, 3, 4, 5, 6, 7`,
  `create function count_new_documents() returns trigger language plpgsql as $body$ begin
    insert into document_deltas
    select ${cell}, count(*) from (select ${cellOf("d")} from new_rows d where d.current) rows group by ${cell};
    return null;
  end $body$`,
  `create function count_gone_documents() returns trigger language plpgsql as $body$ begin
    insert into document_deltas
    select ${cell}, -count(*) from (select ${cellOf("d")} from old_rows d where d.current) rows group by ${cell};
    return null;
  end $body$`,
  // A change that concerns nothing that is counted cancels out.
  `create function count_changed_documents() returns trigger language plpgsql as $body$ begin
    insert into document_deltas
    select ${cell}, sum(n) from (
      select ${cellOf("d")}, 1 as n from new_rows d where d.current
      union all
      select ${cellOf("d")}, -1 from old_rows d where d.current
    ) rows group by ${cell} having sum(n) <> 0;
    return null;
  end $body$`,
  `create function count_no_documents() returns trigger language plpgsql as $body$ begin
    delete from document_deltas;
    delete from document_counts;
    return null;
  end $body$`,
  `create trigger count_new_documents after insert on documents
    referencing new table as new_rows for each statement execute function count_new_documents()`,
  `create trigger count_gone_documents after delete on documents
    referencing old table as old_rows for each statement execute function count_gone_documents()`,
  `create trigger count_changed_documents after update on documents
    referencing old table as old_rows new table as new_rows for each statement execute function count_changed_documents()`,
  `create trigger count_no_documents after truncate on documents
    for each statement execute function count_no_documents()`,
  "insert into document_counts select * from document_counts_due",
  // Finds the documents that a collection brought, newest first.
  `create index documents_by_collection on documents (collection_id, dated_at desc, id desc)
    where current and not no_index and collection_id is not null`,
];

/** Counts of the documents by all that they are filtered by. Takes some seconds for a million documents. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const undoing = [
    "drop index documents_by_collection",
    ...["new", "gone", "changed", "no"].flatMap((what) => [
      `drop trigger count_${what}_documents on documents`,
      `drop function count_${what}_documents()`,
    ]),
    "drop view document_counts_due",
    "drop view document_cells",
    "drop table document_counts",
    "drop table document_deltas",
  ];
  for (const statement of undoing) await sql.raw(statement).execute(db);
}
