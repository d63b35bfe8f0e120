import { type RawBuilder, sql } from "kysely";
import type { SearchPhrase } from "./parse-search.ts";
import { phrasePattern } from "./phrase-pattern.ts";

/** UTF-16 offsets, end exclusive. */
export interface Match {
  start: number;
  end: number;
}

const maxMatches = 100;
// A match further back is found all the same; its snippet shows the beginning.
const maxLooked = 50_000;
const maxSought = 8;

/** One pattern for any of these phrases; null when there are none. */
export function anyPhrasePattern(phrases: readonly SearchPhrase[]): string | null {
  return phrases.length === 0 ? null : phrases.map(phrasePattern).join("|");
}

/** Position, from 1, of the first of these phrases in `d.clean_text`; null when it is not near the beginning. */
export function firstPosition(phrases: readonly SearchPhrase[]): RawBuilder<number | null> {
  if (phrases.length === 0) return sql`null::int`;
  const text = sql`left(d.clean_text, ${maxLooked}::int)`;
  const positions = phrases.slice(0, maxSought).map((phrase) => {
    const [only, more] = phrase.runs;
    // strpos takes a thousandth of what a pattern takes on a long text.
    return more === undefined && only?.kind === "syllables"
      ? sql`nullif(strpos(${text}, ${only.text}), 0)`
      : sql`nullif(regexp_instr(${text}, ${phrasePattern(phrase)}), 0)`;
  });
  return sql`least(${sql.join(positions)})`;
}

/** Where the pattern matches, in order and without overlap; at most 100. */
export function findMatches(text: string, pattern: string | null): Match[] {
  if (pattern === null) return [];
  const matches: Match[] = [];
  for (const match of text.matchAll(new RegExp(pattern, "gu"))) {
    if (match[0] !== "") matches.push({ start: match.index, end: match.index + match[0].length });
    if (matches.length === maxMatches) break;
  }
  return matches;
}
