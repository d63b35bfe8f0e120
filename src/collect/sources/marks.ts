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

/** A list's address as the same tomorrow: without dates and without the number asked for. */
export function markKeyOf(address: string, changing: readonly string[] = []): string {
  const url = new URL(address);
  for (const name of [...url.searchParams.keys()]) {
    if (name.startsWith("naru.") || dates.test(name) || changing.includes(name)) url.searchParams.delete(name);
  }
  url.searchParams.sort();
  return `${url.host}${url.pathname}${url.search}`;
}

const dates =
  /^(?:since|until|publishedAfter|publishedBefore|published(?:_min|_max)?|start_time|end_time|start_date|end_date|oldest|latest)$/;

export async function findMark(db: Kysely<Schema>, sourceId: string, key: string): Promise<Mark | null> {
  const row = await db
    .selectFrom("source_marks")
    .selectAll()
    .where("source_id", "=", sourceId)
    .where("key", "=", key)
    .executeTakeFirst();
  return row === undefined ? null : { sourceId, key, items: row.items, newestAt: row.newest_at };
}

/** Notes what lists held. One that held nothing leaves the number that it had, which later tells that something is wrong. */
export async function saveMarks(db: Kysely<Schema>, marks: readonly Mark[]): Promise<void> {
  const newest = new Map<string, Mark>();
  for (const mark of marks) if (mark.items > 0) newest.set(`${mark.sourceId} ${mark.key}`, mark);
  if (newest.size === 0) return;
  const rows = [...newest.values()]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ sourceId, key, items, newestAt }) => ({
      source_id: sourceId,
      key,
      items,
      newest_at: newestAt?.toISOString() ?? null,
    }));
  await sql`
    insert into source_marks as m (source_id, key, items, newest_at)
    select source_id, key, items, newest_at
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(source_id text, key text, items bigint, newest_at timestamptz)
    on conflict (source_id, key) do update set items = excluded.items,
      newest_at = greatest(m.newest_at, excluded.newest_at), updated_at = now()`.execute(db);
}
