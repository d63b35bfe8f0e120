import { existsSync, readFileSync, statSync } from "node:fs";
import type { UserWord } from "../korean/index.ts";
import { WordListError } from "./errors.ts";
import { parseWordList } from "./korean/word-list.ts";

const largestFile = 4 * 1024 * 1024;

/** The person's own words from a file in the form of web-words.tsv; none when there is no file. WordListError names the wrong line. */
export function readOwnWords(file: string): UserWord[] {
  if (!existsSync(file)) return [];
  if (statSync(file).size > largestFile) throw new WordListError(`${file} is larger than ${largestFile} bytes.`);
  return parseWordList(readFileSync(file, "utf8"), file);
}
