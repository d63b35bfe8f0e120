import type { DocumentDetail } from "../../api/types.ts";
import type { MessageId } from "../../i18n/en/index.ts";
import { useText } from "../../i18n/use-text.ts";
import styles from "./panel.module.css";

const meanings: readonly MessageId[] = [
  "grade.1",
  "grade.2",
  "grade.3",
  "grade.4",
  "grade.5",
  "grade.6",
  "grade.7",
  "grade.8",
  "grade.9",
];

/** Rules that have words of their own; others show the sentence stored with the document. */
const rules = [
  "not-a-wall",
  "has-text",
  "decoded",
  "main-text",
  "has-title",
  "cleaned",
  "derived",
  "analysable",
] as const;

/** What the grade means, and which rule keeps the document from the next one. */
export function GradeNote({ document }: { document: DocumentDetail }) {
  const { t } = useText();
  const rule = rules.find((one) => one === document.failedRule);
  const meaning = meanings[document.grade - 1];
  return (
    <p className={styles.gradeNote}>
      <strong>{t("panel.grade", { grade: document.grade })}</strong> {meaning === undefined ? null : t(meaning)}
      {document.failedRule === null ? null : (
        <>
          {" "}
          {t("panel.failedRule")} {rule === undefined ? document.failedDetail : t(`rule.${rule}`)} (
          <code>{document.failedRule}</code>)
        </>
      )}
      {document.text === "" && document.failedRule === null ? <> {t("panel.noText")}</> : null}
    </p>
  );
}
