import type { DocumentList } from "../../api/types.ts";
import { useText } from "../../i18n/use-text.ts";
import styles from "./documents.module.css";

/** Numbers beside it are an estimate; this says what they were made from. */
export function SampleNote({ sample }: { sample: NonNullable<DocumentList["sample"]> }) {
  const { t, format } = useText();
  return (
    <p className={styles.sample}>
      {t("documents.sample", { looked: format.count(sample.documents), of: format.count(sample.of) })}
    </p>
  );
}
