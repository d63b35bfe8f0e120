/** Nesting of a JSON text, without parsing it: a parser that calls itself for each bracket would run out of stack. */
export function jsonDepth(text: string, stopAt: number): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (quoted) {
      if (unit === 0x5c) at += 1;
      else if (unit === 0x22) quoted = false;
    } else if (unit === 0x22) quoted = true;
    else if (unit === 0x7b || unit === 0x5b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
      if (deepest > stopAt) return deepest;
    } else if (unit === 0x7d || unit === 0x5d) depth -= 1;
  }
  return deepest;
}

/** One element of a long array. */
export interface ArrayElement {
  /** Counted from 1. */
  number: number;
  /** Null when it is longer than may be. */
  text: string | null;
}

/**
 * Cuts the text of a JSON array into its elements as it comes in, so that an array of any length takes the memory of one element.
 * @throws SyntaxError when the text is no array.
 */
export async function* arrayElements(pieces: AsyncIterable<string>, maxChars: number): AsyncGenerator<ArrayElement[]> {
  let depth = 0;
  let quoted = false;
  let escaped = false;
  let number = 0;
  let parts: string[] = [];
  let chars = 0;
  let ended = false;
  const take = (part: string) => {
    chars += part.length;
    if (chars <= maxChars) parts.push(part);
    else parts = [];
  };
  for await (const piece of pieces) {
    const found: ArrayElement[] = [];
    const close = () => {
      const text = chars > maxChars ? null : parts.join("").trim();
      if (text !== "") {
        number += 1;
        found.push({ number, text });
      }
      parts = [];
      chars = 0;
    };
    let from = 0;
    for (let at = 0; at < piece.length; at++) {
      const unit = piece.charCodeAt(at);
      if (escaped) escaped = false;
      else if (quoted) {
        if (unit === 0x5c) escaped = true;
        else if (unit === 0x22) quoted = false;
      } else if (unit === 0x22) quoted = true;
      else if (unit === 0x7b || unit === 0x5b) {
        depth += 1;
        if (depth === 1) {
          if (unit !== 0x5b || ended) throw new SyntaxError("It is no JSON array.");
          from = at + 1;
        }
      } else if (unit === 0x7d || unit === 0x5d) {
        depth -= 1;
        if (depth === 0) {
          take(piece.slice(from, at));
          close();
          from = piece.length;
          ended = true;
        }
      } else if (unit === 0x2c && depth === 1) {
        take(piece.slice(from, at));
        close();
        from = at + 1;
      } else if (depth === 0 && unit > 0x20 && unit !== 0xfeff) throw new SyntaxError("It is no JSON array.");
    }
    if (depth > 0 && from < piece.length) take(piece.slice(from));
    if (found.length > 0) yield found;
  }
  if (!ended) throw new SyntaxError("The array does not end.");
}
