import { Link } from "@tanstack/react-router";
import { Notice } from "../../components/notice.tsx";
import { useText } from "../../i18n/use-text.ts";
import styles from "./overview.module.css";

/** Says that these figures are an example, and how to begin in earnest. */
export function DemoBanner() {
  const { t } = useText();
  return (
    <div className={styles.banner}>
      <Notice>
        <strong>{t("demo.title")}</strong> {t("demo.text")} <Link to="/collect">{t("demo.next")}</Link>
      </Notice>
    </div>
  );
}
