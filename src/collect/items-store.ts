import { type Kysely, sql } from "kysely";
import type { Schema } from "../platform/db/schema.ts";
import type { FinishedVisit } from "./visit/finished-visit.ts";

/** An item that a collection met. */
export interface MetItem {
  collectionId: number;
  sourceId: string;
  /** Normalised. */
  url: string;
  deleted: boolean;
}

/** Items that a collection had not met before, and those of them that became documents. */
export interface ItemCounts {
  items: number;
  documents: number;
}

/**
 * Notes which items a collection met, and what they were to it: `new`, `changed` since the version before, `known`, `deleted`. After the
 * documents, in the same transaction; `fresh` are the ids that were written in it. Returns what each collection met for the first time.
 */
export async function recordItems(
  trx: Kysely<Schema>,
  met: readonly MetItem[],
  fresh: readonly number[],
): Promise<Map<number, ItemCounts>> {
  if (met.length === 0) return new Map();
  const seen = new Map<string, MetItem>();
  for (const item of met) seen.set(`${item.collectionId} ${item.url}`, item);
  const rows = [...seen.values()].map((item, index) => ({
    collection_id: item.collectionId,
    source_id: item.sourceId,
    url: item.url,
    deleted: item.deleted,
    place: index,
  }));
  const { rows: counts } = await sql<{ collection_id: number; items: number; documents: number }>`
    with met as (
      select r.*, d.id as document_id,
        case when r.deleted then 'deleted'
          when d.id is null or not d.id in (select value::bigint from json_array_elements_text(${JSON.stringify(fresh)}::json)) then 'known'
          when exists (select 1 from documents o where o.source_id = r.source_id and o.url = r.url and not o.current) then 'changed'
          else 'new' end as state
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(collection_id bigint, source_id text, url text, deleted boolean, place int)
      left join lateral (select id from documents where source_id = r.source_id and url = r.url and current) d on true
      order by r.place
    ), noted as (
      insert into collection_items as i (collection_id, url, source_id, document_id, state)
      select collection_id, url, source_id, document_id, state from met
      on conflict (collection_id, url) do update set document_id = excluded.document_id,
        -- What is new to the collection stays so when its whole text follows the summary.
        state = case when excluded.state = 'known' or (i.state = 'new' and excluded.state = 'changed') then i.state else excluded.state end
      returning collection_id, state, xmax = 0 as first
    )
    select collection_id, count(*) filter (where first) as items,
      count(*) filter (where first and state in ('new', 'changed')) as documents
    from noted group by 1`.execute(trx);
  return new Map(counts.map(({ collection_id, ...n }) => [collection_id, n]));
}

/**
 * Takes items that their source no longer has out of what people see: the text of every version is erased, the row stays as a record
 * that there was one. A job posting that was closed is nobody's words taken back: it keeps its text and says since when it is gone.
 * Returns how many were erased now.
 */
export async function eraseItems(
  trx: Kysely<Schema>,
  items: readonly { sourceId: string; url: string }[],
): Promise<number> {
  if (items.length === 0) return 0;
  const rows = items.map(({ sourceId, url }) => ({ source_id: sourceId, url }));
  await sql`
    update documents d set deleted_at = now()
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(source_id text, url text)
    where d.source_id = r.source_id and d.url = r.url and d.current and d.kind = 'posting' and d.deleted_at is null`.execute(
    trx,
  );
  // Current and older versions are found by an index each. Erased ones are known by their rule: a page that is only gone has its text yet.
  const { rows: erased } = await sql<{ id: number }>`
    with gone as (select source_id, url from json_to_recordset(${JSON.stringify(rows)}::json) as r(source_id text, url text)),
    versions as (
      select d.id from gone join documents d on d.source_id = gone.source_id and d.url = gone.url and d.current
      union select d.id from gone join documents d on d.source_id = gone.source_id and d.url = gone.url and not d.current
    )
    update documents d set deleted_at = coalesce(deleted_at, now()), text = '', text_digest = '', title = null, author = null,
      clean_text = null, clean_title = null, images = '[]', fields = '{}', hashtags = '{}', mentions = '{}', grams = '{}',
      keywords = '{}', keyword_weights = '{}', keyword_counts = null, sentences = null, sentiment = null, positive = null, grade = 1, failed_rule = 'deleted',
      failed_detail = 'Its source no longer has it.'
    from versions where d.id = versions.id and d.kind <> 'posting' and d.failed_rule is distinct from 'deleted'
    returning d.id`.execute(trx);
  return erased.length;
}

/** The items and all stored ones that hang on them by `parent_url`, at whatever distance. */
export async function withBranches(
  db: Kysely<Schema>,
  items: readonly { sourceId: string; url: string }[],
): Promise<{ sourceId: string; url: string }[]> {
  if (items.length === 0) return [];
  const roots = items.map(({ sourceId, url }) => ({ source_id: sourceId, url }));
  const { rows } = await sql<{ sourceId: string; url: string }>`
    with recursive tree as (
      select source_id, url from json_to_recordset(${JSON.stringify(roots)}::json) as r(source_id text, url text)
      union
      select d.source_id, d.url from tree join documents d on d.source_id = tree.source_id and d.parent_url = tree.url
    )
    select source_id as "sourceId", url from tree`.execute(db);
  return rows;
}

/** Stored comments below items, at whatever distance, that were not among those that the items have now. */
export async function missingComments(
  db: Kysely<Schema>,
  roots: readonly { sourceId: string; url: string; seen: readonly { url: string }[] }[],
): Promise<{ sourceId: string; url: string }[]> {
  if (roots.length === 0) return [];
  const rows = roots.map(({ sourceId, url }) => ({ source_id: sourceId, url }));
  const { rows: stored } = await sql<{ sourceId: string; url: string }>`
    with recursive tree as (
      select source_id, url, false as comment
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(source_id text, url text)
      union
      select d.source_id, d.url, true from tree
      join documents d on d.source_id = tree.source_id and d.parent_url = tree.url and d.current and d.kind = 'comment'
    )
    select source_id as "sourceId", url from tree where comment`.execute(db);
  const seen = new Set(roots.flatMap((root) => root.seen.map(({ url }) => `${root.sourceId} ${url}`)));
  return stored.filter(({ sourceId, url }) => !seen.has(`${sourceId} ${url}`));
}

/** Pages that answered 404 or 410, or said that they were removed, and that are known: the document stays and says since when. */
export async function markGonePages(trx: Kysely<Schema>, visits: readonly FinishedVisit[]): Promise<void> {
  const gone = visits.flatMap(({ row, sourceId, missing = [] }) =>
    row?.end.state === "failed" && (row.end.reason === "deleted" || row.end.reason === "not_found")
      ? [row.claimed.url, ...missing].map((url) => ({ source_id: sourceId, url }))
      : [],
  );
  if (gone.length === 0) return;
  await sql`
    update documents d set deleted_at = now()
    from json_to_recordset(${JSON.stringify(gone)}::json) as r(source_id text, url text)
    where d.source_id = r.source_id and d.url = r.url and d.current and d.deleted_at is null`.execute(trx);
}
