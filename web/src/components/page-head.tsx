import { type ReactNode, useEffect } from "react";
import styles from "./page-head.module.css";

/** Heading of a screen; names the browser's tab as well. */
export function PageHead({
  title,
  tab = title,
  children,
}: {
  title: ReactNode;
  tab?: ReactNode;
  children?: ReactNode;
}) {
  useEffect(() => {
    if (typeof tab === "string") document.title = `${tab} · naru`;
  }, [tab]);
  return (
    <div className={styles.head}>
      <h1 className={styles.title}>{title}</h1>
      {children === undefined ? null : <div className={styles.aside}>{children}</div>}
    </div>
  );
}
