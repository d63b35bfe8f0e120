import type { LinkProps } from "@tanstack/react-router";

export interface ChartRow {
  cells: readonly (string | number)[];
  /** Where the documents behind this row are. */
  link?: Pick<LinkProps, "to" | "search">;
}

/** The numbers behind a chart; the first column names the row. */
export interface ChartTable {
  columns: readonly string[];
  rows: readonly ChartRow[];
}
