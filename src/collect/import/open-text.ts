import iconv from "iconv-lite";
import type { ImportLimits } from "./limits.ts";
import { openBytes } from "./open-bytes.ts";

/** How a text is written. */
export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | "cp949";

/**
 * Encoding of a text file: by its byte order mark, else UTF-8 when all of it is, else CP949, as Korean spreadsheets write. A UTF-8 file with
 * damaged places stays UTF-8. Reads the file once.
 */
export async function encodingOf(path: string, gzipped: boolean, limits: ImportLimits): Promise<TextEncoding> {
  const strict = new TextDecoder("utf-8", { fatal: true });
  let first = true;
  for await (const piece of openBytes(path, gzipped, limits)) {
    if (first) {
      first = false;
      if (piece[0] === 0xff && piece[1] === 0xfe) return "utf-16le";
      if (piece[0] === 0xfe && piece[1] === 0xff) return "utf-16be";
    }
    try {
      strict.decode(piece, { stream: true });
    } catch {
      return replacedIn(piece, "utf-8") <= replacedIn(piece, "cp949") ? "utf-8" : "cp949";
    }
  }
  return "utf-8";
}

function replacedIn(bytes: Buffer, encoding: "utf-8" | "cp949"): number {
  return (iconv.decode(bytes, encoding).match(/\ufffd/g) ?? []).length;
}

/** Text of a file in pieces, without its byte order mark. */
export async function* openText(
  path: string,
  gzipped: boolean,
  encoding: TextEncoding,
  limits: ImportLimits,
): AsyncGenerator<string> {
  // Strips the mark itself; iconv's UTF-16 needs to be told which.
  const decoder = iconv.getDecoder(encoding, { stripBOM: true });
  for await (const piece of openBytes(path, gzipped, limits)) {
    const text = decoder.write(piece);
    if (text !== "") yield text;
  }
  const rest = decoder.end();
  if (rest) yield rest;
}

/** A line of a text, counted from 1; null when it is longer than may be. */
export interface TextLine {
  number: number;
  text: string | null;
}

/** Lines in groups, one a piece of text. A line that never ends takes no more memory than the longest that may be. */
export async function* linesOfText(pieces: AsyncIterable<string>, maxChars: number): AsyncGenerator<TextLine[]> {
  let number = 1;
  let begun: string[] = [];
  let chars = 0;
  const end = (): TextLine => {
    const joined = chars > maxChars ? null : begun.length === 1 ? (begun[0] ?? "") : begun.join("");
    const line = { number, text: joined?.endsWith("\r") === true ? joined.slice(0, -1) : joined };
    number += 1;
    begun = [];
    chars = 0;
    return line;
  };
  const take = (part: string) => {
    chars += part.length;
    if (chars <= maxChars) begun.push(part);
    else begun = [];
  };
  for await (const piece of pieces) {
    const group: TextLine[] = [];
    let at = 0;
    for (let newline = piece.indexOf("\n"); newline >= 0; newline = piece.indexOf("\n", at)) {
      take(piece.slice(at, newline));
      group.push(end());
      at = newline + 1;
    }
    if (at < piece.length) take(piece.slice(at));
    if (group.length > 0) yield group;
  }
  if (chars > 0) yield [end()];
}
