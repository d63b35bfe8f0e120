import { Tooltip, UnstyledButton } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import { Icon, type IconName } from "../components/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import styles from "./chart.module.css";
import type { ChartTable } from "./chart-table.ts";
import { HiddenTable, ShownTable } from "./data-table.tsx";
import { saveCsv } from "./save-csv.ts";

interface Props {
  title: string;
  /** What the chart says, in one sentence with its sample size. */
  summary: string;
  table: ChartTable;
  /** Filters and period in words; goes into every file. */
  about: string;
  fileName: string;
  /** Saves the picture; absent while there is nothing to draw. */
  onSavePicture?: (() => void) | undefined;
  children: ReactNode;
  aside?: ReactNode;
}

/** Title, sentence, marks, and the same numbers as a table and as files. */
export function ChartFrame({ title, summary, table, about, fileName, onSavePicture, children, aside }: Props) {
  const { t } = useText();
  const [tabular, setTabular] = useState(false);
  const heading = useId();

  return (
    <section className={styles.frame} aria-labelledby={heading}>
      <header className={styles.header}>
        <h2 id={heading} className={styles.title}>
          {title}
        </h2>
        <div className={styles.tools}>
          <ToolButton
            icon="table"
            label={t("chart.table", { title })}
            pressed={tabular}
            onClick={() => setTabular(!tabular)}
          />
          <ToolButton
            icon="download"
            label={t("chart.csv", { title })}
            word="CSV"
            onClick={() => saveCsv(fileName, table, `${title} · ${about}`)}
          />
          {onSavePicture === undefined ? null : (
            <ToolButton icon="image" label={t("chart.png", { title })} word="PNG" onClick={onSavePicture} />
          )}
        </div>
      </header>
      <p className={styles.summary}>{summary}</p>
      {aside}
      {tabular ? (
        <ShownTable table={table} caption={title} />
      ) : (
        <>
          {children}
          <HiddenTable table={table} caption={title} />
        </>
      )}
    </section>
  );
}

interface ToolProps {
  icon: IconName;
  label: string;
  word?: string;
  pressed?: boolean;
  onClick: () => void;
}

function ToolButton({ icon, label, word, pressed, onClick }: ToolProps) {
  return (
    <Tooltip label={label} openDelay={400} withinPortal>
      <UnstyledButton className={styles.tool} aria-label={label} aria-pressed={pressed} onClick={onClick}>
        <Icon name={icon} size={15} />
        {word === undefined ? null : <span aria-hidden="true">{word}</span>}
      </UnstyledButton>
    </Tooltip>
  );
}
