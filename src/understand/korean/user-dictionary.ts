import { readFileSync } from "node:fs";
import { WordListError } from "../errors.ts";
import { finals, isSyllable, syllableParts } from "./hangul.ts";
import { type MappedText, MappedTextBuilder } from "./mapped-text.ts";

export interface UserWord {
  word: string;
  pos: string;
  /** May stand inside a longer run of syllables; words of three syllables and more always may. */
  anywhere: boolean;
}

/** A user word where it stands in the text with stand-ins, offsets there. */
export interface FoundWord {
  word: string;
  pos: string;
  start: number;
  end: number;
}

const mostWords = 100_000;
const tags = /^[A-Z]{2,5}(\+[A-Z]{2,5})*$/;

/**
 * Lindera's WebAssembly build takes no user dictionary. So each user word is lent the place of a plain noun that its
 * dictionary knows and never joins with its neighbours, chosen by its last sound so that the particle fits: 장갑 after a
 * consonant (꿀잼은 → 장갑은), 연필 after ㄹ (because of 로), 낙타 after a vowel (가성비가 → 낙타가).
 */
const standIns = { consonant: "장갑", rieul: "연필", vowel: "낙타" } as const;

export class UserDictionary {
  private readonly byStart = new Map<string, UserWord[]>();
  readonly size: number;

  constructor(words: Iterable<UserWord>) {
    const unique = new Map<string, UserWord>();
    for (const word of words) unique.set(word.word, word);
    this.size = unique.size;
    for (const word of unique.values()) {
      const first = word.word.charAt(0);
      this.byStart.set(first, [...(this.byStart.get(first) ?? []), word]);
    }
    for (const list of this.byStart.values()) list.sort((a, b) => b.word.length - a.word.length);
  }

  /** The text with stand-ins for user words, longest first, and where they stand. */
  lend(text: string): { mapped: MappedText; found: FoundWord[] } {
    const builder = new MappedTextBuilder(text.length);
    const found: FoundWord[] = [];
    let length = 0;
    let at = 0;
    while (at < text.length) {
      const word = this.wordAt(text, at, found.length > 0 && found.at(-1)?.end === length);
      if (word === undefined) {
        builder.add(text.charAt(at), at, at + 1);
        length++;
        at++;
        continue;
      }
      const standIn = standInFor(word.word);
      builder.add(standIn, at, at + word.word.length);
      found.push({ word: word.word, pos: word.pos, start: length, end: length + standIn.length });
      length += standIn.length;
      at += word.word.length;
    }
    return { mapped: builder.build(text.length), found };
  }

  private wordAt(text: string, at: number, afterWord: boolean): UserWord | undefined {
    const candidates = this.byStart.get(text.charAt(at));
    if (candidates === undefined) return undefined;
    const begins = at === 0 || afterWord || !isSyllable(text.charCodeAt(at - 1));
    return candidates.find(
      ({ word, anywhere }) => (begins || anywhere || word.length > 2) && text.startsWith(word, at),
    );
  }
}

/** Reads a word list: word, tab, tag, and maybe tab, `anywhere`; lines that begin with # are remarks. */
export function parseWordList(text: string, name: string): UserWord[] {
  const words: UserWord[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const [word = "", pos = "", flag = ""] = line.split("\t").map((field) => field.trim().normalize("NFC"));
    if (word.length < 2 || word.length > 50 || /\s/.test(word) || !tags.test(pos) || !["", "anywhere"].includes(flag)) {
      throw new WordListError(`${name}, line ${index + 1}: "${line.slice(0, 60)}" is not a word with its tag.`);
    }
    words.push({ word, pos, anywhere: flag === "anywhere" });
    if (words.length > mostWords) throw new WordListError(`${name} holds more than ${mostWords} words.`);
  }
  return words;
}

/** The words that come with naru. */
export function webWords(): UserWord[] {
  return parseWordList(readFileSync(new URL("./web-words.tsv", import.meta.url), "utf8"), "web-words.tsv");
}

function standInFor(word: string): string {
  const parts = syllableParts(word, word.length - 1);
  if (parts === null || parts.final === finals.none) return standIns.vowel;
  return parts.final === finals.rieul ? standIns.rieul : standIns.consonant;
}
