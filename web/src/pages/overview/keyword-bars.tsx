import type { KeywordList } from "../../api/types.ts";
import type { RangeSearch } from "../../app/range.ts";
import { BarList } from "../../charts/bar-list.tsx";
import { useText } from "../../i18n/use-text.ts";

/** Words that most documents share, each with the part of its documents that are positive. */
export function KeywordBars({ list, days, about }: { list: KeywordList; days: RangeSearch; about: string }) {
  const { t, format } = useText();
  const [first, second, third] = list.items.map((item) => item.term);
  const summary =
    first === undefined
      ? t("overview.keywords.none")
      : t(list.counted < list.total ? "overview.keywords.newest" : "overview.keywords.summary", {
          counted: format.count(list.counted),
          terms: [first, second, third].filter((term) => term !== undefined).join(", "),
          total: format.count(list.total),
        });
  return (
    <BarList
      title={t("overview.keywords.title")}
      summary={summary}
      about={about}
      fileName="naru-keywords"
      columns={[t("chart.column.keyword"), t("chart.column.documents"), t("chart.column.positive")]}
      bars={list.items.map((item) => {
        const share = item.positiveShare === null ? undefined : format.percent(item.positiveShare);
        return {
          label: item.term,
          value: item.documents,
          link: { to: "/documents", search: { ...days, keyword: [item.term] } },
          extra: share === undefined ? null : t("overview.keywords.positive", { share }),
          extraText: share ?? "",
        };
      })}
    />
  );
}
