import { sql } from "kysely";
import type { DocumentFilter, Sampled } from "../contracts/documents.ts";
import type { Db } from "../platform/db/database.ts";
import { countedDocuments, sumCounted } from "./counts/counted-documents.ts";
import {
  all,
  type Condition,
  chosenCondition,
  contentCondition,
  isIndexed,
  rangeCondition,
} from "./document-filter.ts";

export interface ReadingBounds {
  /** Documents that may be looked at one by one for one answer. */
  most: number;
  /** Documents that a sample holds, about. */
  sample: number;
}

export const readingBounds: ReadingBounds = { most: 20_000, sample: 10_000 };

/** How a question is answered that only the documents can tell, so that it never costs more than `most` of them. */
export interface ReadingPlan {
  /** `from` clause and conditions of `documents d`: all that fit, or those of the sample. */
  from: Condition;
  /** The range, and what was searched for. */
  base: Condition;
  /** The filters on facets. */
  chosen: Condition;
  /** Null when all that fit are read. */
  sample: SampleRead | null;
}

interface SampleRead {
  told: Sampled;
  /** What one document of the sample stands for. */
  weight: number;
  /** Documents of the sample that fit all filters. */
  fitting: number;
}

/**
 * Few documents in the range: each is looked at. Else a small sample tells how many fit: few are found by their terms, all of them;
 * many are judged by the sample, which is the same each time.
 */
async function planReading(
  db: Db,
  filter: DocumentFilter,
  { most, sample }: ReadingBounds = readingBounds,
): Promise<ReadingPlan> {
  const chosen = chosenCondition(filter);
  const { from, to } = filter;
  const countIn = (part: DocumentFilter, choices: "kept" | "ignored") => {
    const counted = countedDocuments({ ...part, q: undefined, keyword: undefined, collection: undefined }, { choices });
    return counted === null ? Promise.resolve(0) : sumCounted(db, counted);
  };
  const inRange = await countIn({ from, to }, "ignored");
  const byRow: ReadingPlan = {
    from: sql`documents d`,
    base: all([rangeCondition(filter), contentCondition(filter, "row")]),
    chosen,
    sample: null,
  };
  if (inRange <= Math.max(most, sample)) return byRow;
  const everything = from === undefined && to === undefined ? inRange : await countIn({}, "ignored");
  const drawn = drawSample(filter, { inRange, everything, sample });
  const { rows } = await sql<{ read: number; searched: number; fitting: number }>`
    select count(*) as read, count(*) filter (where searched) as searched, count(*) filter (where searched and chosen) as fitting
    from (select ${contentCondition(filter, "row")} as searched, ${chosen} as chosen from ${drawn} where ${rangeCondition(filter)}) seen`.execute(
    db,
  );
  const { read, searched, fitting } = rows[0] ?? { read: 0, searched: 0, fitting: 0 };
  // As many have the terms, in the range or not.
  if (isIndexed(filter) && searched * everything <= most * read) {
    return { ...byRow, base: all([rangeCondition(filter), contentCondition(filter, "index")]) };
  }
  // A table of which next to nothing is current gives no sample.
  if (read * 10 < sample) return byRow;
  const few = await countIn(filter, "kept");
  if (few <= most) {
    const ids = sql`select d.id from documents d where ${rangeCondition(filter)} and ${chosen}`;
    return { ...byRow, base: all([byRow.base, sql`d.id = any(array(${ids}))`]), chosen: sql`true` };
  }
  const weight = read === 0 ? 0 : inRange / read;
  return { ...byRow, from: drawn, sample: { told: { documents: read, of: inRange }, weight, fitting } };
}

/** Whole blocks of the table where the range holds much of it; else every so-manieth document of the range, by the index of dates. */
function drawSample(
  filter: DocumentFilter,
  { inRange, everything, sample }: { inRange: number; everything: number; sample: number },
): Condition {
  if (inRange * 5 >= everything) {
    const percent = Math.min(100, (100 * sample) / inRange);
    return sql`documents d tablesample system (${percent}::float4) repeatable (1)`;
  }
  const step = Math.max(2, Math.ceil(inRange / sample));
  return sql`(select d.* from documents d where d.id = any(array(
    select d.id from documents d where ${rangeCondition(filter)} and d.id % ${step}::int = 0))) d`;
}

/** Plans and reads within one transaction. */
export function readPlanned<T>(
  db: Db,
  filter: DocumentFilter,
  bounds: ReadingBounds | undefined,
  read: (db: Db, plan: ReadingPlan) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (trx) => {
    const plan = await planReading(trx, filter, bounds);
    // The planner takes reading an array out of line for free and so prefers to read the terms of every document. Not before: counts are
    // read best as it likes.
    await sql`set local enable_seqscan = off`.execute(trx);
    return read(trx, plan);
  });
}
