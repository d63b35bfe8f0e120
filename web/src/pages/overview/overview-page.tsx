import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { facetsQuery, freshness, keywordsQuery, overviewQuery, trendsQuery } from "../../api/insight-queries.ts";
import { fittingInterval, type RangeSearch, resolveRange, todayInKorea } from "../../app/range.ts";
import { PageHead } from "../../components/page-head.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { RangePicker } from "../../components/range-picker.tsx";
import { useText } from "../../i18n/use-text.ts";
import { DemoBanner } from "./demo-banner.tsx";
import { IntervalPicker } from "./interval-picker.tsx";
import { Lead } from "./lead.tsx";
import { NothingYet } from "./nothing-yet.tsx";
import styles from "./overview.module.css";
import { OverviewCharts } from "./overview-charts.tsx";
import { OverviewSkeleton } from "./overview-skeleton.tsx";

const route = getRouteApi("/");

/** First screen: what is here, how it changes, what it speaks of, where it comes from. */
export function OverviewPage() {
  const { t } = useText();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const today = todayInKorea();
  const days = resolveRange(search, today);
  const overview = useQuery(overviewQuery);
  const first = days.from ?? koreanDay(overview.data?.firstDatedAt) ?? today;
  const last = days.to ?? koreanDay(overview.data?.lastDatedAt) ?? today;
  const interval = search.interval ?? fittingInterval(first, last);
  const again = freshness(overview.data);
  const ready = overview.data !== undefined;
  const trends = useQuery({ ...trendsQuery({ ...days, interval }, again), enabled: ready });
  const keywords = useQuery({ ...keywordsQuery({ ...days, limit: 50 }, again), enabled: ready });
  const facets = useQuery({ ...facetsQuery(days, again), enabled: ready });

  const error = overview.error ?? trends.error ?? keywords.error ?? facets.error;
  if (error !== null && (overview.data === undefined || trends.data === undefined)) {
    return (
      <>
        <PageHead title={t("shell.nav.overview")} />
        <ProblemNotice error={error} />
      </>
    );
  }
  if (overview.data === undefined) return <OverviewSkeleton />;
  if (overview.data.documents === 0) return <NothingYet overview={overview.data} />;

  const onRange = (range: RangeSearch) => navigate({ search: (all) => ({ ...all, ...range }) });
  return (
    <>
      {overview.data.demo ? <DemoBanner /> : null}
      <Lead overview={overview.data} trends={trends.data} facets={facets.data} days={days} first={first} last={last} />
      <div className={styles.controls}>
        <RangePicker value={search} from={first} to={last} onChange={onRange} />
        <IntervalPicker
          value={interval}
          onChange={(next) => navigate({ search: (all) => ({ ...all, interval: next }) })}
        />
      </div>
      <OverviewCharts
        interval={interval}
        search={search}
        first={first}
        last={last}
        trends={trends.data}
        keywords={keywords.data}
        facets={facets.data}
        stale={trends.isPlaceholderData}
      />
    </>
  );
}

function koreanDay(moment: string | null | undefined): string | undefined {
  return moment === null || moment === undefined ? undefined : todayInKorea(Date.parse(moment));
}
