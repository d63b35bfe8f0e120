import { readFileSync } from "node:fs";
import type { UserWord } from "../../korean/index.ts";
import { WordListError } from "../errors.ts";

const mostWords = 100_000;
const tags = /^[A-Z]{2,5}(\+[A-Z]{2,5})*$/;

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
