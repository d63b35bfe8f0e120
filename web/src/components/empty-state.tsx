import type { ReactNode } from "react";
import styles from "./notice.module.css";

/** Nothing to show: why, and what to do about it. */
export function EmptyState({ title, cause, children }: { title: string; cause: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <h2>{title}</h2>
      <p>{cause}</p>
      {children === undefined ? null : <div className={styles.next}>{children}</div>}
    </div>
  );
}
