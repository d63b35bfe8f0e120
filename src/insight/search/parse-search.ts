import { type TextRun, textRuns } from "../../lib/grams.ts";
import { invalidSearch } from "../errors.ts";

/** Runs that must stand side by side; a word typed without quotes is a phrase of one or a few runs (`node.js`). */
export interface SearchPhrase {
  kind: "phrase";
  runs: readonly PhraseRun[];
}

export interface PhraseRun extends Pick<TextRun, "kind" | "text"> {
  /** Blanks or signs stood before it in the query, so that they may in the text. */
  apart: boolean;
}

export type Search = SearchPhrase | { kind: "and" | "or"; parts: readonly Search[] } | { kind: "not"; part: Search };

type Token = { at: number } & ({ kind: "(" | ")" | "AND" | "OR" | "NOT" } | { kind: "phrase"; phrase: SearchPhrase });

// Quotes of Korean keyboards and phones count as well.
const tokenPattern = /["“”](?<quoted>[^"“”]*)(?<closed>["“”])?|[()]|-(?=[^\s)-])|(?<word>[^\s()"“”]+)/gu;

const maxPhrases = 50;
const maxDepth = 20;
const maxRuns = 30;

/**
 * Reads a search: words are ANDed, OR binds weaker, NOT and a leading - stronger; quotes and parentheses group.
 * Null when there is nothing but blanks.
 * @throws InvalidInputError `invalid_search` with field `q`.
 */
export function parseSearch(text: string): Search | null {
  if (text.trim() === "") return null;
  const tokens = tokensOf(text.normalize("NFC"));
  if (tokens.length === 0) throw invalidSearch("there is no letter or digit to search for.", 1);
  if (tokens.filter((token) => token.kind === "phrase").length > maxPhrases) {
    throw invalidSearch(`at most ${maxPhrases} words can be searched at once.`, 1);
  }
  return new Reader(tokens, text.length + 1).all();
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(tokenPattern)) {
    const at = match.index + 1;
    const { quoted, closed, word } = match.groups ?? {};
    if (quoted !== undefined) {
      if (closed === undefined) throw invalidSearch("this quote has no partner.", at);
      const phrase = phraseOf(quoted, at);
      if (phrase === null) throw invalidSearch("there is no letter or digit between the quotes.", at);
      tokens.push({ kind: "phrase", phrase, at });
    } else if (word === undefined) {
      const sign = match[0] as "(" | ")" | "-";
      tokens.push({ kind: sign === "-" ? "NOT" : sign, at });
    } else if (word === "AND" || word === "OR" || word === "NOT") {
      tokens.push({ kind: word, at });
    } else {
      // A sign that stands alone (R & D) is passed over.
      const phrase = phraseOf(word, at);
      if (phrase !== null) tokens.push({ kind: "phrase", phrase, at });
    }
  }
  return tokens;
}

function phraseOf(text: string, at: number): SearchPhrase | null {
  const runs: PhraseRun[] = [];
  let end = 0;
  for (const run of textRuns(text)) {
    runs.push({ kind: run.kind, text: run.text, apart: runs.length > 0 && run.start > end });
    end = run.end;
  }
  if (runs.length > maxRuns) throw invalidSearch(`more than ${maxRuns} words stand in one phrase.`, at);
  return runs.length === 0 ? null : { kind: "phrase", runs };
}

class Reader {
  readonly #tokens: readonly Token[];
  readonly #end: number;
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], end: number) {
    this.#tokens = tokens;
    this.#end = end;
  }

  all(): Search {
    const search = this.#either();
    const left = this.#tokens[this.#next];
    if (left !== undefined) throw invalidSearch("this parenthesis closes nothing.", left.at);
    return search;
  }

  #either(): Search {
    const parts = [this.#both()];
    while (this.#take("OR")) parts.push(this.#both());
    return join("or", parts);
  }

  #both(): Search {
    const parts = [this.#one()];
    for (;;) {
      const token = this.#tokens[this.#next];
      if (token === undefined || token.kind === "OR" || token.kind === ")") return join("and", parts);
      this.#take("AND");
      parts.push(this.#one());
    }
  }

  #one(): Search {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw invalidSearch("something to search for is missing.", this.#end);
    this.#next++;
    if (token.kind === "phrase") return token.phrase;
    if (++this.#depth > maxDepth) throw invalidSearch(`more than ${maxDepth} levels are nested here.`, token.at);
    const inner = token.kind === "NOT" ? opposite(this.#one()) : this.#group(token);
    this.#depth--;
    return inner;
  }

  #group(token: Token): Search {
    if (token.kind !== "(") throw invalidSearch(`something to search for is missing before ${token.kind}.`, token.at);
    const inner = this.#either();
    if (!this.#take(")")) throw invalidSearch("this parenthesis is not closed.", token.at);
    return inner;
  }

  #take(kind: Token["kind"]): boolean {
    if (this.#tokens[this.#next]?.kind !== kind) return false;
    this.#next++;
    return true;
  }
}

function join(kind: "and" | "or", parts: readonly Search[]): Search {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind, parts };
}

function opposite(search: Search): Search {
  return search.kind === "not" ? search.part : { kind: "not", part: search };
}

/** The phrases whose matches make a document fit, without those under NOT. */
export function wantedPhrases(search: Search): SearchPhrase[] {
  if (search.kind === "phrase") return [search];
  return search.kind === "not" ? [] : search.parts.flatMap(wantedPhrases);
}
