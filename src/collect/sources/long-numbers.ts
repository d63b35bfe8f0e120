import type { z } from "zod";
import { SchemaError } from "../errors.ts";
import { type Answer, checked } from "./answer.ts";

/**
 * The body as JSON in which whole numbers beyond 2^53 come as their digits: some APIs send ids as numbers that a double cannot hold.
 * `7209876543210987654` → `"7209876543210987654"`. @throws SchemaError
 */
export function jsonWithLongNumbers<T>(answer: Answer, schema: z.ZodType<T>): T {
  const text = answer.text();
  let value: unknown;
  try {
    // Reviving costs several times the parsing.
    value = /\d{16}/.test(text) ? JSON.parse(text, digitsOfLong) : JSON.parse(text);
  } catch {
    throw new SchemaError("The answer is not JSON.");
  }
  return checked(schema, value);
}

function digitsOfLong(_: string, value: unknown, context?: { source?: string }): unknown {
  const isLong = typeof value === "number" && !Number.isSafeInteger(value);
  return isLong && /^-?\d+$/.test(context?.source ?? "") ? context?.source : value;
}
