import { useQuery } from "@tanstack/react-query";
import { sourcesQuery } from "../../api/insight-queries.ts";
import type { DocumentFacets } from "../../api/types.ts";
import type { RangeSearch } from "../../app/range.ts";
import { BarList } from "../../charts/bar-list.tsx";
import { useText } from "../../i18n/use-text.ts";
import styles from "./overview.module.css";

/** Where the documents come from: hosts, and sources when there is more than one. */
export function HostBars({ facets, days, about }: { facets: DocumentFacets; days: RangeSearch; about: string }) {
  const { t, format, language } = useText();
  const sources = useQuery(sourcesQuery);
  const nameOf = (id: string) => sources.data?.items.find((one) => one.id === id)?.name[language] ?? id;
  const hostName = (host: string) => (host === "none" ? t("host.none") : host);
  const [top] = facets.host;
  const share = top === undefined || facets.total === 0 ? 0 : top.count / facets.total;

  return (
    <div className={styles.stack}>
      <BarList
        title={t("overview.hosts.title")}
        summary={t("overview.hosts.summary", {
          host: hostName(top?.value ?? ""),
          share: format.percent(share),
          count: facets.host.length,
          total: format.count(facets.total),
        })}
        about={about}
        fileName="naru-hosts"
        columns={[t("chart.column.host"), t("chart.column.documents")]}
        bars={facets.host.map((one) => ({
          label: hostName(one.value),
          value: one.count,
          link: { to: "/documents", search: { ...days, host: [one.value] } },
        }))}
      />
      <BarList
        title={t("overview.grades.title")}
        summary={t("overview.grades.summary")}
        about={about}
        fileName="naru-grades"
        columns={[t("chart.column.grade"), t("chart.column.documents")]}
        bars={[...facets.grade]
          .sort((one, other) => Number(other.value) - Number(one.value))
          .map((one) => ({
            label: t("grade.name", { grade: one.value, medal: t(medalOf(Number(one.value))) }),
            value: one.count,
            link: { to: "/documents", search: { ...days, grade: [one.value] } },
          }))}
      />
      {facets.source.length > 1 ? (
        <BarList
          title={t("overview.sources.title")}
          summary={t("overview.sources.summary", { count: facets.source.length })}
          about={about}
          fileName="naru-sources"
          columns={[t("chart.column.source"), t("chart.column.documents")]}
          bars={facets.source.map((one) => ({
            label: nameOf(one.value),
            value: one.count,
            link: { to: "/documents", search: { ...days, source: [one.value] } },
          }))}
        />
      ) : null}
    </div>
  );
}

function medalOf(grade: number): "medal.bronze" | "medal.silver" | "medal.gold" {
  if (grade <= 3) return "medal.bronze";
  return grade <= 6 ? "medal.silver" : "medal.gold";
}
