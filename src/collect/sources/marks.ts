import { type Kysely, sql } from "kysely";
import type { Schema } from "../../platform/db/schema.ts";

/** How far a list was read the last time. */
export interface Mark {
  sourceId: string;
  /** See `markKeyOf`. */
  key: string;
  items: number;
  newestAt: Date | null;
}

/** A mark as it is kept: `readTo` is where a collection may begin that wants only what is newer. */
export interface KeptMark {
  items: number;
  readTo: Date | null;
}

/** A list's address as the same tomorrow: without dates. One that was read to another number of items is another list. */
export function markKeyOf(address: string): string {
  const url = new URL(address);
  for (const name of [...url.searchParams.keys()]) {
    if (name.startsWith("naru.") || dates.test(name)) url.searchParams.delete(name);
  }
  url.searchParams.sort();
  return `${url.host}${url.pathname}${url.search}`;
}

const dates =
  /^(?:since|until|publishedAfter|publishedBefore|published(?:_min|_max)?|start_time|end_time|start_date|end_date|oldest|latest)$/;

/** Lists are read from their newest end: one that was left half-way has a gap behind its first page, so its collection moves no cursor. */
const wasReadWhole = sql`exists (select 1 from collections c where c.id = m.collection_id and c.status = 'done' and c.failed = 0)`;

export async function findMark(db: Kysely<Schema>, sourceId: string, key: string): Promise<KeptMark | null> {
  const { rows } = await sql<KeptMark>`
    select items, case when ${wasReadWhole} then greatest(newest_at, read_to) else read_to end as "readTo"
    from source_marks m where source_id = ${sourceId} and key = ${key}`.execute(db);
  return rows[0] ?? null;
}

/** Notes what lists held. One that held nothing leaves the number that it had, which later tells that something is wrong. */
export async function saveMarks(
  db: Kysely<Schema>,
  marks: readonly (Mark & { collectionId: number })[],
): Promise<void> {
  const newest = new Map<string, Mark & { collectionId: number }>();
  for (const mark of marks) if (mark.items > 0) newest.set(`${mark.sourceId} ${mark.key}`, mark);
  if (newest.size === 0) return;
  const rows = [...newest.values()]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ sourceId, key, items, newestAt, collectionId }) => ({
      source_id: sourceId,
      key,
      items,
      newest_at: newestAt?.toISOString() ?? null,
      collection_id: collectionId,
    }));
  await sql`
    insert into source_marks as m (source_id, key, items, newest_at, collection_id)
    select source_id, key, items, newest_at, collection_id
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(source_id text, key text, items bigint, newest_at timestamptz,
      collection_id bigint)
    on conflict (source_id, key) do update set items = excluded.items,
      read_to = case when m.collection_id is distinct from excluded.collection_id and ${wasReadWhole}
        then greatest(m.newest_at, m.read_to) else m.read_to end,
      newest_at = case when m.collection_id = excluded.collection_id then greatest(m.newest_at, excluded.newest_at)
        else excluded.newest_at end,
      collection_id = excluded.collection_id, updated_at = now()`.execute(db);
}
