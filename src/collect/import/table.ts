/** What a cell holds, as far as documents care. */
export type Cell = string | number | boolean | null | readonly string[];

/** One row of a table by column name. */
export interface TableRow {
  /** Counted from 1, without the header. */
  row: number;
  values: Readonly<Record<string, Cell>>;
}

/** A row that could not be read, and where it stands. */
export interface BrokenRow {
  /** `line 12` or `row 12`. */
  at: string;
  why: string;
}

/** Rows of a table in groups that fit into memory. */
export interface TableGroup {
  rows: readonly TableRow[];
  broken: readonly BrokenRow[];
}

/** Cells longer than this are cut: what lies behind is not text that a person wrote. */
export const maxCellChars = 1_000_000;
/** Columns of a table. */
export const maxColumns = 1_000;

/** Text without NUL and half characters, which JSON can spell out and the database cannot take. */
export function storableText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes("\0") ? whole.replaceAll("\0", "") : whole;
}

/** A value of JSON or Parquet as a cell. Nested values become JSON text, moments ISO 8601. */
export function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case "string":
      return storableText(value.length > maxCellChars ? value.slice(0, maxCellChars) : value);
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "boolean":
      return value;
    case "bigint":
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    default:
      return cellOfObject(value);
  }
}

function cellOfObject(value: unknown): Cell {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return null;
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) {
    return value.slice(0, 1_000).map((one: string) => storableText(one.slice(0, maxCellChars)));
  }
  const text = JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? String(inner) : inner));
  return text === undefined ? null : storableText(text.slice(0, maxCellChars));
}
