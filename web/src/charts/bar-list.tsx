import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useText } from "../i18n/use-text.ts";
import { usePalette } from "../theme/palette.ts";
import styles from "./bar-list.module.css";
import { ChartFrame } from "./chart-frame.tsx";
import { drawBars } from "./draw-bars.ts";
import { savePicture } from "./save-picture.ts";

export interface Bar {
  label: string;
  value: number;
  /** Documents behind the bar. */
  link: Pick<LinkProps, "to" | "search">;
  /** A second measure, at the right end. */
  extra?: ReactNode;
  extraText?: string;
}

interface Props {
  title: string;
  summary: string;
  about: string;
  fileName: string;
  columns: readonly string[];
  bars: readonly Bar[];
  /** How many are drawn; the table and the files hold all. */
  drawn?: number;
}

/** Bars as a list of links: names first, direct labels, nothing that a keyboard cannot reach. */
export function BarList({ title, summary, about, fileName, columns, bars, drawn = 12 }: Props) {
  const { format } = useText();
  const palette = usePalette();
  const visible = bars.slice(0, drawn);
  const longest = Math.max(1, ...bars.map((bar) => bar.value));
  const table = {
    columns,
    rows: bars.map((bar) => ({
      cells: columns.length > 2 ? [bar.label, bar.value, bar.extraText ?? ""] : [bar.label, bar.value],
      link: bar.link,
    })),
  };
  const save = () => {
    const height = visible.length * 26;
    const draw = (context: CanvasRenderingContext2D) => drawBars(context, visible, 560, palette, format.count);
    savePicture(fileName, { title, summary, about, width: 560, height, draw }, palette);
  };

  return (
    <ChartFrame
      title={title}
      summary={summary}
      about={about}
      fileName={fileName}
      table={table}
      onSavePicture={bars.length === 0 ? undefined : save}
    >
      <ol className={styles.list} data-extra={columns.length > 2}>
        {visible.map((bar) => (
          <li key={bar.label}>
            <Link {...bar.link} className={styles.row}>
              <span className={styles.label} title={bar.label}>
                {bar.label}
              </span>
              <span className={styles.track}>
                <span className={styles.bar} style={{ width: `${(bar.value / longest) * 100}%` }} />
              </span>
              <span className={styles.value}>{format.count(bar.value)}</span>
              {columns.length > 2 ? <span className={styles.extra}>{bar.extra}</span> : null}
            </Link>
          </li>
        ))}
      </ol>
    </ChartFrame>
  );
}
