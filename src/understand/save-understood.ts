import { sql } from "kysely";
import { gramsOf } from "../lib/grams.ts";
import type { Db } from "../platform/db/database.ts";
import { databaseFault } from "../platform/db/database-fault.ts";
import { keywordColumns } from "../platform/db/keyword-columns.ts";
import type { DocumentText, UnderstoodDocument } from "./understand-document.ts";

/** A document and what was read in it. */
export interface ReadDocument {
  document: DocumentText;
  answer: UnderstoodDocument;
}

export interface ReadWith {
  analyzer: string;
  model: string;
}

/** Documents of grade 4 and above have a clean text; what was erased meanwhile has none. */
export const readyGrade = 4;

/**
 * Lifts documents to grade 5 with everything derived from them, a batch in one statement. When the database refuses the batch, each is
 * stored by itself, so that one document does not hold up its neighbours.
 * @returns documents that the database refuses even alone, with its reason.
 */
export async function saveUnderstood(
  db: Db,
  read: readonly ReadDocument[],
  versions: ReadWith,
): Promise<{ id: number; reason: string }[]> {
  if (read.length === 0) return [];
  try {
    await saveTogether(db, read, versions);
    return [];
  } catch (error) {
    // Whatever the machine did is no fault of a document: the job comes again.
    if (databaseFault(error) !== "data") throw error;
    const [first, ...others] = read;
    if (first === undefined) return [];
    if (others.length === 0) return [{ id: first.document.id, reason: String(error) }];
  }
  const refused: { id: number; reason: string }[] = [];
  for (const one of read) refused.push(...(await saveUnderstood(db, [one], versions)));
  return refused;
}

async function saveTogether(db: Db, read: readonly ReadDocument[], { analyzer, model }: ReadWith): Promise<void> {
  const rows = read.map(({ document, answer }) => ({
    id: document.id,
    language: answer.language,
    token_count: answer.tokenCount,
    sentiment: answer.sentiment,
    positive: answer.positive,
    sentences: answer.sentences,
    ...keywordColumns(answer.keywords),
    grams: gramsOf(`${document.title ?? ""}\n${document.text}`),
  }));
  // What the page declares about itself is kept where the text is too short to tell its language. In the order of ids, since two
  // workers that lift the same documents in different orders would block each other.
  await sql`
    with mine as (
      select d.id from documents d
      where d.id in (select value::bigint from json_array_elements_text(${JSON.stringify(rows.map(({ id }) => id))}::json))
        and d.grade >= ${readyGrade}
      order by d.id for update
    )
    update documents d set grade = greatest(d.grade, 5), failed_rule = null, failed_detail = null,
      language = coalesce(r.language, d.language), token_count = r.token_count, sentiment = r.sentiment, positive = r.positive,
      sentences = r.sentences, grams = r.grams, keywords = r.keywords, keyword_weights = r.keyword_weights,
      keyword_counts = r.keyword_counts, analyzer_version = ${analyzer}, sentiment_model = ${model}
    from mine, json_to_recordset(${JSON.stringify(rows)}::json) as r(id bigint, language text, token_count int, sentiment text,
      positive double precision, sentences jsonb, grams text[], keywords text[], keyword_weights smallint[], keyword_counts int[])
    where d.id = mine.id and r.id = mine.id`.execute(db);
}
