import type { Palette } from "../theme/palette.ts";

const rowPx = 26;
const labelPx = 180;
const valuePx = 70;

/** Draws labelled bars on a canvas, for pictures of lists that the page itself shows as HTML. */
export function drawBars(
  context: CanvasRenderingContext2D,
  bars: readonly { label: string; value: number }[],
  width: number,
  palette: Palette,
  format: (value: number) => string,
): void {
  const longest = Math.max(1, ...bars.map((bar) => bar.value));
  const room = width - labelPx - valuePx;
  context.font = '400 13px "Pretendard Variable", sans-serif';
  context.textBaseline = "middle";
  for (const [index, bar] of bars.entries()) {
    const middle = index * rowPx + rowPx / 2;
    const length = Math.max(1, (bar.value / longest) * room);
    context.fillStyle = palette.ink;
    context.fillText(bar.label, 0, middle, labelPx - 12);
    context.fillStyle = palette.accent;
    context.fillRect(labelPx, middle - 6, length, 12);
    context.fillStyle = palette.muted;
    context.fillText(format(bar.value), labelPx + length + 8, middle, valuePx);
  }
}
