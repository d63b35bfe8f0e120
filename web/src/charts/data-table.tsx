import { Link } from "@tanstack/react-router";
import styles from "./chart.module.css";
import type { ChartTable } from "./chart-table.ts";

interface Props {
  table: ChartTable;
  caption: string;
}

/** The table in sight: it scrolls in a box of its own, and its rows lead to their documents. */
export function ShownTable({ table, caption }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className={styles.tableBox} tabIndex={0} aria-label={caption}>
      <Cells table={table} caption={caption} />
    </section>
  );
}

/** The table for screen readers while the marks are in sight; without links, since focus must never go out of sight. */
export function HiddenTable({ table, caption }: Props) {
  return (
    <div className="visually-hidden">
      <Cells table={{ ...table, rows: table.rows.map(({ cells }) => ({ cells })) }} caption={caption} />
    </div>
  );
}

function Cells({ table, caption }: Props) {
  return (
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
  );
}
