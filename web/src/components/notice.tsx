import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";
import styles from "./notice.module.css";

/** Something to know before reading on. */
export function Notice({ children }: { children: ReactNode }) {
  return (
    <div className={styles.notice} data-kind="info">
      <Icon name="info" size={18} />
      <div>{children}</div>
    </div>
  );
}
