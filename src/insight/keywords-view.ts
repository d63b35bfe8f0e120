import { type RawBuilder, sql } from "kysely";
import type { z } from "zod";
import type { keywordList, keywordQuery } from "../contracts/documents.ts";
import type { Db } from "../platform/db/database.ts";
import { keywordRows } from "../platform/db/keyword-columns.ts";
import { countedDocuments, sumCounted } from "./counts/counted-documents.ts";
import { documentCondition } from "./document-filter.ts";
import { type ReadingBounds, readPlanned } from "./reading-plan.ts";

/** Documents whose keywords are counted; beyond it the newest stand for all, since every keyword of each is read. */
export const maxCounted = 10_000;

/**
 * The keywords that most documents share, most frequent first. `positiveShare` is that of the documents whose sentiment is
 * known, null when there is none.
 */
export async function listKeywords(
  db: Db,
  query: z.output<typeof keywordQuery>,
  bounds?: ReadingBounds,
): Promise<z.output<typeof keywordList>> {
  const counted = countedDocuments(query);
  if (counted !== null) {
    const fitting = sql`documents d where ${documentCondition(query)}`;
    const [items, total] = await Promise.all([countTerms(db, fitting, query.limit), sumCounted(db, counted)]);
    return { total, counted: Math.min(total, maxCounted), items };
  }
  return readPlanned(db, query, bounds, async (reading, { from, base, chosen, sample }) => {
    const fitting = sql`${from} where ${base} and ${chosen}`;
    const items = await countTerms(reading, fitting, query.limit);
    if (sample !== null) {
      return { total: Math.round(sample.fitting * sample.weight), counted: sample.fitting, sample: sample.told, items };
    }
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${fitting}`.execute(reading);
    const total = rows[0]?.n ?? 0;
    return { total, counted: Math.min(total, maxCounted), items };
  });
}

async function countTerms(db: Db, fitting: RawBuilder<unknown>, limit: number) {
  // Ids first, from the index alone where that is enough: their keywords stand in the rows.
  const { rows } = await sql<{ term: string; documents: number; count: number; positiveShare: number | null }>`
    with newest as materialized (
      select d.id from ${fitting} order by d.dated_at desc, d.id desc limit ${maxCounted}
    ), chosen as materialized (
      select d.sentiment, d.keywords, d.keyword_counts from documents d where d.id = any(array(select id from newest))
    )
    select k.term, count(*) as documents, sum(k.count)::bigint as count,
      (count(*) filter (where chosen.sentiment = 'positive'))::float8 / nullif(count(chosen.sentiment), 0) as "positiveShare"
    from chosen cross join lateral ${keywordRows("chosen")} k
    group by k.term order by 2 desc, 3 desc, 1 limit ${limit}`.execute(db);
  return rows;
}
