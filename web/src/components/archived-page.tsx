import { apiPath } from "../api/client.ts";
import type { Capture } from "../api/types.ts";
import { useText } from "../i18n/use-text.ts";
import styles from "./archived-page.module.css";

/** The page as it was archived, in a frame that runs nothing and fetches nothing. */
export function ArchivedPage({ capture }: { capture: Capture }) {
  const { t, format } = useText();
  return (
    <>
      <p className={styles.note}>{t("archive.note", { date: format.moment(capture.capturedAt) })}</p>
      <iframe
        className={styles.frame}
        sandbox=""
        referrerPolicy="no-referrer"
        src={apiPath(`/captures/${capture.id}/replay`)}
        title={t("archive.title", { url: capture.url })}
      />
    </>
  );
}
