import { useReducedMotion } from "@mantine/hooks";
import type { EChartsCoreOption, EChartsType } from "echarts/core";
import { type RefObject, useEffect, useRef } from "react";
import styles from "./chart.module.css";
import { init } from "./echarts.ts";

interface Props {
  option: EChartsCoreOption;
  /** Title and summary for those who cannot see the marks; the table beside it holds the numbers. */
  label: string;
  heightPx: number;
  /** A click anywhere above a bucket, by the bucket's place on the axis. */
  onPick?: (index: number) => void;
  canvas: RefObject<EChartsType | null>;
}

/** One ECharts canvas that follows its box, the colours and the reader's wish for stillness. */
export function ChartCanvas({ option, label, heightPx, onPick, canvas }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const pick = useRef(onPick);
  const still = useReducedMotion();

  useEffect(() => {
    pick.current = onPick;
  }, [onPick]);

  useEffect(() => {
    if (box.current === null) return;
    const chart = init(box.current);
    canvas.current = chart;
    const bucketAt = (event: { offsetX: number; offsetY: number }): number | undefined => {
      const point = [event.offsetX, event.offsetY];
      if (!chart.containPixel("grid", point)) return undefined;
      const found: unknown = chart.convertFromPixel({ xAxisIndex: 0 }, event.offsetX);
      return typeof found === "number" ? found : undefined;
    };
    chart.getZr().on("click", (event) => {
      const index = bucketAt(event);
      if (index !== undefined) pick.current?.(index);
    });
    chart.getZr().on("mousemove", (event) => {
      chart.getZr().setCursorStyle(bucketAt(event) === undefined ? "default" : "pointer");
    });
    const watcher = new ResizeObserver(() => chart.resize());
    watcher.observe(box.current);
    return () => {
      watcher.disconnect();
      canvas.current = null;
      chart.dispose();
    };
  }, [canvas]);

  useEffect(() => {
    canvas.current?.setOption({ animation: !still, animationDuration: 250, ...option }, { notMerge: true });
  }, [canvas, option, still]);

  return <div ref={box} className={styles.canvas} role="img" aria-label={label} style={{ minHeight: heightPx }} />;
}
