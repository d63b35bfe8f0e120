/** A stretch of text that is searched in one way. */
export interface TextRun {
  /**
   * `syllables`: Hangul, Han and kana, where a search matches inside words.
   * `word`: letters and digits of every other script, where a search matches whole words.
   */
  kind: "syllables" | "word";
  /** Lower case. */
  text: string;
  /** UTF-16 offset in the text given. */
  start: number;
  end: number;
}

const runPattern =
  /(?<syllables>[[\p{scx=Hangul}\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]&&\p{L}]+)|[[\p{L}\p{N}\p{M}]--[[\p{scx=Hangul}\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]&&\p{L}]]+/gv;

/** Most search terms one document is found by; what lies behind them in a longer text is not searchable. */
export const maxGrams = 20_000;

// An index entry has to fit into a third of a database page, and hostile pages hold words of a megabyte.
const maxWordLength = 64;

/** Cuts text into runs, left to right; blanks, signs and control characters lie between them. */
export function* textRuns(text: string): Generator<TextRun> {
  for (const match of text.matchAll(runPattern)) {
    const syllables = match.groups?.syllables !== undefined;
    yield {
      kind: syllables ? "syllables" : "word",
      text: syllables ? match[0] : match[0].toLowerCase(),
      start: match.index,
      end: match.index + match[0].length,
    };
  }
}

/**
 * The terms a text is found by: single syllables, pairs of neighbouring syllables, whole lower-case words and numbers.
 * "AI로 여는 문" gives ai, 로, 여, 는, 여는, 문. Each once, in order of appearance, at most `maxGrams`.
 */
export function gramsOf(text: string): string[] {
  const grams = new Set<string>();
  for (const run of textRuns(text.normalize("NFC"))) {
    if (run.kind === "word") grams.add(wordGram(run.text));
    else addSyllables(run.text, grams);
    if (grams.size >= maxGrams) return [...grams].slice(0, maxGrams);
  }
  return [...grams];
}

/** The terms that a text must have to hold this run; fewer than `gramsOf`, since a pair implies its syllables. */
export function requiredGrams(run: Pick<TextRun, "kind" | "text">): string[] {
  if (run.kind === "word") return [wordGram(run.text)];
  const syllables = [...run.text];
  if (syllables.length === 1) return syllables;
  return [...new Set(syllables.slice(1).map((syllable, index) => `${syllables[index]}${syllable}`))];
}

function addSyllables(text: string, grams: Set<string>): void {
  let before = "";
  for (const syllable of text) {
    grams.add(syllable);
    if (before !== "") grams.add(before + syllable);
    before = syllable;
    if (grams.size >= maxGrams) return;
  }
}

function wordGram(word: string): string {
  return word.length <= maxWordLength ? word : word.slice(0, maxWordLength).toWellFormed();
}
