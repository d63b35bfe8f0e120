import type { SearchPhrase } from "./parse-search.ts";

// Spelled out, since `\w` depends on the locale of the database, and Hangul must not count: "AI로" holds the word "AI".
const wordClass = "0-9A-Za-z\\u00AA\\u00B5\\u00BA\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u10FF\\u1200-\\u1FFF";
const syllableClass = "\\u1100-\\u11FF\\u3041-\\u318F\\u3400-\\u9FFF\\uA960-\\uA97F\\uAC00-\\uD7FF\\uF900-\\uFAFF";

/**
 * A regular expression that means the same to PostgreSQL and to JavaScript. Words have edges; a blank or sign in the phrase
 * stands for up to three of them in the text, or for none between syllables: "여행 가방" also finds 여행가방.
 * It holds nothing but letters, digits and what is written here, and repeats nothing without a bound.
 */
export function phrasePattern(phrase: SearchPhrase): string {
  return phrase.runs
    .map((run) => {
      const gap = run.apart ? `[^${wordClass}${syllableClass}]{0,3}` : "";
      if (run.kind === "syllables") return gap + run.text;
      return `${gap}(?<![${wordClass}])${[...run.text].map(anyCase).join("")}(?![${wordClass}])`;
    })
    .join("");
}

/** One character in either case, by name, since a database in the C locale folds ASCII only. */
function anyCase(letter: string): string {
  const upper = letter.toUpperCase();
  return upper === letter || [...upper].length > 1 ? letter : `[${upper}${letter}]`;
}
