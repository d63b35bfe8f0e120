/** What a CSV file needs of a table. */
interface Lines {
  columns: readonly string[];
  rows: readonly { cells: readonly (string | number)[] }[];
}

/**
 * A table as CSV that Excel reads as Korean: UTF-8 with BOM and CRLF. The last line says what was asked and when, so that
 * the file can be understood on its own.
 */
export function toCsv(table: Lines, about: string): string {
  const lines = [table.columns, ...table.rows.map((row) => row.cells), [`# naru · ${about}`]];
  return `\uFEFF${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  // Collected text that begins like a formula would be run by a spreadsheet.
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
