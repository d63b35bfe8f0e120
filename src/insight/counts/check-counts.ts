import { sql } from "kysely";
import type { Db } from "../../platform/db/database.ts";

/** A count that differs from the documents. */
export interface CountDifference {
  level: string;
  bucket: number;
  host: string;
  source: string;
  language: string;
  sentiment: string;
  grade: number;
  waits: boolean;
  hidden: boolean;
  /** As it is kept, with changes that are not folded yet; 0 when there is none. */
  kept: number;
  /** As it is counted from the documents. */
  counted: number;
}

const cell = sql.raw("host, source_id, language, sentiment, grade, waits, hidden");
const key = sql.raw(`level, bucket, host, source_id, language, sentiment, grade, waits, hidden`);

/** Compares every count with a full count of the documents, at one moment; the first differences, none when all is right. */
export async function checkCounts(db: Db, atMost = 10): Promise<{ counts: number; differences: CountDifference[] }> {
  const { rows } = await sql<CountDifference & { counts: number; wrong: boolean }>`
    with kept as (
      select ${key}, sum(documents) as kept from (
        select ${key}, documents from document_counts
        union all select 'day', day, host, source_id, language, sentiment, grade, false, false, documents from document_deltas where not hidden
        union all select 'month', (extract(year from date '1970-01-01' + day) * 12 + extract(month from date '1970-01-01' + day) - 1)::bigint,
          host, source_id, language, sentiment, grade, false, false, documents from document_deltas where not hidden
        union all select 'ever', 0, ${cell}, documents from document_deltas
        union all select 'plain month', (extract(year from date '1970-01-01' + day) * 12 + extract(month from date '1970-01-01' + day) - 1)::bigint,
          '', source_id, language, sentiment, grade, false, false, documents from document_deltas where not hidden
        union all select 'plain day', day, '', source_id, language, sentiment, grade, false, false, documents from document_deltas where not hidden
        union all select 'collection', collection_id, host, source_id, language, sentiment, grade, false, false, documents
          from document_deltas where not hidden and collection_id <> 0
      ) all_of_it group by ${key}
    ), compared as (
      select ${key}, coalesce(kept, 0)::bigint as kept, coalesce(documents, 0)::bigint as counted
      from kept full join document_counts_due due using (${key})
    )
    select *, count(*) over () as counts, kept <> counted as wrong, source_id as source from compared
    order by kept = counted, ${key} limit ${Math.max(1, atMost)}`.execute(db);
  return {
    counts: rows[0]?.counts ?? 0,
    differences: rows
      .filter(({ wrong }) => wrong)
      .slice(0, atMost)
      .map(({ level, bucket, host, source, language, sentiment, grade, waits, hidden, kept, counted }) => ({
        level,
        bucket,
        host,
        source,
        language,
        sentiment,
        grade,
        waits,
        hidden,
        kept,
        counted,
      })),
  };
}

/** Counts everything anew. Writers of documents wait meanwhile: some seconds for a million documents. */
export function rebuildCounts(db: Db): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await sql`lock table documents in share row exclusive mode`.execute(trx);
    await sql`lock table document_deltas, document_counts in exclusive mode`.execute(trx);
    await sql`delete from document_deltas`.execute(trx);
    await sql`delete from document_counts`.execute(trx);
    await sql`insert into document_counts select * from document_counts_due`.execute(trx);
  });
}
