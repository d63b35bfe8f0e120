import type { Collection } from "../../api/types.ts";
import { Icon, type IconName } from "../../components/icon.tsx";
import { useText } from "../../i18n/use-text.ts";
import styles from "./collect.module.css";

const icons: Record<Collection["status"], IconName> = {
  running: "play",
  paused: "pause",
  stopped: "stop",
  done: "check",
  failed: "warning",
};

/** @param waits whether a running one waits until what was collected has been read. */
export function StatusMark({ status, waits = false }: { status: Collection["status"]; waits?: boolean }) {
  const { t } = useText();
  return (
    <span className={styles.status} data-status={status}>
      <Icon name={icons[status]} size={13} />
      {t(waits ? "status.waitingForReading" : `status.${status}`)}
    </span>
  );
}
