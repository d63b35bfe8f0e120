/** What a cell may hold; `undefined` is an empty cell too. */
export type CellValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly CellValue[]
  | { readonly [name: string]: CellValue };

/** A row by the names of its columns. */
export type Row = Readonly<Record<string, CellValue>>;

/**
 * `timestamp` is RFC 3339 text; `json` anything at all; `any` a string, number, boolean or timestamp that nobody has declared:
 * formats with types find out from the values.
 */
export type ColumnType = "string" | "integer" | "number" | "boolean" | "timestamp" | "json" | "any";

export interface Column {
  name: string;
  type: ColumnType;
}

/** A cell as text; null when it is empty. Lists and objects become JSON. */
export function textOf(value: CellValue): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Moment of a timestamp in milliseconds; null when there is none or it cannot be read. */
export function momentOf(value: CellValue): number | null {
  if (typeof value !== "string") return null;
  const moment = Date.parse(value);
  return Number.isNaN(moment) ? null : moment;
}

/** RFC 3339 with a zone; a bare date is no timestamp. */
const timestampPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/;

/** Narrowest type that every value seen so far has; `null` until there was one. */
export type SeenType = Exclude<ColumnType, "any" | "json"> | null;

/** What a column of `any` is after one more value; mixed ones end as text. */
export function widen(seen: SeenType, value: CellValue): SeenType {
  const type = typeOf(value);
  if (type === null || seen === type) return seen;
  if (seen === null) return type;
  const numeric = (one: SeenType) => one === "integer" || one === "number";
  return numeric(seen) && numeric(type) ? "number" : "string";
}

function typeOf(value: CellValue): SeenType {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return Number.isSafeInteger(value) ? "integer" : "number";
  return typeof value === "string" && timestampPattern.test(value) ? "timestamp" : "string";
}
