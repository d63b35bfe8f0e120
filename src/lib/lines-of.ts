/** A line of a text file, counted from 1. */
export interface Line {
  number: number;
  /** Without its end; null when it is longer than asked for. */
  text: string | null;
}

/**
 * Lines of UTF-8 text, without a byte order mark; what is no UTF-8 becomes U+FFFD. A line that never ends takes no more
 * memory than the longest that is wanted. Node's `readline` would end lines at U+2028 too, which stands in JSON as it is.
 * @param longest in UTF-16 code units.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, longest: number): AsyncGenerator<Line> {
  const decoder = new TextDecoder("utf-8");
  let number = 1;
  let begun = "";
  let tooLong = false;
  const take = (piece: string) => {
    if (!tooLong) begun += piece;
    // One more for the carriage return that may end it.
    tooLong ||= begun.length > longest + 1;
    if (tooLong) begun = "";
  };
  const end = (): Line => {
    const text = begun.endsWith("\r") ? begun.slice(0, -1) : begun;
    const line = { number, text: tooLong || text.length > longest ? null : text };
    number += 1;
    begun = "";
    tooLong = false;
    return line;
  };
  for await (const chunk of chunks) {
    const pieces = decoder.decode(chunk, { stream: true }).split("\n");
    const last = pieces.pop() ?? "";
    for (const piece of pieces) {
      take(piece);
      yield end();
    }
    take(last);
  }
  take(decoder.decode());
  if (begun !== "" || tooLong) yield end();
}
