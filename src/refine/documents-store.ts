import { type Kysely, sql } from "kysely";
import type { Schema } from "../platform/db/schema.ts";
import { TextRun, textAt } from "../platform/db/text-run.ts";
import { type DocumentRow, documentRow, type ReadingToSave, type RefinedColumns } from "./document-row.ts";

/**
 * Writes a batch of readings as documents of grade 1 to 3 in two statements and gives the ids of the rows that are new. Walls and payloads
 * without a document are passed over, and so is an address whose title and text are those of its current row. A changed page
 * gets a new row, and `current` moves to it; of two collectors that save one address at the same moment the later capture is current in the
 * end, whoever comes first. Belongs into the transaction of the captures.
 */
export async function saveReadings(trx: Kysely<Schema>, pages: readonly ReadingToSave[]): Promise<number[]> {
  const newest = new Map<string, DocumentRow>();
  for (const page of pages) {
    if (page.reading.document === null) continue;
    const [key, row] = [keyOf({ source_id: page.sourceId, url: page.url }), documentRow(page, null)];
    const other = newest.get(key);
    if (row.fields.isSummary !== true || other === undefined || other.fields.isSummary === true) newest.set(key, row);
  }
  const ids: number[] = [];
  let rows = await withoutOutdone(trx, [...newest.values()]);
  if (rows.length === 0) return ids;
  await moveCurrent(trx, rows);
  await refreshCounts(trx, pages, rows);
  while (rows.length > 0) {
    const inserted = await insertRows(trx, rows);
    ids.push(...inserted.map(({ id }) => id));
    const stored = new Set(inserted.map(keyOf));
    // An address that is taken has this very text, or somebody else's transaction stored another one since we looked.
    rows = await withoutOutdone(
      trx,
      rows.filter((row) => !stored.has(keyOf(row))),
    );
    const moved = new Set((await moveCurrent(trx, rows)).map(keyOf));
    rows = rows.filter((row) => moved.has(keyOf(row)));
  }
  return ids;
}

function keyOf({ source_id, url }: { source_id: string; url: string }): string {
  return `${source_id}\n${url}`;
}

/** Takes `current` from rows with another text, unless theirs is the later capture. Gives the addresses that have no current row now. */
async function moveCurrent(
  trx: Kysely<Schema>,
  rows: readonly DocumentRow[],
): Promise<{ source_id: string; url: string }[]> {
  if (rows.length === 0) return [];
  const keys = rows.map(({ source_id, url, host, text_digest, collected_at }) => ({
    source_id,
    url,
    host,
    text_digest,
    collected_at,
  }));
  // What was gone and is there again unchanged is gone no more. A file of a person's own is as they have it now, whatever its date.
  const { rows: moved } = await sql<{ source_id: string; url: string; current: boolean }>`
    update documents d set current = d.text_digest = r.text_digest,
      deleted_at = case when d.text_digest = r.text_digest then null else d.deleted_at end
    from json_to_recordset(${JSON.stringify(keys)}::json) as r(source_id text, url text, host text, text_digest text,
      collected_at timestamptz)
    where d.current and d.source_id = r.source_id and d.url = r.url
      and (d.text_digest <> r.text_digest or d.deleted_at is not null)
      and (d.collected_at <= r.collected_at or r.host = '')
    returning d.source_id, d.url, d.current`.execute(trx);
  return moved.filter(({ current }) => !current);
}

/** A summary (`fields.isSummary`) does not take the place of the whole text that is there already; the whole takes the summary's. */
async function withoutOutdone(trx: Kysely<Schema>, rows: DocumentRow[]): Promise<DocumentRow[]> {
  const summaries = rows.filter(({ fields }) => fields.isSummary === true);
  if (summaries.length === 0) return rows;
  const keys = JSON.stringify(summaries.map(({ source_id, url }) => ({ source_id, url })));
  const { rows: whole } = await sql<{ source_id: string; url: string }>`
    select d.source_id, d.url from json_to_recordset(${keys}::json) as r(source_id text, url text)
    join documents d on d.source_id = r.source_id and d.url = r.url
    where d.current and d.deleted_at is null and coalesce(d.fields->>'isSummary', '') <> 'true'`.execute(trx);
  const outdone = new Set(whole.map(keyOf));
  return rows.filter((row) => row.fields.isSummary !== true || !outdone.has(keyOf(row)));
}

/**
 * Counts (likes, views) of an item that else stayed the same are kept up to date in its row, which then leads to the capture that they stand in:
 * reading that capture again gives the same row.
 */
async function refreshCounts(
  trx: Kysely<Schema>,
  pages: readonly ReadingToSave[],
  rows: readonly DocumentRow[],
): Promise<void> {
  if (pages.every(({ item }) => item === undefined)) return;
  const fields = rows.map(({ source_id, url, text_digest, capture_id, fields: values }) => ({
    source_id,
    url,
    text_digest,
    capture_id,
    values,
  }));
  await sql`
    update documents d set fields = r.values, capture_id = r.capture_id
    from json_to_recordset(${JSON.stringify(fields)}::json) as r(source_id text, url text, text_digest text, capture_id bigint,
      values jsonb)
    where d.current and d.source_id = r.source_id and d.url = r.url and d.text_digest = r.text_digest
      and d.fields <> r.values`.execute(trx);
}

/**
 * Puts new versions in the place of old ones: the old rows stay and lose `current`. Gives the ids of the new rows. A version that was
 * erased meanwhile keeps its place, and what is known to be gone stays so.
 */
export async function replaceDocuments(
  trx: Kysely<Schema>,
  oldIds: readonly number[],
  rows: readonly DocumentRow[],
): Promise<number[]> {
  if (oldIds.length > 0) {
    await trx
      .updateTable("documents")
      .set({ current: false })
      .where(sql<boolean>`id in (select value::bigint from json_array_elements_text(${JSON.stringify(oldIds)}::json))`)
      .where("current", "=", true)
      .where(notErased)
      .execute();
  }
  if (rows.length === 0) return [];
  const ids = (await insertRows(trx, rows)).map(({ id }) => id);
  if (oldIds.length > 0 && ids.length > 0) {
    await sql`
      update documents d set deleted_at = old.deleted_at from documents old
      where d.id in (select value::bigint from json_array_elements_text(${JSON.stringify(ids)}::json))
        and old.id in (select value::bigint from json_array_elements_text(${JSON.stringify(oldIds)}::json))
        and old.source_id = d.source_id and old.url = d.url and old.deleted_at is not null`.execute(trx);
  }
  return ids;
}

/** Erased documents keep a row and no text; pages that are gone from the web keep both. */
const notErased = sql<boolean>`(deleted_at is null or text <> '')`;

/** What cleaning changes in a document. */
export interface RefinedRow extends RefinedColumns {
  id: number;
  grade: number;
  failed_rule: string | null;
  failed_detail: string | null;
  refiner_version: string;
  /** Search terms; null leaves those that the analyser wrote. */
  grams: string[] | null;
}

/** Writes clean texts of a batch in one statement; what was erased since it was read stays erased. */
export async function writeRefined(trx: Kysely<Schema>, rows: readonly RefinedRow[]): Promise<void> {
  if (rows.length === 0) return;
  const texts = new TextRun();
  const values = rows.map(({ clean_text, ...row }) => {
    const { at, bytes } = texts.add(clean_text);
    return { ...row, clean_at: at, clean_bytes: bytes };
  });
  await sql`
    update documents d set clean_text = ${textAt("texts.run", cleanPlace)}, clean_title = r.clean_title, masked = r.masked,
      hashtags = array(select json_array_elements_text(r.hashtags)), mentions = array(select json_array_elements_text(r.mentions)),
      grade = r.grade, failed_rule = r.failed_rule, failed_detail = r.failed_detail, refiner_version = r.refiner_version,
      grams = case when r.grams is null then d.grams else array(select json_array_elements_text(r.grams)) end
    from (select ${texts.toBytes()}::bytea as run) texts,
      json_to_recordset(${JSON.stringify(values)}::json) as r(id bigint, clean_at int, clean_bytes int, clean_title text, masked jsonb,
      hashtags json, mentions json, grade smallint, failed_rule text, failed_detail text, refiner_version text, grams json)
    where d.id = r.id and d.grade >= 2`.execute(trx);
}

const textPlace = { at: "r.text_at", bytes: "r.text_bytes" };
const cleanPlace = { at: "r.clean_at", bytes: "r.clean_bytes" };

/** Gives those that were inserted: addresses that have a current row are passed over. */
async function insertRows(
  trx: Kysely<Schema>,
  rows: readonly DocumentRow[],
): Promise<{ id: number; source_id: string; url: string }[]> {
  // One JSON parameter, and one for the texts: thirty parameters a row would cost more than the insert itself.
  const texts = new TextRun();
  const values = rows.map(({ text, clean_text, ...row }) => {
    const [whole, clean] = [texts.add(text), texts.add(clean_text)];
    return { ...row, text_at: whole.at, text_bytes: whole.bytes, clean_at: clean.at, clean_bytes: clean.bytes };
  });
  const { rows: inserted } = await sql<{ id: number; source_id: string; url: string }>`
    insert into documents (capture_id, collection_id, source_id, url, host, grade, failed_rule, failed_detail, parser_version,
      refiner_version, title, author, site_name, published_at, modified_at, collected_at, dated_at, language, canonical_url, images,
      charset, charset_source, no_ai, no_index, text, text_digest, clean_text, clean_title, masked, hashtags, mentions, grams,
      kind, fields, parent_url)
    select capture_id, collection_id, source_id, url, host, grade, failed_rule, failed_detail, parser_version,
      refiner_version, title, author, site_name, published_at, modified_at, collected_at, dated_at, language, canonical_url, images,
      charset, charset_source, no_ai, no_index, ${textAt("texts.run", textPlace)}, text_digest, ${textAt("texts.run", cleanPlace)}, clean_title, masked,
      array(select json_array_elements_text(hashtags)), array(select json_array_elements_text(mentions)),
      array(select json_array_elements_text(grams)), kind, fields, parent_url
    from (select ${texts.toBytes()}::bytea as run) texts,
      json_to_recordset(${JSON.stringify(values)}::json) as r(capture_id bigint, collection_id bigint, source_id text, url text,
      host text, grade smallint, failed_rule text, failed_detail text, parser_version text, refiner_version text, title text,
      author text, site_name text, published_at timestamptz, modified_at timestamptz, collected_at timestamptz,
      dated_at timestamptz, language text, canonical_url text, images jsonb, charset text, charset_source text, no_ai boolean,
      no_index boolean, text_at int, text_bytes int, text_digest text, clean_at int, clean_bytes int, clean_title text, masked jsonb, hashtags json, mentions json,
      grams json, kind text, fields jsonb, parent_url text)
    on conflict (source_id, url) where current do nothing
    returning id, source_id, url`.execute(trx);
  return inserted;
}
