import { type RawBuilder, sql } from "kysely";
import type { z } from "zod";
import type { DocumentSummary, documentList, documentListQuery, Sampled } from "../contracts/documents.ts";
import type { SentimentLabel } from "../domain/sentiment.ts";
import type { Db } from "../platform/db/database.ts";
import { countedDocuments, sumCounted } from "./counts/counted-documents.ts";
import {
  chosenCondition,
  collectionConditions,
  contentCondition,
  documentCondition,
  isIndexed,
  rangeCondition,
} from "./document-filter.ts";
import { type DocumentPlace, parseCursor, writeCursor } from "./documents-cursor.ts";
import { kstDayOf } from "./kst-days.ts";
import { type ReadingBounds, type ReadingPlan, readingBounds, readPlanned } from "./reading-plan.ts";
import { anyPhrasePattern, findMatches, firstPosition } from "./search/find-matches.ts";
import { parseSearch, type SearchPhrase, wantedPhrases } from "./search/parse-search.ts";
import { presentHead } from "./wire.ts";

const snippetLength = 240;
const lead = 60;

/** One page of the documents that fit, with the number of all that do. */
export async function listDocuments(
  db: Db,
  query: z.output<typeof documentListQuery>,
  bounds?: ReadingBounds,
): Promise<z.output<typeof documentList>> {
  const search = parseSearch(query.q ?? "");
  const phrases = search === null ? [] : wantedPhrases(search);
  const asked = { ...query, place: query.cursor === undefined ? null : parseCursor(query.sort, query.cursor), phrases };
  const counted = countedDocuments(query);
  const { rows, ...found } =
    counted === null
      ? await readPlanned(db, query, bounds, (reading, plan) => findPlanned(reading, asked, plan, bounds))
      : await listCounted(db, asked, counted);
  const pattern = anyPhrasePattern(phrases);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => present(row, pattern)),
    nextCursor: rows.length > query.limit && last !== undefined ? writeCursor(query.sort, last) : null,
    ...found,
  };
}

interface Found {
  /** One more than the page holds when there are more. */
  rows: SummaryRow[];
  total: number;
  sample?: Sampled;
}

/** Where fewer fit, most days have none, and only the days that do are read. */
const seldomBelow = 5_000;

async function listCounted(db: Db, asked: Asked, counted: RawBuilder<unknown>): Promise<Found> {
  const total = await sumCounted(db, counted);
  if (total === 0) return { rows: [], total };
  const fitting = sql`select d.id, d.dated_at from documents d where ${documentCondition(asked)}`;
  if (total >= seldomBelow) return { rows: await readPage(db, asked, newestOf(asked, fitting)), total };
  const days = await nearestDays(db, asked);
  // 32,400 seconds are KST's nine hours.
  const ofDay = sql`${fitting} and d.dated_at >= to_timestamp(day::bigint * 86400 - 32400)
    and d.dated_at < to_timestamp((day::bigint + 1) * 86400 - 32400)`;
  const page = sql`select d.id, d.dated_at from unnest(${days}::int[]) as days(day) cross join lateral (${newestOf(asked, ofDay)}) d
    order by ${orderOf(asked, "d")} limit ${asked.limit + 1}`;
  return { rows: await readPage(db, asked, page), total };
}

/** Days with documents that fit, from the place on: as many as fill a page, and the place's own, of which all may have been given. */
async function nearestDays(db: Db, asked: Asked): Promise<number[]> {
  const at = asked.place === null ? null : kstDayOf(new Date(Math.floor(asked.place.micros / 1000)));
  const isNewest = asked.sort === "newest";
  const behind = at === null ? sql`true` : isNewest ? sql`d.day <= ${at}` : sql`d.day >= ${at}`;
  const { rows } = await sql<{ day: number }>`
    select d.day from ${countedDocuments(asked, { by: "day" })} d where ${behind} group by 1 having sum(d.n) > 0
    order by 1 ${sql.raw(isNewest ? "desc" : "asc")} limit ${asked.limit + 2}`.execute(db);
  return rows.map(({ day }) => day);
}

async function findPlanned(
  db: Db,
  asked: Asked,
  { from, base, chosen, sample }: ReadingPlan,
  { most }: ReadingBounds = readingBounds,
): Promise<Found> {
  if (sample === null) {
    const fitting = sql`select d.id, d.dated_at from ${from} where ${base} and ${chosen}`;
    const { rows } = await sql<{ id: number; n: number }>`
      with fitting as materialized (${fitting})
      select id, (select count(*) from fitting) as n from (select 1) one left join (${newestOf(asked, sql`select * from fitting d where true`)}) page on true`.execute(
      db,
    );
    const ids = rows.flatMap(({ id }) => (id === null ? [] : [id]));
    return { rows: await readPage(db, asked, idsOf(ids)), total: rows[0]?.n ?? 0 };
  }
  const told = (page: SummaryRow[]): Found => {
    // The first page holds them all.
    if (asked.place === null && page.length <= asked.limit) return { rows: page, total: page.length };
    const total = Math.max(page.length, Math.round(sample.fitting * sample.weight));
    return { rows: page, total, sample: sample.told };
  };
  if (asked.collection !== undefined && asked.q === undefined && asked.keyword === undefined) {
    return told(await readPage(db, asked, ofCollection(asked, asked.collection)));
  }
  // So many fit that a page is soon full, read in the order of the list. What just came is no part of it until its terms are known.
  // Where they all lie far back, their terms find them.
  const isKnown = isIndexed({ ...asked, collection: undefined, keyword: undefined }) ? sql`d.grams <> '{}'` : sql`true`;
  const ordered = newestOf(
    { ...asked, limit: most },
    sql`select d.* from documents d where ${rangeCondition(asked)} and ${chosenCondition(asked)} and ${isKnown}`,
  );
  const near = sql`select d.id, d.dated_at from (${ordered}) d where ${contentCondition(asked, "row")}
    order by ${orderOf(asked, "d")} limit ${asked.limit + 1}`;
  const rows = await readPage(db, asked, near);
  if (rows.length > asked.limit) return told(rows);
  const form = isIndexed(asked) ? "index" : "row";
  const fitting = sql`select * from (select d.id, d.dated_at from documents d where ${documentCondition(asked, form)} offset 0) d where true`;
  return told(await readPage(db, asked, newestOf(asked, fitting)));
}

/** Two lists in order, of which the first of both are taken. */
function ofCollection(asked: Asked, collection: number): RawBuilder<unknown> {
  const parts = collectionConditions(collection).map(
    (met) =>
      sql`(${newestOf(asked, sql`select d.id, d.dated_at from documents d where ${rangeCondition(asked)} and ${chosenCondition(asked)} and ${met}`)})`,
  );
  return sql`select d.id, d.dated_at from (${sql.join(parts, sql` union all `)}) d order by ${orderOf(asked, "d")} limit ${asked.limit + 1}`;
}

interface Asked extends z.output<typeof documentListQuery> {
  place: DocumentPlace | null;
  phrases: readonly SearchPhrase[];
}

/** Those behind the place, one more than the page holds. @param fitting a select of `documents d` that ends in its conditions. */
function newestOf(asked: Pick<Asked, "sort" | "place" | "limit">, fitting: RawBuilder<unknown>): RawBuilder<unknown> {
  const { place } = asked;
  const behind =
    place === null
      ? sql``
      : sql`and (d.dated_at, d.id) ${asked.sort === "newest" ? sql`<` : sql`>`}
          (timestamptz 'epoch' + ${place.micros}::bigint * interval '1 microsecond', ${place.id}::bigint)`;
  return sql`${fitting} ${behind} order by ${orderOf(asked, "d")} limit ${asked.limit + 1}`;
}

function orderOf({ sort }: Pick<Asked, "sort">, table: "d" | "page"): RawBuilder<unknown> {
  return sql.raw(sort === "newest" ? `${table}.dated_at desc, ${table}.id desc` : `${table}.dated_at, ${table}.id`);
}

function idsOf(ids: readonly number[]): RawBuilder<unknown> {
  return sql`select d.id, d.dated_at from documents d where d.id = any(${ids}::bigint[])`;
}

interface SummaryRow {
  id: number;
  micros: number;
  url: string;
  host: string;
  source_id: string;
  clean_title: string | null;
  snippet: string;
  author: string | null;
  dated_at: Date;
  language: string | null;
  grade: number;
  sentiment: SentimentLabel | null;
  positive: number | null;
}

/** Ids first, from the index alone where that is enough; texts only of those that are shown. */
async function readPage(db: Db, asked: Asked, ids: RawBuilder<unknown>): Promise<SummaryRow[]> {
  const begin = sql`greatest(1, coalesce(${firstPosition(asked.phrases)}, 1) - ${lead}::int)`;
  const { rows } = await sql<SummaryRow>`
    with page as materialized (${ids})
    select d.id, (extract(epoch from d.dated_at) * 1000000)::bigint as micros, d.url, d.host, d.source_id, d.clean_title,
      coalesce(substr(d.clean_text, ${begin}, ${snippetLength}::int), '') as snippet,
      d.author, d.dated_at, d.language, d.grade, d.sentiment, d.positive
    from page join documents d using (id) order by ${orderOf(asked, "page")}`.execute(db);
  return rows;
}

function present(row: SummaryRow, pattern: string | null): DocumentSummary {
  return { ...presentHead(row), snippet: row.snippet, matches: findMatches(row.snippet, pattern) };
}
