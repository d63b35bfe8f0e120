import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { apiPath } from "../api/client.ts";
import { replayQuery } from "../api/document-queries.ts";
import type { Capture } from "../api/types.ts";
import { useText } from "../i18n/use-text.ts";
import styles from "./archived-page.module.css";
import { ProblemNotice } from "./problem-notice.tsx";

/** The page as it was archived, in a frame that runs nothing and fetches nothing; or why it cannot be shown. */
export function ArchivedPage({ capture }: { capture: Capture }) {
  const { t, format } = useText();
  const query = useQuery(replayQuery(capture.id));
  if (query.error !== null) return <ProblemNotice error={query.error} />;
  return (
    <>
      <p className={styles.note}>{t("archive.note", { date: format.moment(capture.capturedAt) })}</p>
      {query.isPending ? (
        <Skeleton height={320} />
      ) : (
        <iframe
          className={styles.frame}
          sandbox=""
          referrerPolicy="no-referrer"
          src={apiPath(`/captures/${capture.id}/replay`)}
          title={t("archive.title", { url: capture.url })}
        />
      )}
    </>
  );
}
