import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { trendsQuery } from "../../api/insight-queries.ts";
import type { DocumentFacets, Overview, Trends } from "../../api/types.ts";
import { type DayRange, daysBetween, previousRange } from "../../app/range.ts";
import { PageHead } from "../../components/page-head.tsx";
import { useText } from "../../i18n/use-text.ts";
import styles from "./overview.module.css";

interface Props {
  overview: Overview;
  trends: Trends | undefined;
  facets: DocumentFacets | undefined;
  days: DayRange;
  first: string;
  last: string;
}

/** The answer before the controls: how much, from where, since when, in what mood. */
export function Lead({ overview, trends, facets, days, first, last }: Props) {
  const { t, format } = useText();
  const open = days.from === undefined && days.to === undefined;
  const documents = trends?.total ?? overview.documents;
  const hosts = open ? overview.hosts : (facets?.host.length ?? overview.hosts);
  const sums = (trends?.points ?? []).reduce(
    (sum, point) => ({
      positive: sum.positive + point.positive,
      negative: sum.negative + point.negative,
      rated: sum.rated + point.positive + point.negative + point.neutral,
    }),
    { positive: 0, negative: 0, rated: 0 },
  );
  const values = {
    count: documents,
    documents: format.count(documents),
    hostCount: hosts,
    hosts: format.count(hosts),
    from: format.longDay(first),
    to: format.longDay(last),
  };
  const waiting = overview.waiting.refine + overview.waiting.understand;

  return (
    <>
      <PageHead
        tab={t("shell.nav.overview")}
        title={
          <span className={styles.lead}>
            {t("lead.size", values)}{" "}
            {trends === undefined || sums.rated > 0 ? (
              <span className={styles.mood}>
                {/* The line is kept free while it is counted, so that nothing jumps when it comes. */}
                {trends === undefined
                  ? "\u00a0"
                  : t("lead.mood", {
                      positive: format.percent(sums.positive / sums.rated),
                      negative: format.percent(sums.negative / sums.rated),
                    })}
              </span>
            ) : null}
          </span>
        }
      />
      <ul className={styles.facts}>
        {sums.rated > 0 ? <li>{t("lead.sample", { rated: format.full(sums.rated) })}</li> : null}
        <Change days={days} documents={documents} />
        <li>
          {t("lead.archive", { captures: format.count(overview.captures), bytes: format.bytes(overview.archiveBytes) })}
        </li>
        {overview.lastCollectedAt === null ? null : (
          <li title={format.moment(overview.lastCollectedAt)}>
            {t("lead.fresh", { ago: format.ago(overview.lastCollectedAt) })}
          </li>
        )}
        {overview.runningCollections > 0 ? (
          <li>
            <Link to="/collect">{t("lead.running", { count: overview.runningCollections })}</Link>
          </li>
        ) : null}
        {waiting > 0 ? <li>{t("lead.waiting", { count: waiting, shown: format.count(waiting) })}</li> : null}
      </ul>
    </>
  );
}

/** Compared with the stretch of the same length just before. */
function Change({ days, documents }: { days: DayRange; documents: number }) {
  const { t, format } = useText();
  const before = previousRange(days);
  const query = useQuery({ ...trendsQuery({ ...before, interval: "month" }), enabled: before !== undefined });
  if (before === undefined || query.data === undefined || query.isPlaceholderData) return null;
  const length = daysBetween(before.from, before.to);
  const earlier = query.data.total;
  if (earlier === 0) return <li>{t("lead.before.none", { days: length })}</li>;
  const change = (documents - earlier) / earlier;
  const id = change > 0 ? "lead.before.more" : change < 0 ? "lead.before.less" : "lead.before.same";
  return <li>{t(id, { days: length, change: format.percent(Math.abs(change)), n: format.count(earlier) })}</li>;
}
