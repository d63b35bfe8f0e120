import type { DocumentDetail } from "../../api/types.ts";
import { Icon } from "../../components/icon.tsx";
import { readableAddress } from "../../components/readable-address.ts";
import { SentimentMark } from "../../components/sentiment-mark.tsx";
import { useText } from "../../i18n/use-text.ts";
import { GradeMark } from "./grade-mark.tsx";
import styles from "./panel.module.css";
import { languageName } from "./use-value-names.ts";

export function PanelHead({ document }: { document: DocumentDetail }) {
  const { t, format, language } = useText();
  const safe = /^https?:/i.test(document.url);
  return (
    <header className={styles.head}>
      <h2 className={styles.title} lang={document.language ?? undefined} title={document.title ?? undefined}>
        {document.title ?? t("document.untitled")}
      </h2>
      <p className={styles.address}>
        {safe ? (
          <a href={document.url} target="_blank" rel="noopener noreferrer nofollow">
            {readableAddress(document.url)} <Icon name="external" size={12} />
            <span className="visually-hidden"> {t("link.newTab")}</span>
          </a>
        ) : (
          document.url
        )}
      </p>
      <p className={styles.facts}>
        <time dateTime={document.datedAt}>{format.moment(document.datedAt)} KST</time>
        {document.kind === "page" ? null : <span>{t(`kind.${document.kind}`)}</span>}
        {document.siteName === null ? null : <span>{document.siteName}</span>}
        {document.author === null ? null : <span>{t("panel.author", { author: document.author })}</span>}
        {document.language === null ? null : <span>{languageName(document.language, language)}</span>}
        <GradeMark grade={document.grade} medal={document.medal} />
        {document.sentiment === null ? null : (
          <span>
            <SentimentMark label={document.sentiment} />{" "}
            {document.positive === null
              ? null
              : t("panel.sentence.probability", { share: format.percent(document.positive) })}
          </span>
        )}
        {document.noAi ? <span>{t("panel.noAi")}</span> : null}
      </p>
      {document.deletedAt === null ? null : (
        <p className={styles.facts}>{t("panel.deleted", { date: format.moment(document.deletedAt) })}</p>
      )}
    </header>
  );
}
