import { type CellValue, type Column, type Row, textOf } from "./columns.ts";
import { GrowingFile } from "./growing-file.ts";
import { appendLines } from "./lines.ts";
import type { RowWriter } from "./row-writer.ts";

/** RFC 4180 with a byte order mark, without which spreadsheets take Korean for something else. */
export async function openCsv(path: string, columns: readonly Column[]): Promise<RowWriter> {
  const file = await GrowingFile.open(path);
  await file.append(`\uFEFF${lineOf(columns.map(({ name }) => name))}`);
  let rows = 0;
  let open = true;
  const end = async () => {
    if (open) await file.close();
    open = false;
  };
  return {
    write: async (more) => {
      await appendLines(file, linesOf(more, columns));
      rows += more.length;
    },
    close: async () => {
      await end();
      return { rows, shortened: 0 };
    },
    abandon: end,
  };
}

function* linesOf(rows: readonly Row[], columns: readonly Column[]): Generator<string> {
  for (const row of rows) yield lineOf(columns.map(({ name }) => row[name]));
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
