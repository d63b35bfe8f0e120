import { type RawBuilder, sql } from "kysely";
import type { z } from "zod";
import type { CollectionRow, collectionRows, collectionRowsQuery } from "../contracts/collection-output.ts";
import type { SentimentLabel } from "../domain/sentiment.ts";
import type { Db } from "../platform/db/database.ts";
import { firstRowsPlace, parseRowsCursor, type RowsPlace, writeRowsCursor } from "./collection-rows-cursor.ts";
import { maybeTimestamp, timestamp } from "./wire.ts";

/**
 * Documents that a collection met, each once and always in the same order: the items of its source as they were met, then its pages as they
 * were captured; known ones among them. While it runs, only what will not change is given: up to the first document that a stage still works
 * on, and no further than all transactions have come that may still bring something before it. `final` gives the rest as it stands.
 */
export async function listCollectionRows(
  db: Db,
  collection: number,
  query: z.output<typeof collectionRowsQuery>,
): Promise<Omit<z.output<typeof collectionRows>, "fields">> {
  const place = query.cursor === undefined ? firstRowsPlace : parseRowsCursor(query.cursor);
  const horizon = await findHorizon(db, collection, place, query.final);
  const next = { ...place, ...horizon.next };
  const items = await readStream(db, itemsOf(collection), { after: place.item, until: horizon.item, query });
  next.item = items.reached ?? Math.max(items.last, Math.min(horizon.item, horizon.lastItem));
  const found = items.rows;
  let more = items.more;
  // Pages follow the items; which ones come in between would depend on who asks when.
  if (query.final ? !items.more && found.length < query.limit : horizon.lastItem === 0) {
    const room = { ...query, limit: query.limit - found.length };
    const pages = await readStream(db, pagesOf(collection), { after: place.page, until: horizon.page, query: room });
    next.page = pages.reached ?? Math.max(pages.last, Math.min(horizon.page, horizon.lastPage));
    found.push(...pages.rows);
    more ||= pages.more;
  } else if (query.final) more = true;
  return { items: found.map(present), nextCursor: writeRowsCursor(next), more };
}

interface Horizon {
  /** Nothing beyond may be given yet. */
  item: number;
  page: number;
  lastItem: number;
  lastPage: number;
  next: Pick<RowsPlace, "safeItem" | "safePage" | "markItem" | "markPage" | "markedAt">;
}

/**
 * Numbers are given out before they are committed, so a higher one may be seen first. All up to a mark have come, or never will, once every
 * transaction has ended that was under way when the mark was made.
 */
async function findHorizon(db: Db, collection: number, place: RowsPlace, final: boolean): Promise<Horizon> {
  const { rows } = await sql<{ oldest: number; next: number; item: number; page: number }>`
    select pg_snapshot_xmin(s)::text::bigint as oldest, pg_snapshot_xmax(s)::text::bigint as next,
      coalesce((select max(position) from collection_items where collection_id = ${collection}), 0) as item,
      coalesce((select max(id) from captures where collection_id = ${collection}), 0) as page
    from (select pg_current_snapshot() as s) now`.execute(db);
  const now = rows[0] ?? { oldest: 0, next: 0, item: 0, page: 0 };
  const quiet = now.oldest === now.next;
  const passed = now.oldest >= place.markedAt;
  const safe = quiet
    ? { safeItem: now.item, safePage: now.page }
    : passed
      ? { safeItem: place.markItem, safePage: place.markPage }
      : { safeItem: place.safeItem, safePage: place.safePage };
  const mark = quiet || passed ? { markItem: now.item, markPage: now.page, markedAt: now.next } : {};
  const next = { ...place, ...safe, ...mark };
  const far = Number.MAX_SAFE_INTEGER;
  return {
    item: final ? far : next.safeItem,
    page: final ? far : next.safePage,
    lastItem: now.item,
    lastPage: now.page,
    next,
  };
}

/** What a page of rows is taken from: places in order, with the document and what it was to the collection. */
interface Stream {
  from: RawBuilder<unknown>;
  place: RawBuilder<unknown>;
  state: RawBuilder<unknown>;
}

function itemsOf(collection: number): Stream {
  return {
    from: sql`collection_items i join documents d on d.source_id = i.source_id and d.url = i.url and d.current and not d.no_index
      where i.collection_id = ${collection}`,
    place: sql`i.position`,
    state: sql`i.state`,
  };
}

function pagesOf(collection: number): Stream {
  return {
    from: sql`captures c join documents d on d.source_id = c.source_id and d.url = c.url and d.current and not d.no_index
      where c.collection_id = ${collection}
        and not exists (select 1 from captures b where b.url = c.url and b.collection_id = c.collection_id and b.id < c.id)
        and not exists (select 1 from collection_items i where i.collection_id = c.collection_id and i.url = c.url)`,
    place: sql`c.id`,
    state: sql`case when d.collection_id is distinct from c.collection_id then 'known'
      when exists (select 1 from captures o where o.url = c.url and o.id < c.id and o.source_id = c.source_id
        and o.collection_id is distinct from c.collection_id and o.status = 200) then 'changed'
      else 'new' end`,
  };
}

interface StoredRow {
  place: number;
  settled: boolean;
  state: CollectionRow["state"];
  id: number;
  url: string;
  kind: string;
  clean_title: string | null;
  author: string | null;
  site_name: string | null;
  published_at: Date | null;
  collected_at: Date;
  language: string | null;
  grade: number;
  sentiment: SentimentLabel | null;
  positive: number | null;
  clean_text: string | null;
  parent_url: string | null;
  deleted_at: Date | null;
  fields: CollectionRow["fields"];
  keywords: string[];
}

interface StreamPage {
  rows: StoredRow[];
  /** Place of the last row. */
  last: number;
  /** Where to go on; null when the stream was read to its end. */
  reached: number | null;
  more: boolean;
}

const maxKeywords = 100;

async function readStream(
  db: Db,
  { from, place, state }: Stream,
  { after, until, query }: { after: number; until: number; query: { limit: number; final: boolean; only: string } },
): Promise<StreamPage> {
  const { rows } = await sql<StoredRow>`
    select ${place} as place, ${settled} as settled, ${state} as state, d.id, d.url, d.kind, d.clean_title, d.author, d.site_name,
      d.published_at, d.collected_at, d.language, d.grade, d.sentiment, d.positive, d.clean_text, d.parent_url, d.deleted_at, d.fields,
      d.keywords[1:${maxKeywords}] as keywords
    from ${from} and ${place} > ${after}::bigint and ${place} <= ${until}::bigint
    order by ${place} limit ${query.limit}`.execute(db);
  const unsettled = query.final ? -1 : rows.findIndex((row) => !row.settled);
  const seen = unsettled === -1 ? rows : rows.slice(0, unsettled);
  const last = seen.at(-1)?.place ?? after;
  const whole = unsettled === -1 && rows.length < query.limit;
  return {
    rows: seen.filter((row) => isWanted(row.state, query.only)),
    last,
    reached: whole ? null : last,
    more: unsettled === -1 && rows.length === query.limit,
  };
}

/** Neither cleaning nor understanding will change it any more. */
const settled = sql`(d.grade = 1 or d.grade >= 5 or d.deleted_at is not null or (d.grade = 2 and d.clean_text is not null)
  or (d.grade in (3, 4) and coalesce(d.failed_rule, 'derived') not in ('cleaned', 'derived')))`;

function isWanted(state: CollectionRow["state"], only: string): boolean {
  if (only === "new") return state === "new";
  return only === "changed" ? state === "new" || state === "changed" : true;
}

function present(row: StoredRow): CollectionRow {
  return {
    id: row.id,
    url: row.url,
    kind: row.kind,
    state: row.state,
    title: row.clean_title,
    author: row.author,
    siteName: row.site_name,
    publishedAt: maybeTimestamp(row.published_at),
    collectedAt: timestamp(row.collected_at),
    language: row.language,
    grade: row.grade,
    sentiment: row.sentiment,
    positive: row.positive,
    keywords: row.keywords,
    text: row.clean_text ?? "",
    parentUrl: row.parent_url,
    deletedAt: maybeTimestamp(row.deleted_at),
    fields: row.fields,
  };
}

/** How many documents a collection met, by what they were to it. */
export async function countCollectionRows(db: Db, collection: number): Promise<Record<CollectionRow["state"], number>> {
  const counts = { new: 0, changed: 0, known: 0, deleted: 0 };
  for (const { from, state } of [itemsOf(collection), pagesOf(collection)]) {
    const { rows } = await sql<{ state: CollectionRow["state"]; n: number }>`
      select ${state} as state, count(*) as n from ${from} group by 1`.execute(db);
    for (const row of rows) counts[row.state] += row.n;
  }
  return counts;
}
