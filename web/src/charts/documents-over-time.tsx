import type { Interval } from "@contracts/common.ts";
import type { EChartsType } from "echarts/core";
import { useMemo, useRef } from "react";
import type { TrendPoint } from "../api/types.ts";
import type { Text } from "../i18n/use-text.ts";
import { useText } from "../i18n/use-text.ts";
import { usePalette } from "../theme/palette.ts";
import { timeChartBase, unfinished } from "./axis-style.ts";
import { ChartCanvas } from "./chart-canvas.tsx";
import { ChartFrame } from "./chart-frame.tsx";
import type { TimeChartProps } from "./time-chart.ts";
import { useSaveCanvas } from "./use-save-canvas.ts";

/** How many documents each day, week or month brought. */
export function DocumentsOverTime({ points, interval, about, linkOf, onPick }: TimeChartProps) {
  const text = useText();
  const { t, format } = text;
  const palette = usePalette();
  const canvas = useRef<EChartsType | null>(null);
  const title = t("overview.documents.title");
  const summary = summarise(points, interval, text);
  const bucket = interval === "month" ? format.month : format.shortDay;
  const save = useSaveCanvas(canvas, { name: "naru-documents", title, summary, about });

  const option = useMemo(() => {
    const base = timeChartBase(
      palette,
      points.map((point) => bucket(point.date)),
      format.count,
    );
    return {
      ...base,
      tooltip: {
        ...base.tooltip,
        formatter: (marks: { dataIndex: number }[]) => {
          const point = points[marks[0]?.dataIndex ?? -1];
          if (point === undefined) return "";
          const head = `${t(`chart.bucket.${interval}`, { date: format.day(point.date) })}${point.partial ? ` · ${t("chart.partial")}` : ""}`;
          return `${head}\n${t("chart.documents", { count: point.documents, shown: format.count(point.documents) })}`;
        },
      },
      series: [
        {
          type: "bar",
          barCategoryGap: points.length > 40 ? "15%" : "25%",
          barMaxWidth: 48,
          itemStyle: { color: palette.accent },
          data: points.map((point) =>
            point.partial
              ? { value: point.documents, itemStyle: { decal: unfinished(palette) } }
              : { value: point.documents, itemStyle: { decal: { symbol: "none" } } },
          ),
        },
      ],
    };
  }, [points, interval, palette, bucket, t, format]);

  return (
    <ChartFrame
      title={title}
      summary={summary}
      about={about}
      fileName="naru-documents"
      onSavePicture={save}
      table={{
        columns: [t("chart.column.from"), t("chart.column.documents")],
        rows: points.map((point) => ({ cells: [point.date, point.documents], link: linkOf(point) })),
      }}
    >
      <ChartCanvas
        option={option}
        label={`${title}. ${summary}`}
        heightPx={220}
        canvas={canvas}
        onPick={(index) => {
          const point = points[index];
          if (point !== undefined) onPick(point);
        }}
      />
    </ChartFrame>
  );
}

function summarise(points: readonly TrendPoint[], interval: Interval, { t, format }: Text): string {
  const total = points.reduce((sum, point) => sum + point.documents, 0);
  const top = points.reduce<TrendPoint | undefined>(
    (best, point) => (best === undefined || point.documents > best.documents ? point : best),
    undefined,
  );
  const partial = points.at(-1)?.partial === true ? ` ${t("overview.documents.partial")}` : "";
  if (top === undefined || total === 0) return t("chart.nothing");
  return (
    t("overview.documents.summary", {
      date: t(`chart.bucket.${interval}`, { date: format.longDay(top.date) }),
      top: format.count(top.documents),
      total: format.count(total),
    }) + partial
  );
}
