import { useText } from "../../i18n/use-text.ts";
import styles from "./document-row.module.css";

export function GradeMark({ grade, medal }: { grade: number; medal: "bronze" | "silver" | "gold" }) {
  const { t } = useText();
  return <span className={styles.grade}>{t("grade.name", { grade, medal: t(`medal.${medal}`) })}</span>;
}
