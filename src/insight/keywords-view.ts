import { sql } from "kysely";
import type { z } from "zod";
import type { keywordList, keywordQuery } from "../contracts/documents.ts";
import type { Db } from "../platform/db/database.ts";
import { keywordRows } from "../platform/db/keyword-columns.ts";
import { documentCondition, readFiltered } from "./document-filter.ts";
import { countDocuments } from "./documents-view.ts";

/** Documents whose keywords are counted; beyond it the newest stand for all, since every keyword of each is read. */
export const maxCounted = 20_000;

/**
 * The keywords that most documents share, most frequent first. `positiveShare` is that of the documents whose sentiment is
 * known, null when there is none.
 */
export async function listKeywords(
  db: Db,
  query: z.output<typeof keywordQuery>,
): Promise<z.output<typeof keywordList>> {
  const condition = documentCondition(query);
  const counting = sql<{ term: string; documents: number; count: number; positiveShare: number | null }>`
    with chosen as materialized (
      select d.sentiment, d.keywords, d.keyword_counts from documents d where ${condition} order by d.dated_at desc, d.id desc limit ${maxCounted}
    )
    select k.term, count(*) as documents, sum(k.count)::bigint as count,
      (count(*) filter (where chosen.sentiment = 'positive'))::float8 / nullif(count(chosen.sentiment), 0) as "positiveShare"
    from chosen cross join lateral ${keywordRows("chosen")} k
    group by k.term order by 2 desc, 3 desc, 1 limit ${query.limit}`;
  const [{ rows }, total] = await readFiltered(db, query, (reading) =>
    Promise.all([counting.execute(reading), countDocuments(reading, query, condition)]),
  );
  return { total, counted: Math.min(total, maxCounted), items: rows };
}
