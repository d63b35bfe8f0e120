import type { z } from "zod";
import { SchemaError } from "../errors.ts";
import { decodeText } from "./decode-text.ts";

/** An answer as a source reads it, live or from the archive. */
export interface Answer {
  /** The public address: without keys, with the source's own notes. */
  url: URL;
  status: number;
  /** Lower-case names; of repeated headers the last. From the archive only `content-type` is there. */
  headers: Readonly<Record<string, string>>;
  /** Content coding undone. */
  body: Uint8Array;
  /** The body as text: see `decodeText`. */
  text(): string;
  /** The body as JSON, checked. @throws SchemaError */
  json<T>(schema: z.ZodType<T>): T;
}

/** JSON that is longer than this is no answer of an API. */
const maxJsonBytes = 32 * 2 ** 20;

export function answerOf(parts: {
  url: string;
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}): Answer {
  const text = () => decodeText(parts.body, parts.headers["content-type"]);
  return {
    ...parts,
    url: new URL(parts.url),
    text,
    json: (schema) => {
      if (parts.body.length > maxJsonBytes) throw new SchemaError("The answer is longer than 32 MiB.");
      let value: unknown;
      try {
        value = JSON.parse(text());
      } catch {
        throw new SchemaError("The answer is not JSON.");
      }
      return checked(schema, value);
    },
  };
}

/** A value in the shape that a schema asks for. @throws SchemaError naming the first place that does not fit. */
export function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new SchemaError(`${issue?.path.join(".") || "The answer"}: ${issue?.message ?? "does not fit"}`);
}

/** Reads a list element by element: what does not fit is counted and passed over, so that one odd entry does not lose the rest. */
export function readEach<T>(values: readonly unknown[], schema: z.ZodType<T>): { good: T[]; unreadable: number } {
  const good: T[] = [];
  for (const value of values) {
    const result = schema.safeParse(value);
    if (result.success) good.push(result.data);
  }
  return { good, unreadable: values.length - good.length };
}

/** The same, where a list that cannot be read at all is no list with odd entries. @throws SchemaError when there are elements and none fits. */
export function readSome<T>(values: readonly unknown[], schema: z.ZodType<T>): { good: T[]; unreadable: number } {
  const read = readEach(values, schema);
  if (values.length > 0 && read.good.length === 0) checked(schema, values[0]);
  return read;
}
