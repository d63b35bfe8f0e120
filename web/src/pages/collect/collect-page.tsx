import { SegmentedControl } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { PageHead } from "../../components/page-head.tsx";
import { useText } from "../../i18n/use-text.ts";
import { AlertList } from "./alert-list.tsx";
import styles from "./collect.module.css";
import { CollectForm } from "./collect-form.tsx";
import { CollectionTable } from "./collection-table.tsx";
import { SourceForm } from "./source-form.tsx";

const route = getRouteApi("/collect");

/** Start a collection, from addresses or from a source, and see those that run or ran. */
export function CollectPage() {
  const { t } = useText();
  const { ask } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <PageHead title={t("shell.nav.collect")} />
      <AlertList />
      <p className={styles.intro}>{t(ask === undefined ? "collect.intro" : "ask.intro")}</p>
      <div className={styles.columns}>
        <div className={styles.start}>
          <SegmentedControl
            fullWidth
            aria-label={t("ask.choose")}
            value={ask === undefined ? "crawl" : "ask"}
            onChange={(way) =>
              void navigate({ search: { ask: way === "ask" ? "any" : undefined }, resetScroll: false })
            }
            data={[
              { value: "crawl", label: t("ask.crawl") },
              { value: "ask", label: t("ask.source") },
            ]}
          />
          {ask === undefined ? <CollectForm /> : <SourceForm chosen={ask} />}
        </div>
        <CollectionTable />
      </div>
    </>
  );
}
