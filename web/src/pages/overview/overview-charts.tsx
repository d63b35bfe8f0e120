import type { Interval } from "@contracts/common.ts";
import { Skeleton } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useMemo } from "react";
import type { DocumentFacets, KeywordList, TrendPoint, Trends } from "../../api/types.ts";
import { bucketEnd, type RangeSearch } from "../../app/range.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { useText } from "../../i18n/use-text.ts";
import { HostBars } from "./host-bars.tsx";
import { KeywordBars } from "./keyword-bars.tsx";
import styles from "./overview.module.css";

// The drawing library is the heaviest part of the page; words and numbers come before it.
const DocumentsOverTime = lazy(() =>
  import("../../charts/documents-over-time.tsx").then((file) => ({ default: file.DocumentsOverTime })),
);
const SentimentOverTime = lazy(() =>
  import("../../charts/sentiment-over-time.tsx").then((file) => ({ default: file.SentimentOverTime })),
);

interface Props {
  interval: Interval;
  search: RangeSearch;
  first: string;
  last: string;
  trends: Trends | undefined;
  keywords: KeywordList | undefined;
  facets: DocumentFacets | undefined;
  /** True while the charts still show the range before. */
  stale: boolean;
}

export function OverviewCharts({ interval, search, first, last, trends, keywords, facets, stale }: Props) {
  const { t, format } = useText();
  const navigate = useNavigate();
  const shown = trends?.interval ?? interval;
  const about = `${format.day(first)} – ${format.day(last)} KST · ${format.moment(new Date().toISOString())}`;
  const days = useMemo(() => ({ range: search.range, from: search.from, to: search.to }), [search]);
  const linkOf = (point: TrendPoint) => ({
    to: "/documents" as const,
    search: { from: point.date, to: bucketEnd(point.date, shown) },
  });

  if (trends?.total === 0) {
    return (
      <EmptyState
        title={t("overview.narrow")}
        cause={t("overview.narrow.cause", { range: `${format.day(first)} – ${format.day(last)}` })}
      >
        <LinkButton to="/" variant="default">
          {t("overview.narrow.next")}
        </LinkButton>
      </EmptyState>
    );
  }
  const time = trends && {
    points: trends.points,
    interval: shown,
    about,
    linkOf,
    onPick: (point: TrendPoint) => void navigate(linkOf(point)),
  };
  return (
    <div className={styles.grid} data-stale={stale} aria-busy={stale}>
      <Suspense fallback={<Skeleton height={342} radius={0} />}>
        {time === undefined ? <Skeleton height={342} radius={0} /> : <DocumentsOverTime {...time} />}
      </Suspense>
      <Suspense fallback={<Skeleton height={342} radius={0} />}>
        {time === undefined ? <Skeleton height={342} radius={0} /> : <SentimentOverTime {...time} />}
      </Suspense>
      {keywords === undefined ? (
        <Skeleton height={438} radius={0} />
      ) : (
        <KeywordBars list={keywords} days={days} about={about} />
      )}
      {facets === undefined ? (
        <Skeleton height={438} radius={0} />
      ) : (
        <HostBars facets={facets} days={days} about={about} />
      )}
    </div>
  );
}
