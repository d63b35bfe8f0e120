import type { Palette } from "../theme/palette.ts";

const fontFamily = '"Pretendard Variable", sans-serif';

/** Axes, grid and tooltip that all time charts share: hairlines, no frame, labels that do not collide. */
export function timeChartBase(palette: Palette, labels: readonly string[], valueLabel: (value: number) => string) {
  const text = { color: palette.muted, fontFamily, fontSize: 12 };
  return {
    grid: { top: 12, right: 4, bottom: 4, left: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    aria: { enabled: true, label: { enabled: false }, decal: { show: true, decals: [{ symbol: "none" }] } },
    xAxis: {
      type: "category",
      data: labels,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.ink } },
      axisLabel: { ...text, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      splitNumber: 3,
      minInterval: 1,
      axisLabel: { ...text, formatter: valueLabel },
      splitLine: { lineStyle: { color: palette.line } },
    },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow", shadowStyle: { color: palette.accent, opacity: 0.08 } },
      // Drawn as text on the canvas: nothing in a tooltip can ever be HTML.
      renderMode: "richText",
      backgroundColor: palette.paper,
      borderColor: palette.line,
      textStyle: { color: palette.ink, fontFamily, fontSize: 13, lineHeight: 19 },
      confine: true,
    },
  };
}

/** Hatching for a bucket that is not over yet. */
export function unfinished(palette: Palette) {
  return { color: palette.paper, dashArrayX: [1, 0], dashArrayY: [3, 3], rotation: -Math.PI / 4 };
}
