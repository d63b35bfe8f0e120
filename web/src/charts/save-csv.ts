import type { ChartTable } from "./chart-table.ts";
import { toCsv } from "./csv.ts";
import { saveFile } from "./save-file.ts";

/** Saves a table as a CSV file. */
export function saveCsv(name: string, table: ChartTable, about: string): void {
  saveFile(`${name}.csv`, new Blob([toCsv(table, about)], { type: "text/csv;charset=utf-8" }));
}
