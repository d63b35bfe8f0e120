import { type RawBuilder, sql } from "kysely";
import { requiredGrams } from "../../lib/grams.ts";
import type { Search, SearchPhrase } from "./parse-search.ts";
import { phrasePattern } from "./phrase-pattern.ts";

/**
 * What a row of `documents` under this alias must fulfil: first the terms, which the GIN index answers, then, where terms
 * alone leave a doubt, the text itself. Every word goes over as a parameter.
 */
export function searchCondition(search: Search, alias = "d"): RawBuilder<boolean> {
  const row = sql.raw(alias);
  switch (search.kind) {
    case "phrase":
      return phraseCondition(search, row);
    case "not":
      // As a search of its own: `not (grams @> …)` would read the terms of every document instead of the index.
      return sql`not exists (select 1 from documents ${sql.raw(`${alias}n`)} where ${sql.raw(`${alias}n`)}.id = ${row}.id
        and ${sql.raw(`${alias}n`)}.current and ${searchCondition(search.part, `${alias}n`)})`;
    default:
      return sql`(${sql.join(
        search.parts.map((part) => searchCondition(part, alias)),
        search.kind === "and" ? sql` and ` : sql` or `,
      )})`;
  }
}

function phraseCondition(phrase: SearchPhrase, row: RawBuilder<unknown>): RawBuilder<boolean> {
  const grams = [...new Set(phrase.runs.flatMap(requiredGrams))];
  const found = sql<boolean>`${row}.grams @> ${grams}::text[]`;
  const [first, second] = phrase.runs;
  if (first === undefined) return sql`false`;
  if (second !== undefined) {
    const pattern = phrasePattern(phrase);
    return sql`(${found} and (${row}.clean_text ~ ${pattern} or ${row}.clean_title ~ ${pattern}))`;
  }
  // One word, one syllable or one pair is a term itself; three syllables may come from two other words.
  if (first.kind === "word" || [...first.text].length <= 2) return found;
  return sql`(${found} and (strpos(${row}.clean_text, ${first.text}) > 0 or strpos(${row}.clean_title, ${first.text}) > 0))`;
}
