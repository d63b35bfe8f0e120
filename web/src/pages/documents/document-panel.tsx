import { Skeleton, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { documentQuery } from "../../api/document-queries.ts";
import { panelViews } from "../../app/router.tsx";
import { ArchivedPage } from "../../components/archived-page.tsx";
import { Icon } from "../../components/icon.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { useText } from "../../i18n/use-text.ts";
import { LineageView } from "./lineage-view.tsx";
import styles from "./panel.module.css";
import { PanelHead } from "./panel-head.tsx";
import { TextView } from "./text-view.tsx";

const route = getRouteApi("/documents");

interface Props {
  id: number;
  view: (typeof panelViews)[number];
  q: string | undefined;
  onClose: () => void;
}

/** One document: its text, where it comes from, and the page as it was archived. */
export function DocumentPanel({ id, view, q, onClose }: Props) {
  const { t } = useText();
  const navigate = route.useNavigate();
  const query = useQuery(documentQuery(id));
  const panel = useRef<HTMLElement>(null);

  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
  }, []);

  return (
    <aside
      className={styles.panel}
      ref={panel}
      tabIndex={-1}
      aria-label={t("panel.label")}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <button type="button" className={styles.close} onClick={onClose} aria-label={t("panel.close")}>
        <Icon name="close" />
      </button>
      {query.error === null ? null : <ProblemNotice error={query.error} />}
      {query.data === undefined ? (
        query.error === null ? (
          <PanelSkeleton />
        ) : null
      ) : (
        <>
          <PanelHead document={query.data} />
          <Tabs
            value={view}
            keepMounted={false}
            onChange={(next) => {
              const chosen = panelViews.find((one) => one === next);
              void navigate({
                search: (all) => ({ ...all, view: chosen === "text" ? undefined : chosen }),
                resetScroll: false,
              });
            }}
          >
            <Tabs.List>
              {panelViews.map((one) => (
                <Tabs.Tab key={one} value={one}>
                  {t(`panel.view.${one}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="text">
              <TextView document={query.data} q={q} />
            </Tabs.Panel>
            <Tabs.Panel value="lineage">
              <LineageView document={query.data} />
            </Tabs.Panel>
            <Tabs.Panel value="archive">
              <ArchivedPage capture={query.data.lineage.capture} />
            </Tabs.Panel>
          </Tabs>
        </>
      )}
    </aside>
  );
}

function PanelSkeleton() {
  return (
    <div aria-hidden="true">
      <Skeleton height={28} width="80%" />
      <Skeleton height={16} width="50%" mt="sm" />
      <Skeleton height={320} mt="lg" />
    </div>
  );
}
