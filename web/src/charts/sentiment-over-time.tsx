import type { EChartsType } from "echarts/core";
import { useMemo, useRef } from "react";
import type { TrendPoint } from "../api/types.ts";
import { sentimentNames as order, SentimentMark, type SentimentName } from "../components/sentiment-mark.tsx";
import { useText } from "../i18n/use-text.ts";
import { usePalette } from "../theme/palette.ts";
import { timeChartBase, unfinished } from "./axis-style.ts";
import styles from "./chart.module.css";
import { ChartCanvas } from "./chart-canvas.tsx";
import { ChartFrame } from "./chart-frame.tsx";
import type { TimeChartProps } from "./time-chart.ts";
import { useSaveCanvas } from "./use-save-canvas.ts";

const opinions = (point: TrendPoint) => point.positive + point.negative + point.neutral;

/** Parts of positive, neutral and negative documents in each bucket; buckets without any stay empty. */
export function SentimentOverTime({ points, interval, about, linkOf, onPick }: TimeChartProps) {
  const { t, format } = useText();
  const palette = usePalette();
  const canvas = useRef<EChartsType | null>(null);
  const title = t("overview.sentiment.title");
  const total = points.reduce((sum, point) => sum + opinions(point), 0);
  const shareOf = (name: SentimentName) =>
    total === 0 ? 0 : points.reduce((sum, point) => sum + point[name], 0) / total;
  const summary =
    total === 0
      ? t("overview.sentiment.none")
      : t("overview.sentiment.summary", {
          positive: format.percent(shareOf("positive")),
          negative: format.percent(shareOf("negative")),
          total: format.count(total),
        });
  const bucket = interval === "month" ? format.month : format.shortDay;
  const save = useSaveCanvas(canvas, { name: "naru-sentiment", title, summary, about });

  const option = useMemo(() => {
    const base = timeChartBase(
      palette,
      points.map((point) => bucket(point.date)),
      (value) => format.percent(value),
    );
    const decals = {
      positive: { symbol: "none" },
      neutral: { symbol: "none" },
      negative: { color: palette.paper, dashArrayX: [1, 0], dashArrayY: [1, 4], rotation: Math.PI / 4 },
    };
    return {
      ...base,
      yAxis: { ...base.yAxis, min: 0, max: 1, interval: 0.5, minInterval: 0 },
      tooltip: {
        ...base.tooltip,
        formatter: (marks: { dataIndex: number }[]) => {
          const point = points[marks[0]?.dataIndex ?? -1];
          if (point === undefined) return "";
          const all = opinions(point);
          const lines = order.map(
            (name) =>
              `${t(`sentiment.${name}`)} ${all === 0 ? "–" : format.percent(point[name] / all)} (${format.count(point[name])})`,
          );
          const head = t(`chart.bucket.${interval}`, { date: format.day(point.date) });
          return [`${head}${point.partial ? ` · ${t("chart.partial")}` : ""}`, ...lines].join("\n");
        },
      },
      series: order.map((name) => ({
        name,
        type: "bar",
        stack: "share",
        barCategoryGap: points.length > 40 ? "12%" : "20%",
        barMaxWidth: 48,
        itemStyle: { color: palette[name] },
        data: points.map((point) => ({
          value: opinions(point) === 0 ? null : point[name] / opinions(point),
          itemStyle: { decal: point.partial ? unfinished(palette) : decals[name] },
        })),
      })),
    };
  }, [points, interval, palette, bucket, t, format]);

  return (
    <ChartFrame
      title={title}
      summary={summary}
      about={about}
      fileName="naru-sentiment"
      onSavePicture={save}
      aside={
        <p className={styles.keys}>
          {order.map((name) => (
            <SentimentMark key={name} label={name} share={shareOf(name)} />
          ))}
        </p>
      }
      table={{
        columns: [t("chart.column.from"), ...order.map((name) => t(`sentiment.${name}`))],
        rows: points.map((point) => ({
          cells: [point.date, ...order.map((name) => point[name])],
          link: linkOf(point),
        })),
      }}
    >
      <ChartCanvas
        option={option}
        label={`${title}. ${summary}`}
        heightPx={190}
        canvas={canvas}
        onPick={(index) => {
          const point = points[index];
          if (point !== undefined) onPick(point);
        }}
      />
    </ChartFrame>
  );
}
