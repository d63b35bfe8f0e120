import type { ChartTable } from "./data-table.tsx";
import { saveFile } from "./save-file.ts";

/**
 * Saves a table as CSV that Excel reads as Korean: UTF-8 with BOM and CRLF. The last line says what was asked and when,
 * so that the file can be understood on its own.
 */
export function saveCsv(name: string, table: ChartTable, about: string): void {
  saveFile(`${name}.csv`, new Blob([toCsv(table, about)], { type: "text/csv;charset=utf-8" }));
}

export function toCsv(table: ChartTable, about: string): string {
  const lines = [table.columns, ...table.rows.map((row) => row.cells), [`# naru · ${about}`]];
  return `\uFEFF${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  // Collected text that begins like a formula would be run by a spreadsheet.
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
