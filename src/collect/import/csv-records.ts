import type { TextLine } from "./open-text.ts";

/** A record of a CSV file, or a line that is none. */
export type CsvRecord =
  | { line: number; fields: string[]; broken: null }
  /** `broken`: what is wrong, one sentence. */
  | { line: number; fields: null; broken: string };

export interface CsvOptions {
  delimiter: string;
  /** Longest record in characters; longer ones are broken. */
  maxRowChars: number;
}

/** Lines that a quoted field may stretch over. */
const maxLines = 5_000;
/** How much may be read anew for what is read, once past a head start; in characters, and so many for a line by itself. */
const maxAgain = 32;
const headStart = 2 ** 23;
const lineCost = 64;

/**
 * Records of RFC 4180, read forgivingly: a quote inside a plain field is a character, and text behind a closing quote is kept. A quote that
 * opens and never closes costs the line it stands in, and reading goes on with the line behind it: parsers that go by the standard alone give up the
 * rest of the file there.
 */
export async function* csvRecords(
  lines: AsyncIterable<readonly TextLine[]>,
  options: CsvOptions,
): AsyncGenerator<CsvRecord[]> {
  const scanner = new CsvScanner(options);
  for await (const group of lines) {
    const records: CsvRecord[] = [];
    for (const line of group) scanner.take(line, records);
    if (records.length > 0) yield records;
  }
  const rest: CsvRecord[] = [];
  scanner.end(rest);
  if (rest.length > 0) yield rest;
}

class CsvScanner {
  readonly #options: CsvOptions;
  /** Lines of the record in hand, while a quote is open. */
  #held: TextLine[] = [];
  #heldChars = 0;
  #fields: string[] = [];
  /** The quoted field that is open. */
  #open: string[] | null = null;
  #read = 0;
  #again = 0;

  constructor(options: CsvOptions) {
    this.#options = options;
  }

  take(line: TextLine, out: CsvRecord[]): void {
    this.#read += costOf(line);
    this.#takeAll([line], out);
  }

  end(out: CsvRecord[]): void {
    // Each turn gives up at least one line.
    while (this.#held.length > 0) this.#takeAll(this.#giveUp(out), out);
  }

  /** Lines that have to be read anew come before those that wait: no matter how often, it takes no stack. */
  #takeAll(lines: readonly TextLine[], out: CsvRecord[]): void {
    const waiting = lines.toReversed();
    for (let line = waiting.pop(); line !== undefined; line = waiting.pop()) {
      for (const again of this.#take(line, out).toReversed()) waiting.push(again);
    }
  }

  /** Gives the lines that are to be read anew. */
  #take(line: TextLine, out: CsvRecord[]): readonly TextLine[] {
    if (line.text === null) {
      if (this.#held.length > 0) return [...this.#giveUp(out), line];
      const { maxRowChars } = this.#options;
      out.push({ line: line.number, fields: null, broken: `The line is longer than ${maxRowChars} characters.` });
      return [];
    }
    if (this.#open === null && line.text === "") return [];
    if (this.#open === null && !line.text.includes('"')) {
      out.push({ line: line.number, fields: line.text.split(this.#options.delimiter), broken: null });
      return [];
    }
    this.#held.push(line);
    this.#heldChars += line.text.length + 1;
    const outcome = this.#scan(line.text);
    if (outcome === "whole") {
      const first = this.#held[0]?.number ?? line.number;
      out.push({ line: first, fields: this.#fields, broken: null });
      this.#reset();
      return [];
    }
    const tooLong = this.#heldChars > this.#options.maxRowChars || this.#held.length > maxLines;
    return outcome === "garbled" || tooLong ? this.#giveUp(out) : [];
  }

  /** The first line held is broken; those behind it are given to be read anew, unless the file is made to have that done without end. */
  #giveUp(out: CsvRecord[]): readonly TextLine[] {
    const held = this.#held;
    this.#reset();
    const rest = held.slice(1);
    const cost = rest.reduce((sum, line) => sum + costOf(line), 0);
    const tooMuch = this.#again + cost > this.#read * maxAgain + headStart;
    for (const { number } of tooMuch ? held : held.slice(0, 1)) {
      out.push({ line: number, fields: null, broken: "A quotation mark opens in this line and does not close." });
    }
    if (tooMuch) return [];
    this.#again += cost;
    return rest;
  }

  #reset(): void {
    this.#held = [];
    this.#heldChars = 0;
    this.#fields = [];
    this.#open = null;
  }

  /** Goes on with the record: `whole` at its end, `open` inside quotes, `garbled` when a field of several lines ends in the middle of text. */
  #scan(text: string): "whole" | "open" | "garbled" {
    const { delimiter } = this.#options;
    let at = 0;
    for (;;) {
      if (this.#open === null) {
        if (text[at] !== '"') {
          const next = text.indexOf(delimiter, at);
          this.#fields.push(text.slice(at, next < 0 ? undefined : next));
          if (next < 0) return "whole";
          at = next + 1;
          continue;
        }
        this.#open = [];
        at += 1;
      }
      const open = this.#open;
      const quote = text.indexOf('"', at);
      if (quote < 0) {
        open.push(text.slice(at), "\n");
        return "open";
      }
      open.push(text.slice(at, quote));
      at = quote + 1;
      if (text[at] === '"') {
        open.push('"');
        at += 1;
        continue;
      }
      const next = text.indexOf(delimiter, at);
      const behind = text.slice(at, next < 0 ? undefined : next);
      if (behind !== "" && this.#held.length > 1) return "garbled";
      // "그는 "나루"라고" was written without doubling its quotes: kept as it stands.
      const field = behind.trim() === "" ? open.join("") : `"${open.join("")}"${behind}`;
      this.#fields.push(field);
      this.#open = null;
      if (next < 0) return "whole";
      at = next + 1;
    }
  }
}

function costOf({ text }: TextLine): number {
  return lineCost + (text?.length ?? 0);
}

const delimiters = [",", "\t", ";", "|"];

/** The delimiter of a table, by its first lines: the one that cuts them into the most columns, and into the same number every time. */
export function delimiterOf(lines: readonly string[], name: string): string {
  if (/\.(?:tsv|tab)(?:\.gz)?$/i.test(name)) return "\t";
  const best = { delimiter: ",", score: 0 };
  for (const delimiter of delimiters) {
    const counts = lines.filter((line) => line !== "").map((line) => countOutside(line, delimiter));
    const [first = 0] = counts;
    if (first === 0) continue;
    const same = counts.filter((count) => count === first).length / counts.length;
    const score = same * 100 + first;
    if (score > best.score) Object.assign(best, { delimiter, score });
  }
  return best.delimiter;
}

function countOutside(line: string, delimiter: string): number {
  let count = 0;
  let quoted = false;
  for (const char of line.slice(0, 20_000)) {
    if (char === '"') quoted = !quoted;
    else if (char === delimiter && !quoted) count += 1;
  }
  return count;
}
