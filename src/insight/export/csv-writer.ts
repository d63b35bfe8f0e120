import { type CellValue, type Column, textOf } from "./columns.ts";
import { type LinesOptions, openLines } from "./line-writer.ts";
import type { RowWriter } from "./row-writer.ts";

/** RFC 4180 with a byte order mark, without which spreadsheets take Korean for something else. */
export function openCsv(path: string, columns: readonly Column[], options?: LinesOptions): Promise<RowWriter> {
  const head = `\uFEFF${lineOf(columns.map(({ name }) => name))}`;
  return openLines(path, head, (row) => lineOf(columns.map(({ name }) => row[name])), options);
}

function lineOf(cells: readonly CellValue[]): string {
  return `${cells.map(cellOf).join(",")}\r\n`;
}

function cellOf(value: CellValue): string {
  const text = textOf(value) ?? "";
  // A cell that begins like a formula would be run by a spreadsheet; the text comes from the web.
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
