import { type RawBuilder, sql } from "kysely";
import type { z } from "zod";
import type { DocumentFilter, DocumentSummary, documentList, documentListQuery } from "../contracts/documents.ts";
import type { SentimentLabel } from "../domain/sentiment.ts";
import type { Db } from "../platform/db/database.ts";
import { countedDocuments } from "./counts/counted-documents.ts";
import { documentCondition, readFiltered } from "./document-filter.ts";
import { parseCursor, writeCursor } from "./documents-cursor.ts";
import { anyPhrasePattern, findMatches, firstPosition } from "./search/find-matches.ts";
import { parseSearch, type SearchPhrase, wantedPhrases } from "./search/parse-search.ts";
import { presentHead } from "./wire.ts";

const snippetLength = 240;
const lead = 60;

/** One page of the documents that fit, with the number of all that do. */
export async function listDocuments(
  db: Db,
  query: z.output<typeof documentListQuery>,
): Promise<z.output<typeof documentList>> {
  const search = parseSearch(query.q ?? "");
  const condition = documentCondition(query, search);
  const place = query.cursor === undefined ? null : parseCursor(query.sort, query.cursor);
  const phrases = search === null ? [] : wantedPhrases(search);
  const pattern = anyPhrasePattern(phrases);
  const [rows, total] = await readFiltered(db, query, (reading) =>
    Promise.all([findPage(reading, condition, query, place, phrases), countDocuments(reading, query, condition)]),
  );
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => present(row, pattern)),
    nextCursor: rows.length > query.limit && last !== undefined ? writeCursor(query.sort, last) : null,
    total,
  };
}

export async function countDocuments(db: Db, filter: DocumentFilter, condition: RawBuilder<unknown>): Promise<number> {
  const counted = countedDocuments(filter);
  if (counted !== null) {
    const { rows } = await sql<{ n: number }>`select coalesce(sum(d.n), 0)::bigint as n from ${counted} d`.execute(db);
    return rows[0]?.n ?? 0;
  }
  const { rows } = await sql<{ n: number }>`select count(*) as n from documents d where ${condition}`.execute(db);
  return rows[0]?.n ?? 0;
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

async function findPage(
  db: Db,
  condition: RawBuilder<unknown>,
  query: { sort: "newest" | "oldest"; limit: number },
  place: { micros: number; id: number } | null,
  phrases: readonly SearchPhrase[],
): Promise<SummaryRow[]> {
  const newest = query.sort === "newest";
  const behind =
    place === null
      ? sql``
      : sql`and (d.dated_at, d.id) ${newest ? sql`<` : sql`>`}
          (timestamptz 'epoch' + ${place.micros}::bigint * interval '1 microsecond', ${place.id}::bigint)`;
  const order = (table: string) =>
    sql.raw(newest ? `${table}.dated_at desc, ${table}.id desc` : `${table}.dated_at, ${table}.id`);
  const begin = sql`greatest(1, coalesce(${firstPosition(phrases)}, 1) - ${lead}::int)`;
  // Ids first, from the index alone; texts only of those that are shown.
  const { rows } = await sql<SummaryRow>`
    with page as materialized (
      select d.id, d.dated_at from documents d where ${condition} ${behind} order by ${order("d")} limit ${query.limit + 1}
    )
    select d.id, (extract(epoch from d.dated_at) * 1000000)::bigint as micros, d.url, d.host, d.source_id, d.clean_title,
      coalesce(substr(d.clean_text, ${begin}, ${snippetLength}::int), '') as snippet,
      d.author, d.dated_at, d.language, d.grade, d.sentiment, d.positive
    from page join documents d using (id) order by ${order("page")}`.execute(db);
  return rows;
}

function present(row: SummaryRow, pattern: string | null): DocumentSummary {
  return { ...presentHead(row), snippet: row.snippet, matches: findMatches(row.snippet, pattern) };
}
