import { PageHead } from "../../components/page-head.tsx";
import { useText } from "../../i18n/use-text.ts";
import styles from "./collect.module.css";
import { CollectForm } from "./collect-form.tsx";
import { CollectionTable } from "./collection-table.tsx";

/** Start a collection, and see those that run or ran. */
export function CollectPage() {
  const { t } = useText();
  return (
    <>
      <PageHead title={t("shell.nav.collect")} />
      <p className={styles.intro}>{t("collect.intro")}</p>
      <div className={styles.columns}>
        <CollectForm />
        <CollectionTable />
      </div>
    </>
  );
}
