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

export function StatusMark({ status }: { status: Collection["status"] }) {
  const { t } = useText();
  return (
    <span className={styles.status} data-status={status}>
      <Icon name={icons[status]} size={13} />
      {t(`status.${status}`)}
    </span>
  );
}
