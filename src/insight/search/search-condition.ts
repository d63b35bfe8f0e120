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
  const other = sql.raw(`${alias}n`);
  const idsOf = (part: Search) =>
    sql`select ${other}.id from documents ${other} where ${other}.current and ${searchCondition(part, `${alias}n`)}`;
  // Below OR and NOT each part is a search of its own. As `a or not b` in one condition they would make the database read
  // the terms of every candidate again, which costs twenty times the index.
  switch (search.kind) {
    case "phrase":
      return phraseCondition(search, row);
    case "and":
      return sql`(${sql.join(
        search.parts.map((part) => searchCondition(part, alias)),
        sql` and `,
      )})`;
    case "or":
      return sql`${row}.id = any(array(${sql.join(search.parts.map(idsOf), sql` union all `)}))`;
    case "not":
      return sql`not exists (${idsOf(search.part)} and ${other}.id = ${row}.id)`;
  }
}

/** The same for rows that are at hand already: each is looked at by itself, and no index is needed. Never null. */
export function rowCondition(search: Search): RawBuilder<boolean> {
  switch (search.kind) {
    case "phrase":
      return sql`coalesce(${phraseCondition(search, sql.raw("d"))}, false)`;
    case "and":
      return sql`(${sql.join(search.parts.map(rowCondition), sql` and `)})`;
    case "or":
      return sql`(${sql.join(search.parts.map(rowCondition), sql` or `)})`;
    case "not":
      return sql`not ${rowCondition(search.part)}`;
  }
}

/** Whether terms find all that fits, so that nothing else has to be read. */
export function hasTerms(search: Search): boolean {
  switch (search.kind) {
    case "phrase":
      return true;
    case "and":
      return search.parts.some(hasTerms);
    case "or":
      return search.parts.every(hasTerms);
    case "not":
      return false;
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
