import { createRequire } from "node:module";
import type { Tokenizer, TokenizerBuilder } from "lindera-wasm-nodejs-cjk";
import { sha256Hex } from "../../lib/hash.ts";
import { MissingPartError } from "../../platform/errors.ts";
import { type LinderaToken, readTokens } from "./lindera-token.ts";
import { composeMapped, originalSpan } from "./mapped-text.ts";
import { type Analyzer, type Morpheme, maxAnalysedCharacters } from "./morpheme.ts";
import { normaliseKorean } from "./normalise.ts";
import { tagUnknown } from "./unknown-tag.ts";
import { type FoundWord, UserDictionary, type UserWord, webWords } from "./user-dictionary.ts";

/** Grows when the normaliser, the word list or the mending of tags changes what comes out. */
const rulesVersion = 1;

/** A run without a break this long is cut, so that one page cannot hold the thread. In UTF-16 units. */
const longestPiece = 2000;

/**
 * Lindera with the ko-dic dictionary, behind naru's normaliser and user dictionary. Takes about 290 MB from the first call
 * on and half a second to load. MissingPartError when the part cannot be loaded.
 */
export function openLinderaAnalyzer(extraWords: readonly UserWord[] = []): Analyzer {
  const tokenizer = loadTokenizer();
  const list = [...webWords(), ...extraWords];
  const words = new UserDictionary(list);
  return {
    version: versionOf(list),
    analyze: (text) => {
      const bounded = text.length > maxAnalysedCharacters ? text.slice(0, maxAnalysedCharacters) : text;
      return pieces(bounded).flatMap(({ start, end }) =>
        analyzePiece(tokenizer, words, bounded.slice(start, end), start),
      );
    },
    close: () => tokenizer.free(),
  };
}

/** The version that `openLinderaAnalyzer` would have, without loading it. */
export function linderaAnalyzerVersion(extraWords: readonly UserWord[] = []): string {
  return versionOf([...webWords(), ...extraWords]);
}

function versionOf(words: readonly UserWord[]): string {
  const { version } = createRequire(import.meta.url)("lindera-wasm-nodejs-cjk/package.json") as { version: string };
  return `lindera-${version}/ko-dic/rules-${rulesVersion}/words-${sha256Hex(JSON.stringify(words)).slice(0, 8)}`;
}

function loadTokenizer(): Tokenizer {
  try {
    const require = createRequire(import.meta.url);
    const { TokenizerBuilder: Builder } = require("lindera-wasm-nodejs-cjk") as {
      TokenizerBuilder: new () => TokenizerBuilder;
    };
    const builder = new Builder();
    builder.setDictionary("embedded://ko-dic");
    builder.setMode("normal");
    return builder.build();
  } catch (cause) {
    throw new MissingPartError("analyzer_missing", "The Korean analyser (lindera-wasm-nodejs-cjk) cannot be loaded.", {
      cause,
      next: "Run `npm ci` again.",
    });
  }
}

function analyzePiece(tokenizer: Tokenizer, words: UserDictionary, piece: string, offset: number): Morpheme[] {
  const normal = normaliseKorean(piece);
  const { mapped, found } = words.lend(normal.text);
  const whole = composeMapped(normal, mapped);
  const tokens = readTokens(tokenizer.tokenize(whole.text), whole.text);
  const morphemes: Morpheme[] = [];
  let next = 0;
  let covered = 0;
  for (const token of tokens) {
    while (next < found.length && (found[next] as FoundWord).start < token.end) {
      const word = found[next++] as FoundWord;
      keep(token, Math.max(token.start, covered), Math.min(token.end, word.start));
      add(word.word, word.word, word.pos, word.start, word.end);
      covered = word.end;
    }
    keep(token, Math.max(token.start, covered), token.end);
    covered = Math.max(covered, token.end);
  }
  return morphemes;

  /** A token, or what a stand-in's edge left of it. */
  function keep(token: LinderaToken, start: number, end: number): void {
    if (start >= end) return;
    const surface = whole.text.slice(start, end);
    const entire = start === token.start && end === token.end;
    const pos = token.pos === "UNK" || !entire ? tagUnknown(surface, whole.text, start) : token.pos;
    add(surface, entire ? lemmaOf(token) : surface, pos, start, end);
  }

  function add(surface: string, lemma: string, pos: string, start: number, end: number): void {
    const span = originalSpan(whole, start, end);
    morphemes.push({ surface, lemma, pos, start: span.start + offset, end: span.end + offset });
  }
}

/** Verbs and adjectives end in 다; of melted forms the first part counts: 했 (하+았) → 하다. */
function lemmaOf(token: LinderaToken): string {
  const stem = token.parts[0]?.surface ?? token.surface;
  const first = token.pos.split("+")[0] ?? token.pos;
  if (/^(VV|VA|VX|VCP|VCN)$/.test(first)) return `${stem}다`;
  return token.pos.includes("+") ? stem : token.surface;
}

/** Cuts at line breaks, and runs without one at the last blank before the bound. */
function pieces(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let start = 0;
  while (start < text.length) {
    const line = text.indexOf("\n", start);
    let end = line === -1 ? text.length : line + 1;
    if (end - start > longestPiece) {
      const blank = text.lastIndexOf(" ", start + longestPiece);
      end = blank > start ? blank + 1 : start + longestPiece;
      // Never between the halves of a surrogate pair.
      if ((text.charCodeAt(end) & 0xfc00) === 0xdc00) end++;
    }
    if (text.slice(start, end).trim() !== "") found.push({ start, end });
    start = end;
  }
  return found;
}
