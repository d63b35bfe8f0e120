import { extname } from "node:path";
import type { Column, Row } from "./columns.ts";
import { openCsv } from "./csv-writer.ts";
import { outFormatUnknown, outNotLines } from "./errors.ts";
import { openJson, openJsonLines } from "./json-writer.ts";
import type { LinesOptions } from "./line-writer.ts";

/** What became of the rows. */
export interface WrittenRows {
  rows: number;
  /** Texts that were shortened because the format holds no longer ones. */
  shortened: number;
}

/** Takes rows in the order they are given. One call at a time. */
export interface RowWriter {
  /** @throws NaruError `out_unwritable` or `out_too_large`. */
  write(rows: readonly Row[]): Promise<void>;
  /** Completes the file. @throws NaruError `out_unwritable` or `out_too_large`. */
  close(): Promise<WrittenRows>;
  /** Gives up: lines that grow in place stay, anything else goes, and what stood there before is as it was. May follow any call, and twice. */
  abandon(): Promise<void>;
}

type Open = (file: string, columns: readonly Column[], options?: LinesOptions) => Promise<RowWriter>;

const formats: Readonly<Record<string, Open>> = {
  ".csv": openCsv,
  ".json": openJson,
  ".jsonl": openJsonLines,
  // Their libraries are loaded by those who want them.
  ".parquet": async (file, columns) => (await import("./parquet-writer.ts")).openParquet(file, columns),
  ".xlsx": async (file, columns) => (await import("./xlsx-writer.ts")).openWorkbook(file, columns),
};

const linesFormats: ReadonlySet<string> = new Set([".csv", ".jsonl"]);

/** Endings of the files that can be written. */
export const rowFormats = Object.keys(formats);

/**
 * Refuses a file whose kind cannot be written, or not be followed, before any work is done.
 * @throws InvalidInputError `out_format_unknown`, `out_not_lines`.
 */
export function checkRowFile(file: string, { inPlace = false }: LinesOptions = {}): void {
  formatOf(file);
  if (inPlace && !linesFormats.has(extname(file).toLowerCase())) throw outNotLines(extname(file));
}

/**
 * Opens a file of rows in the format that its ending names. What stands there stays until the new one is whole; only `.csv` and `.jsonl` may grow
 * in place instead.
 * @throws InvalidInputError `out_format_unknown`, `out_not_lines`, NaruError `out_unwritable`.
 */
export async function openRowWriter(
  file: string,
  columns: readonly Column[],
  options: LinesOptions = {},
): Promise<RowWriter> {
  checkRowFile(file, options);
  return formatOf(file)(file, columns, options);
}

function formatOf(file: string): Open {
  const ending = extname(file).toLowerCase();
  const open = Object.hasOwn(formats, ending) ? formats[ending] : undefined;
  if (open === undefined) throw outFormatUnknown(ending, rowFormats);
  return open;
}
