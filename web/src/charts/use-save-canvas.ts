import type { EChartsType } from "echarts/core";
import type { RefObject } from "react";
import { usePalette } from "../theme/palette.ts";
import { savePicture } from "./save-picture.ts";

interface Words {
  name: string;
  title: string;
  summary: string;
  about: string;
}

/** Saves what an ECharts canvas shows now. */
export function useSaveCanvas(canvas: RefObject<EChartsType | null>, { name, ...words }: Words): () => void {
  const palette = usePalette();
  return () => {
    const chart = canvas.current;
    if (chart === null) return;
    const [width, height] = [chart.getWidth(), chart.getHeight()];
    const drawn = chart.renderToCanvas({ pixelRatio: 2, backgroundColor: palette.paper });
    const draw = (context: CanvasRenderingContext2D) => context.drawImage(drawn, 0, 0, width, height);
    savePicture(name, { ...words, width, height, draw }, palette);
  };
}
