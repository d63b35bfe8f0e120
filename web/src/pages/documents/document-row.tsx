import { Link } from "@tanstack/react-router";
import type { DocumentSummary } from "../../api/types.ts";
import { SentimentMark } from "../../components/sentiment-mark.tsx";
import { useText } from "../../i18n/use-text.ts";
import styles from "./document-row.module.css";
import { GradeMark } from "./grade-mark.tsx";
import { Highlighted } from "./highlighted.tsx";

/** One finding: what, where, when, the stretch of text that matched, and how it was felt. */
export function DocumentRow({ item, open }: { item: DocumentSummary; open: boolean }) {
  const { t, format } = useText();
  return (
    <li className={styles.row} data-open={open}>
      <h2 className={styles.rowTitle} lang={item.language ?? undefined}>
        <Link
          id={`document-${item.id}`}
          from="/documents"
          to="/documents"
          search={(all) => ({ ...all, doc: item.id, view: undefined })}
          resetScroll={false}
          aria-current={open ? "true" : undefined}
        >
          {item.title ?? t("document.untitled")}
        </Link>
      </h2>
      <p className={styles.rowFacts}>
        <span className={styles.host}>{item.host === "" ? t("host.none") : item.host}</span>
        <time dateTime={item.datedAt}>{format.day(item.datedAt)}</time>
        <GradeMark grade={item.grade} medal={item.medal} />
        {item.sentiment === null ? null : <SentimentMark label={item.sentiment} />}
      </p>
      {item.snippet === "" ? null : (
        <p className={styles.snippet} lang={item.language ?? undefined}>
          <Highlighted text={item.snippet} matches={item.matches} />
        </p>
      )}
    </li>
  );
}
