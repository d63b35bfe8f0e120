import { extname } from "node:path";
import type { Column, Row } from "./columns.ts";
import { openCsv } from "./csv-writer.ts";
import { outFormatUnknown } from "./errors.ts";
import { openJson, openJsonLines } from "./json-writer.ts";

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
  /** Gives up: lines that can be read as they are stay, anything half-written goes. May follow any call, and twice. */
  abandon(): Promise<void>;
}

type Open = (file: string, columns: readonly Column[]) => Promise<RowWriter>;

const formats: Readonly<Record<string, Open>> = {
  ".csv": openCsv,
  ".json": openJson,
  ".jsonl": openJsonLines,
  // Their libraries are loaded by those who want them.
  ".parquet": async (file, columns) => (await import("./parquet-writer.ts")).openParquet(file, columns),
  ".xlsx": async (file, columns) => (await import("./xlsx-writer.ts")).openWorkbook(file, columns),
};

/** Endings of the files that can be written. */
export const rowFormats = Object.keys(formats);

/** Refuses a file whose kind cannot be written, before any work is done. @throws InvalidInputError `out_format_unknown`. */
export function checkRowFile(file: string): void {
  formatOf(file);
}

/**
 * Opens a file of rows in the format that its ending names. `.csv` and `.jsonl` grow and can be read at any moment; the
 * others appear when they are whole.
 * @throws InvalidInputError `out_format_unknown`, NaruError `out_unwritable`.
 */
export function openRowWriter(file: string, columns: readonly Column[]): Promise<RowWriter> {
  return formatOf(file)(file, columns);
}

function formatOf(file: string): Open {
  const ending = extname(file).toLowerCase();
  const open = Object.hasOwn(formats, ending) ? formats[ending] : undefined;
  if (open === undefined) throw outFormatUnknown(ending, rowFormats);
  return open;
}
