import { readFileSync } from "node:fs";
import type { Morpheme } from "./morpheme.ts";

export interface Keyword {
  term: string;
  /** 0–1; the first of a document has 1. */
  weight: number;
  /** How often it stands in the text. */
  count: number;
}

export interface KeywordOptions {
  /** At most this many; default 20. */
  limit?: number;
  /** Text before this offset counts as the title, whose words weigh more. Default 0. */
  titleEnd?: number;
}

/** Nouns, names and foreign words carry what a text is about; a suffix or prefix only joins them. */
const content = new Set(["NNG", "NNP", "SL"]);
const prefix = "XPN";
const suffix = "XSN";
/** Longest compound, in morphemes: beyond it lie lists without blanks. */
const longestCompound = 4;
const longestTerm = 40;
/** A longer run of syllables is a sentence without blanks that the analyser could not cut. */
const longestHangul = 10;

const stopWords = new Set(
  readFileSync(new URL("./stop-words.txt", import.meta.url), "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#")),
);

/**
 * What a document is about: content nouns, and compounds of neighbours written without a blank between (검색+엔진 →
 * 검색엔진, 가능+성 → 가능성). Weight grows with the root of the count, with length (a compound says more than its parts),
 * in the title twice over, and a little the earlier a word first stands (the inverted pyramid of news and reviews).
 */
export function keywordsOf(morphemes: readonly Morpheme[], options: KeywordOptions = {}): Keyword[] {
  const titleEnd = options.titleEnd ?? 0;
  const last = morphemes.at(-1)?.end ?? 1;
  const terms = new Map<string, { count: number; first: number; title: boolean }>();
  for (const { term, start } of candidates(morphemes)) {
    const seen = terms.get(term);
    if (seen === undefined) terms.set(term, { count: 1, first: start, title: start < titleEnd });
    else seen.count++;
  }
  const scored = [...terms].map(([term, { count, first, title }]) => {
    const early = 1 + 0.3 * (1 - first / Math.max(1, last));
    const long = Math.min(2, 0.6 + 0.2 * term.length);
    return { term, count, weight: Math.sqrt(count) * early * long * (title ? 2 : 1) };
  });
  scored.sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1));
  const most = scored[0]?.weight ?? 1;
  return scored
    .slice(0, options.limit ?? 20)
    .map(({ term, count, weight }) => ({ term, count, weight: Number((weight / most).toFixed(4)) }));
}

function* candidates(morphemes: readonly Morpheme[]): Generator<{ term: string; start: number }> {
  let at = 0;
  while (at < morphemes.length) {
    const run = compoundAt(morphemes, at);
    if (run.length === 0) {
      at++;
      continue;
    }
    at += run.length;
    const term = termOf(run.map(({ surface }) => surface).join(""));
    const start = run[0]?.start ?? 0;
    if (run.some(({ pos }) => content.has(pos)) && isTelling(term)) yield { term, start };
  }
}

/** The longest run of joined nouns from `at` on; empty when none begins here. */
function compoundAt(morphemes: readonly Morpheme[], at: number): Morpheme[] {
  const run: Morpheme[] = [];
  for (let i = at; i < morphemes.length && run.length < longestCompound; i++) {
    const morpheme = morphemes[i] as Morpheme;
    const joined = run.length === 0 || run.at(-1)?.end === morpheme.start;
    const fits = content.has(morpheme.pos) || (run.length === 0 ? morpheme.pos === prefix : morpheme.pos === suffix);
    // 들 only makes a plural: 회사+들 is about 회사.
    if (!joined || !fits || (morpheme.pos === suffix && morpheme.surface === "들")) break;
    if (run.length > 0 && morpheme.pos !== suffix && (morpheme.pos === "SL") !== (run.at(-1)?.pos === "SL")) break;
    run.push(morpheme);
  }
  return run;
}

function termOf(surface: string): string {
  return /^[\p{scx=Latin}\p{N}'_-]+$/u.test(surface) ? surface.toLowerCase() : surface;
}

function isTelling(term: string): boolean {
  if (term.length < 2 || term.length > longestTerm || stopWords.has(term)) return false;
  if (term.length > longestHangul && /\p{scx=Hangul}/u.test(term)) return false;
  return /\p{L}/u.test(term);
}
