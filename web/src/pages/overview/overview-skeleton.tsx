import { Skeleton } from "@mantine/core";
import { PageHead } from "../../components/page-head.tsx";
import { useText } from "../../i18n/use-text.ts";
import styles from "./overview.module.css";

/** The shape of the Overview while the first answer is on its way. */
export function OverviewSkeleton() {
  const { t } = useText();
  return (
    <>
      <PageHead title={t("shell.nav.overview")} />
      <p role="status" className="visually-hidden">
        {t("loading")}
      </p>
      <Skeleton height={22} width="60%" mb="sm" />
      <Skeleton height={32} width="24rem" mb="lg" />
      <div className={styles.grid}>
        {[342, 342, 438, 438].map((height, index) => (
          <Skeleton key={index} height={height} radius={0} />
        ))}
      </div>
    </>
  );
}
