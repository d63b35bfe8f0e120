import { sql } from "kysely";
import { gramsOf } from "../lib/grams.ts";
import type { Db } from "../platform/db/database.ts";
import { databaseFault } from "../platform/db/database-fault.ts";
import { keywordColumns } from "../platform/db/keyword-columns.ts";
import { TextRun, textAt } from "../platform/db/text-run.ts";
import type { DocumentText, UnderstoodDocument } from "./understand-document.ts";

/** What cleaning made of a document that is at grade 3 yet, to be written along. */
export interface CleanedColumns {
  clean_text: string | null;
  clean_title: string | null;
  masked: Record<string, number>;
  hashtags: string[];
  mentions: string[];
  refiner_version: string;
}

/** A document and what was read in it. */
export interface ReadDocument {
  document: DocumentText;
  answer: UnderstoodDocument;
  /** Null where the database has the clean text already. */
  cleaned: CleanedColumns | null;
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
  const texts = new TextRun();
  const rows = read.map(({ document, answer, cleaned }) => {
    const { clean_text = null, ...columns } = cleaned ?? {};
    const { at, bytes } = texts.add(clean_text);
    return {
      id: document.id,
      least: cleaned === null ? readyGrade : readyGrade - 1,
      ...columns,
      clean_at: at,
      clean_bytes: bytes,
      language: answer.language,
      token_count: answer.tokenCount,
      sentiment: answer.sentiment,
      positive: answer.positive,
      sentences: answer.sentences,
      ...keywordColumns(answer.keywords),
      grams: gramsOf(`${document.title ?? ""}\n${document.text}`),
    };
  });
  const cleans = read.some(({ cleaned }) => cleaned !== null);
  // What the page declares about itself is kept where the text is too short to tell its language. In the order of ids, since two
  // workers that lift the same documents in different orders would block each other.
  await sql`
    with mine as (
      select d.id from documents d
      join json_to_recordset(${JSON.stringify(rows.map(({ id, least }) => ({ id, least })))}::json) as r(id bigint, least int)
        on r.id = d.id and d.grade >= r.least
      order by d.id for update of d
    )
    update documents d set grade = greatest(d.grade, 5), failed_rule = null, failed_detail = null,
      language = coalesce(r.language, d.language), token_count = r.token_count, sentiment = r.sentiment, positive = r.positive,
      sentences = r.sentences, grams = r.grams, keywords = r.keywords, keyword_weights = r.keyword_weights,
      keyword_counts = r.keyword_counts, analyzer_version = ${analyzer}, sentiment_model = ${model}
      ${cleans ? cleanedAssignments : sql``}
    from mine, ${cleans ? sql`(select ${texts.toBytes()}::bytea as run) texts,` : sql``}
      json_to_recordset(${JSON.stringify(rows)}::json) as r(id bigint, refiner_version text, clean_at int, clean_bytes int,
        clean_title text, masked jsonb, hashtags text[], mentions text[], language text, token_count int, sentiment text,
        positive double precision, sentences jsonb, grams text[], keywords text[], keyword_weights smallint[], keyword_counts int[])
    where d.id = mine.id and r.id = mine.id`.execute(db);
}

const cleanText = textAt("texts.run", { at: "r.clean_at", bytes: "r.clean_bytes" });
const cleanedAssignments = sql`,
  clean_text = case when r.refiner_version is null then d.clean_text else ${cleanText} end,
  clean_title = case when r.refiner_version is null then d.clean_title else r.clean_title end,
  masked = coalesce(r.masked, d.masked), hashtags = coalesce(r.hashtags, d.hashtags), mentions = coalesce(r.mentions, d.mentions),
  refiner_version = coalesce(r.refiner_version, d.refiner_version)`;
