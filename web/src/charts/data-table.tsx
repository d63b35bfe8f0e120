import { Link, type LinkProps } from "@tanstack/react-router";
import styles from "./chart.module.css";

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

export function DataTable({ table, caption }: { table: ChartTable; caption: string }) {
  return (
    <div
      className={styles.tableBox}
      {...(table.rows.some((row) => row.link) ? { tabIndex: 0, role: "region", "aria-label": caption } : {})}
    >
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={String(row.cells[0])}>
              {row.cells.map((cell, index) =>
                index === 0 ? (
                  <th key={table.columns[index]} scope="row">
                    {row.link === undefined ? cell : <Link {...row.link}>{cell}</Link>}
                  </th>
                ) : (
                  <td key={table.columns[index]}>{cell}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
