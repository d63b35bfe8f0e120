import { readFileSync, writeFileSync } from "node:fs";

/** Surface, tag, and where it begins. */
export type ReadToken = [surface: string, tag: string, start: number];

export interface Figures {
  analyzer: string;
  readyMs: number;
  sentences: number;
  seconds: number;
  /** Of the dictionary alone; null where that cannot be told. */
  dictionaryMb: number | null;
  /** Of the whole process, at most. */
  peakMb: number;
}

interface Reader {
  analyzer: string;
  readyMs: number;
  dictionaryMb: number | null;
  read(text: string): ReadToken[];
  /** What is timed, where `read` does more than the analyser. Default: `read`. */
  timed?(text: string): unknown;
}

/** Warms up, reads all texts once against the clock, writes the tokens of the first ones and prints the figures. */
export function report({ analyzer, readyMs, dictionaryMb, read, timed = read }: Reader): void {
  const [textFile = "", tokenFile = "", compared = "0"] = process.argv.slice(2);
  const texts = JSON.parse(readFileSync(textFile, "utf8")) as string[];
  for (const text of texts.slice(0, 3000)) timed(text);
  const began = performance.now();
  for (const text of texts) timed(text);
  const seconds = (performance.now() - began) / 1000;
  const peakMb = process.resourceUsage().maxRSS / 1024;
  writeFileSync(tokenFile, JSON.stringify(texts.slice(0, Number(compared)).map(read)));
  const figures: Figures = { analyzer, readyMs, sentences: texts.length, seconds, dictionaryMb, peakMb };
  console.log(JSON.stringify(figures));
}
