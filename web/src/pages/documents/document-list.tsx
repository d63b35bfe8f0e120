import { Button, Skeleton } from "@mantine/core";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { DocumentList as Page } from "../../api/types.ts";
import { type FilterSearch, hasFilters, noFilters } from "../../app/filters.ts";
import type { DocumentsSearch } from "../../app/router.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { useText } from "../../i18n/use-text.ts";
import { DocumentRow } from "./document-row.tsx";
import styles from "./documents.module.css";
import { SampleNote } from "./sample-note.tsx";
import { setAsideGrades } from "./set-aside.ts";

interface Props {
  query: UseInfiniteQueryResult<InfiniteData<Page>>;
  /** Pages that fit too and are left out for their grade alone. */
  setAside: number;
  search: DocumentsSearch;
  onChange: (next: Partial<FilterSearch>) => void;
  /** Controls beside the count. */
  children: ReactNode;
}

export function DocumentList({ query, setAside, search, onChange, children }: Props) {
  const { t, format } = useText();
  const total = query.data?.pages[0]?.total;
  const sample = query.data?.pages[0]?.sample;
  const tell = sample === undefined ? format.count : format.about;
  const showSetAside = () => onChange({ grade: setAsideGrades });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];

  if (query.error !== null && query.data === undefined) {
    return (
      <div>
        <ProblemNotice error={query.error} />
      </div>
    );
  }
  if (total === 0 && setAside > 0) {
    return (
      <EmptyState title={t("documents.none")} cause={t("documents.setAside.cause", { shown: format.count(setAside) })}>
        <Button variant="default" onClick={showSetAside}>
          {t("documents.setAside.show")}
        </Button>
      </EmptyState>
    );
  }
  if (total === 0) {
    return hasFilters(search) ? (
      <EmptyState title={t("documents.none")} cause={t("documents.none.cause")}>
        <Button variant="default" onClick={() => onChange(noFilters)}>
          {t("chips.clear")}
        </Button>
      </EmptyState>
    ) : (
      <EmptyState title={t("documents.empty")} cause={t("documents.empty.cause")}>
        <LinkButton to="/collect">{t("overview.empty.start")}</LinkButton>
      </EmptyState>
    );
  }
  return (
    <section className={styles.list} aria-label={t("documents.list")} aria-busy={query.isFetching}>
      <div className={styles.listHead}>
        <div>
          <p role="status" className={styles.total}>
            {total === undefined
              ? t("loading")
              : t(sample === undefined ? "documents.total" : "documents.total.about", {
                  count: total,
                  shown: tell(total),
                })}
          </p>
          {sample === undefined ? null : <SampleNote sample={sample} />}
          {setAside === 0 ? null : (
            <button
              type="button"
              className={styles.setAside}
              title={t("documents.setAside.title")}
              onClick={showSetAside}
            >
              {t(sample === undefined ? "documents.setAside" : "documents.setAside.about", {
                count: setAside,
                shown: tell(setAside),
              })}
            </button>
          )}
        </div>
        <div className={styles.listTools}>{children}</div>
      </div>
      {query.data === undefined ? (
        <RowSkeletons />
      ) : (
        <ol className={styles.rows} data-stale={query.isPlaceholderData}>
          {items.map((item) => (
            <DocumentRow key={item.id} item={item} open={item.id === search.doc} />
          ))}
        </ol>
      )}
      {query.hasNextPage ? (
        <Button
          variant="default"
          fullWidth
          mt="md"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t(sample === undefined ? "documents.more" : "documents.more.about", {
            shown: format.count(items.length),
            total: tell(total ?? 0),
          })}
        </Button>
      ) : null}
    </section>
  );
}

function RowSkeletons() {
  return (
    <div aria-hidden="true">
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <Skeleton key={row} height={84} mt="sm" />
      ))}
    </div>
  );
}
