import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { DocumentDetail } from "../../api/types.ts";
import { Icon } from "../../components/icon.tsx";
import { useText } from "../../i18n/use-text.ts";
import { FieldList } from "./field-list.tsx";
import { GradeNote } from "./grade-note.tsx";
import { MarkedText } from "./marked-text.tsx";
import { isMaskedKind } from "./masked-kinds.ts";
import styles from "./panel.module.css";
import { SentenceList } from "./sentence-list.tsx";

export function TextView({ document, q }: { document: DocumentDetail; q: string | undefined }) {
  const { t, format } = useText();
  const [listed, setListed] = useState(false);
  const masked = Object.entries(document.masked).filter(([, count]) => count > 0);

  return (
    <>
      <GradeNote document={document} />
      {document.keywords.length === 0 ? null : (
        <section aria-label={t("panel.keywords")} className={styles.keywords}>
          <span className={styles.label}>{t("panel.keywords")}</span>
          {document.keywords.slice(0, 12).map((keyword) => (
            <Link
              key={keyword.term}
              to="/documents"
              search={{ keyword: [keyword.term] }}
              className={styles.keyword}
              title={t("panel.keyword", { term: keyword.term, count: keyword.count })}
            >
              {keyword.term}
            </Link>
          ))}
        </section>
      )}
      {document.text === "" ? null : (
        <>
          {document.sentences.length === 0 ? null : (
            <button type="button" className={styles.toggle} aria-pressed={listed} onClick={() => setListed(!listed)}>
              <Icon name="list" size={14} /> {t("panel.asList")}
            </button>
          )}
          {listed ? (
            <SentenceList text={document.text} sentences={document.sentences} />
          ) : (
            <MarkedText text={document.text} language={document.language} sentences={document.sentences} q={q} />
          )}
        </>
      )}
      <FieldList document={document} />
      <ul className={styles.small}>
        {document.tokenCount === null ? null : (
          <li>{t("panel.tokens", { count: document.tokenCount, shown: format.count(document.tokenCount) })}</li>
        )}
        {document.images.length === 0 ? null : <li>{t("panel.images", { count: document.images.length })}</li>}
        {masked.length === 0 ? null : (
          <li>
            {t("panel.masked")}{" "}
            {masked
              .map(([kind, count]) => `${isMaskedKind(kind) ? t(`masked.${kind}`) : kind} ${format.count(count)}`)
              .join(", ")}
          </li>
        )}
        {document.hashtags.length === 0 ? null : <li>{document.hashtags.map((tag) => `#${tag}`).join(" ")}</li>}
      </ul>
    </>
  );
}
