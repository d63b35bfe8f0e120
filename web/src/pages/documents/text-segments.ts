export interface Segment {
  start: number;
  end: number;
  /** Index of the sentence this stretch belongs to; undefined between sentences. */
  sentence: number | undefined;
  /** True when a word of the search stands here. */
  hit: boolean;
}

interface Span {
  start: number;
  end: number;
}

/** Cuts a text where sentences or hits begin and end, so that each piece can be drawn on its own. */
export function segmentsOf(length: number, sentences: readonly Span[], hits: readonly Span[]): Segment[] {
  const cuts = new Set([0, length]);
  for (const span of [...sentences, ...hits]) {
    if (span.start >= 0 && span.start < length) cuts.add(span.start);
    if (span.end > 0 && span.end <= length) cuts.add(span.end);
  }
  const places = [...cuts].sort((one, other) => one - other);
  const segments: Segment[] = [];
  let sentence = 0;
  let hit = 0;
  for (const [index, start] of places.entries()) {
    const end = places[index + 1];
    if (end === undefined) break;
    while (sentence < sentences.length && (sentences[sentence]?.end ?? 0) <= start) sentence += 1;
    while (hit < hits.length && (hits[hit]?.end ?? 0) <= start) hit += 1;
    const inSentence = (sentences[sentence]?.start ?? length) <= start;
    segments.push({
      start,
      end,
      sentence: inSentence ? sentence : undefined,
      hit: (hits[hit]?.start ?? length) <= start,
    });
  }
  return segments;
}

/** Words and phrases of a query that ask for presence: operators, brackets and excluded words fall away. */
export function wantedWords(q: string): string[] {
  const words: string[] = [];
  let excluded = false;
  for (const [, minus, phrase, word] of q.matchAll(/(-?)"([^"]*)"|([^\s()"]+)/g)) {
    const text = phrase ?? word ?? "";
    if (phrase === undefined && text === "NOT") {
      excluded = true;
      continue;
    }
    if (phrase === undefined && (text === "OR" || text === "AND")) continue;
    if (!excluded && minus !== "-" && !(phrase === undefined && text.startsWith("-")) && text !== "") words.push(text);
    excluded = false;
  }
  return words;
}

/** Where any of the words stand in a text, without overlaps, in order. */
export function findHits(text: string, words: readonly string[]): Span[] {
  const lower = text.toLowerCase();
  // Lower-casing may change the length of a text; offsets would then point beside their words.
  const haystack = lower.length === text.length ? lower : text;
  const hits: Span[] = [];
  for (const word of words) {
    const needle = haystack === lower ? word.toLowerCase() : word;
    for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + needle.length)) {
      hits.push({ start: at, end: at + needle.length });
    }
  }
  hits.sort((one, other) => one.start - other.start || other.end - one.end);
  return hits.filter((hit, index) => index === 0 || hit.start >= (hits[index - 1]?.end ?? 0));
}
