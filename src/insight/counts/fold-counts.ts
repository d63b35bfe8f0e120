import { sql } from "kysely";
import type { Db } from "../../platform/db/database.ts";

/** Few enough that others get their turn in between, also on the one connection of the embedded database. */
export const deltasAStep = 2_000;

const cell = sql.raw("host, source_id, language, sentiment, grade");

/**
 * Takes one step of folding open changes into the counts; one process at a time, the others do nothing. Readers add both up, so that
 * no answer depends on how far this has come.
 * @returns how many changes were folded.
 */
export function foldCounts(db: Db, atMost = deltasAStep): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ ours: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended('naru counts', 0)) as ours`.execute(trx);
    if (rows[0]?.ours !== true) return 0;
    const folded = await sql<{ taken: number; empty: string[] | null }>`
      with taken as (
        delete from document_deltas where ctid = any(array(select ctid from document_deltas limit ${atMost})) returning *
      ), cells as materialized (
        select day, collection_id, waits, hidden, ${cell}, sum(documents) as documents from taken
        group by day, collection_id, waits, hidden, ${cell} having sum(documents) <> 0
      ), spread as (
        select 'day' as level, day::bigint as bucket, ${cell}, false as waits, false as hidden, documents from cells where not hidden
        union all
        select 'month', (extract(year from date '1970-01-01' + day) * 12 + extract(month from date '1970-01-01' + day) - 1)::bigint,
          ${cell}, false, false, documents from cells where not hidden
        union all
        select 'ever', 0, ${cell}, waits, hidden, documents from cells
        union all
        select 'plain month', (extract(year from date '1970-01-01' + day) * 12 + extract(month from date '1970-01-01' + day) - 1)::bigint,
          '', source_id, language, sentiment, grade, false, false, documents from cells where not hidden
        union all
        select 'plain day', day, '', source_id, language, sentiment, grade, false, false, documents from cells where not hidden
        union all
        select 'collection', collection_id, ${cell}, false, false, documents from cells where not hidden and collection_id <> 0
      ), changed as (
        insert into document_counts as c (level, bucket, ${cell}, waits, hidden, documents)
        select level, bucket, ${cell}, waits, hidden, sum(documents)::bigint from spread
        group by level, bucket, ${cell}, waits, hidden having sum(documents) <> 0
        on conflict (level, bucket, ${cell}, waits, hidden) do update set documents = c.documents + excluded.documents
        returning c.ctid, c.documents
      )
      select (select count(*) from taken) as taken, (select array_agg(ctid::text) from changed where documents = 0) as empty`.execute(
      trx,
    );
    const { taken = 0, empty = null } = folded.rows[0] ?? {};
    if (empty !== null) {
      await sql`delete from document_counts where ctid = any(${empty}::tid[]) and documents = 0`.execute(trx);
    }
    return taken;
  });
}
