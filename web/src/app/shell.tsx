import { Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { Icon } from "../components/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { LanguageSwitch } from "./language-switch.tsx";
import { MainNavigation } from "./main-navigation.tsx";
import { SchemeSwitch } from "./scheme-switch.tsx";
import styles from "./shell.module.css";

/** What stays on every screen: the way in, the way around, and the place where the screen itself goes. */
export function Shell() {
  const { t } = useText();
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const main = useRef<HTMLElement>(null);
  const before = useRef(pathname);

  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    // A screen reader would otherwise go on reading from a link that is gone.
    main.current?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <div className={styles.shell}>
      {/* Not a link: a hash would become part of the address that the router keeps. */}
      <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
        {t("shell.skip")}
      </button>
      <header className={styles.side}>
        <div className={styles.brand}>
          <img src="/mark.svg" alt="" width={26} height={26} />
          <span className={styles.name}>naru</span>
          <span className={styles.hangul} lang="ko">
            나루
          </span>
        </div>
        <MainNavigation />
        <div className={styles.settings}>
          <a className={styles.docs} href="/docs" aria-label={t("shell.docs")}>
            <Icon name="book" />
            <span>{t("shell.docs")}</span>
          </a>
          <LanguageSwitch />
          <SchemeSwitch />
        </div>
      </header>
      <main className={styles.main} id="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
