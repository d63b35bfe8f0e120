import { type RawBuilder, sql } from "kysely";

/** Where a text lies in a run, as `substring` counts: bytes, from 1. Nulls stand for a null. */
export interface TextPlace {
  at: number | null;
  bytes: number | null;
}

/**
 * Long texts of many rows as one parameter of bytes, beside the JSON that holds the rest of the rows: a database copies bytes several
 * times as fast as it reads JSON.
 */
export class TextRun {
  readonly #texts: { text: string; at: number }[] = [];
  #length = 0;

  add(text: string | null): TextPlace {
    if (text === null) return { at: null, bytes: null };
    const [at, bytes] = [this.#length, Buffer.byteLength(text)];
    this.#texts.push({ text, at });
    this.#length += bytes;
    return { at: at + 1, bytes };
  }

  /** All texts as UTF-8, for a parameter of type `bytea`. */
  toBytes(): Buffer {
    const all = Buffer.allocUnsafe(this.#length);
    for (const { text, at } of this.#texts) all.write(text, at);
    return all;
  }
}

/** The text at a place of a run. @param run column or parameter of type `bytea`; @param place columns of the place. */
export function textAt(run: string, place: { at: string; bytes: string }): RawBuilder<string | null> {
  return sql<
    string | null
  >`convert_from(substring(${sql.ref(run)} from ${sql.ref(place.at)} for ${sql.ref(place.bytes)}), 'UTF8')`;
}
