import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { toQuery } from "../../app/search-params.ts";
import { saveCsv } from "../../charts/save-csv.ts";
import { Icon } from "../../components/icon.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { useText } from "../../i18n/use-text.ts";
import { readDocuments } from "./read-documents.ts";
import { useValueNames } from "./use-value-names.ts";

/** Saves what the list finds as a CSV file that says what was asked, when, and how much of it there is. */
export function SaveDocuments({ filters }: { filters: Record<string, unknown> }) {
  const { t, format } = useText();
  const nameOf = useValueNames();
  const save = useMutation({
    mutationFn: () => readDocuments(filters, AbortSignal.timeout(120_000)),
    onSuccess: ({ items, total, isEstimate }) => {
      const columns = [
        t("documents.column.date"),
        t("documents.column.title"),
        t("documents.column.url"),
        t("facet.host"),
        t("facet.source"),
        t("documents.column.author"),
        t("facet.language"),
        t("facet.sentiment"),
        t("chart.column.positive"),
        t("facet.grade"),
        t("documents.column.snippet"),
      ];
      const rows = items.map((item) => ({
        cells: [
          koreanTime(item.datedAt),
          item.title ?? "",
          item.url,
          item.host,
          nameOf("source", item.source),
          item.author ?? "",
          item.language ?? "",
          nameOf("sentiment", item.sentiment ?? "none"),
          item.positive ?? "",
          item.grade,
          item.snippet,
        ],
      }));
      const asked = decodeURIComponent(toQuery(filters).toString().replaceAll("+", " "));
      const now = format.moment(new Date().toISOString());
      const part = t(isEstimate ? "documents.saved.about" : "documents.saved", { shown: items.length, total });
      saveCsv("naru-documents", { columns, rows }, `${asked} · ${part} · ${now} KST`);
    },
  });
  return (
    <>
      <Button
        variant="default"
        size="xs"
        aria-label={t("documents.save")}
        title={t("documents.save")}
        leftSection={<Icon name="download" size={13} />}
        loading={save.isPending}
        onClick={() => save.mutate()}
      >
        CSV
      </Button>
      {save.error === null ? null : <ProblemNotice error={save.error} />}
    </>
  );
}

/** `2026-03-09 04:30` in Korea: spreadsheets of every language read it as a time. */
function koreanTime(moment: string): string {
  return new Date(Date.parse(moment) + 9 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
}
