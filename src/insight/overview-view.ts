import { sql } from "kysely";
import type { Overview } from "../contracts/status.ts";
import type { Db } from "../platform/db/database.ts";
import { countedEver } from "./counts/counted-ever.ts";
import { countWaiting } from "./waiting-view.ts";
import { maybeTimestamp } from "./wire.ts";

/** What the Overview shows first; the version is the program's own and added by who serves it. */
export async function loadOverview(db: Db): Promise<Omit<Overview, "version">> {
  const [shown, stored, waiting, demo] = await Promise.all([
    countShown(db),
    countStored(db),
    countWaiting(db),
    isDemo(db),
  ]);
  return { ...shown, ...stored, waiting, demo: demo && shown.documents > 0 };
}

async function countShown(db: Db) {
  const { rows } = await sql<{
    grade: number;
    documents: number;
    hosts: number;
    first: Date | null;
    last: Date | null;
  }>`
    with folded as materialized (
      select host, grade, sum(n) as n from ${countedEver} d where not hidden group by 1, 2 having sum(n) <> 0
    ), span as (
      select
        (select d.dated_at from documents d where d.current and not d.no_index and d.grade >= 3 order by d.dated_at, d.id limit 1) as first,
        (select d.dated_at from documents d where d.current and not d.no_index and d.grade >= 3 order by d.dated_at desc, d.id desc limit 1) as last
    )
    select folded.grade, sum(folded.n)::bigint as documents, (select count(distinct host) from folded where grade >= 3) as hosts, span.first, span.last
    from folded cross join span group by folded.grade, span.first, span.last order by 1`.execute(db);
  const [any] = rows;
  return {
    documents: rows.reduce((sum, row) => sum + (row.grade >= 3 ? row.documents : 0), 0),
    hosts: any?.hosts ?? 0,
    firstDatedAt: maybeTimestamp(any?.first ?? null),
    lastDatedAt: maybeTimestamp(any?.last ?? null),
    byGrade: Object.fromEntries(rows.map((row) => [String(row.grade), row.documents])),
  };
}

async function countStored(db: Db) {
  const { rows } = await sql<{ captures: number; bytes: number; running: number; at: Date | null }>`
    select (select count(*) from captures) as captures,
      (select coalesce(sum(committed_length), 0)::bigint from warc_files) as bytes,
      (select count(*) from collections where status = 'running') as running,
      (select captured_at from captures order by id desc limit 1) as at`.execute(db);
  const [row] = rows;
  return {
    captures: row?.captures ?? 0,
    archiveBytes: row?.bytes ?? 0,
    runningCollections: row?.running ?? 0,
    lastCollectedAt: maybeTimestamp(row?.at ?? null),
  };
}

/** True while every document came from the collections that the setting `demo` names: `{"collections": [1]}`. */
async function isDemo(db: Db): Promise<boolean> {
  const { rows } = await sql<{ demo: boolean }>`
    select not exists (
      select 1 from documents d where d.current and not d.no_index
        and (d.collection_id is null or d.collection_id not in (
          select named.id::bigint from jsonb_array_elements_text(settings.value -> 'collections') as named(id)))
    ) as demo from settings where key = 'demo' and jsonb_typeof(value -> 'collections') = 'array'`.execute(db);
  return rows[0]?.demo ?? false;
}
