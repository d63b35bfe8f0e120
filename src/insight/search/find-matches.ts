import type { SearchPhrase } from "./parse-search.ts";
import { phrasePattern } from "./phrase-pattern.ts";

/** UTF-16 offsets, end exclusive. */
export interface Match {
  start: number;
  end: number;
}

const maxMatches = 100;

/** One pattern for any of these phrases; null when there are none. */
export function anyPhrasePattern(phrases: readonly SearchPhrase[]): string | null {
  return phrases.length === 0 ? null : phrases.map(phrasePattern).join("|");
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
