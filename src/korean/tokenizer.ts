import { Expressions, type WordPart } from "./expressions.ts";
import { Lattice, unknownToken } from "./lattice.ts";
import type { SharedDictionary } from "./shared-dictionary.ts";
import { type UserWord, UserWords } from "./user-words.ts";

/** A word of a text, as the dictionary has it. */
export interface KoreanToken {
  surface: string;
  /** Sejong tag of mecab-ko-dic, several joined with + where they melt; `UNKNOWN` for letters that make no known word. */
  tag: string;
  /** UTF-16 offsets, end exclusive. Blanks are in no token. */
  start: number;
  end: number;
  /** Parts of a melted or compound form: 했 → 하/VV + 았/EP. Empty for words of one morpheme. */
  parts: readonly WordPart[];
}

/** A run without a break this long is cut, so that memory stays bounded whatever comes. In UTF-16 units. */
const longestPiece = 2000;

/** Cuts Korean text into words. One tokenizer serves one thread; the dictionary is shared by all. */
export class Tokenizer {
  private readonly dictionary: SharedDictionary;
  private readonly words: UserWords | null;
  private readonly lattice: Lattice;
  private readonly expressions: Expressions;

  constructor(dictionary: SharedDictionary, words: readonly UserWord[] = []) {
    this.dictionary = dictionary;
    this.words = words.length === 0 ? null : new UserWords(dictionary, words);
    this.lattice = new Lattice(dictionary, this.words);
    this.expressions = new Expressions(dictionary);
  }

  tokenize(text: string): KoreanToken[] {
    const tokens: KoreanToken[] = [];
    for (let start = 0; start < text.length; ) {
      const end = pieceEnd(text, start);
      const count = this.lattice.solve(text, start, end);
      for (let i = 0; i < count; i++) tokens.push(this.token(i, text, start));
      start = end;
    }
    return tokens;
  }

  private token(i: number, text: string, offset: number): KoreanToken {
    const { lattice, dictionary } = this;
    const start = lattice.start(i) + offset;
    const end = lattice.end(i) + offset;
    const surface = text.slice(start, end);
    const token = lattice.token(i);
    const own = this.words?.word(token);
    if (own !== undefined) return { surface, tag: own.pos, start, end, parts: [] };
    const tag = dictionary.about.tags[dictionary.entryTags[lattice.entry(i)] as number] as string;
    return { surface, tag, start, end, parts: token === unknownToken ? [] : this.expressions.partsOf(token, surface) };
  }
}

/** Pieces end at line breaks, and runs without one at the last blank before the bound. */
function pieceEnd(text: string, start: number): number {
  const line = text.indexOf("\n", start);
  const end = line === -1 ? text.length : line + 1;
  if (end - start <= longestPiece) return end;
  const blank = text.slice(start, start + longestPiece).lastIndexOf(" ");
  if (blank > 0) return start + blank;
  const cut = start + longestPiece;
  // Never between the halves of a surrogate pair.
  return (text.charCodeAt(cut) & 0xfc00) === 0xdc00 && (text.charCodeAt(cut - 1) & 0xfc00) === 0xd800 ? cut - 1 : cut;
}
