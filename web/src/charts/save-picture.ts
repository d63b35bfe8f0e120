import type { Palette } from "../theme/palette.ts";
import { saveFile } from "./save-file.ts";

interface Picture {
  title: string;
  summary: string;
  about: string;
  /** Size of the marks in CSS pixels. */
  width: number;
  height: number;
  draw: (context: CanvasRenderingContext2D) => void;
}

const scale = 2;
const margin = 24;
const family = '"Pretendard Variable", sans-serif';

/** Saves marks as a PNG that explains itself: title above, period, filters and time below. */
export function savePicture(name: string, picture: Picture, palette: Palette): void {
  const head = 76;
  const foot = 36;
  const canvas = document.createElement("canvas");
  canvas.width = (picture.width + margin * 2) * scale;
  canvas.height = (picture.height + head + foot + margin) * scale;
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.scale(scale, scale);
  context.fillStyle = palette.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.textBaseline = "top";
  context.fillStyle = palette.ink;
  context.font = `700 17px ${family}`;
  context.fillText(picture.title, margin, 20, picture.width);
  context.fillStyle = palette.muted;
  context.font = `400 13px ${family}`;
  context.fillText(picture.summary, margin, 46, picture.width);
  context.save();
  context.translate(margin, head);
  picture.draw(context);
  context.restore();
  context.fillStyle = palette.muted;
  context.font = `400 11px ${family}`;
  context.textBaseline = "top";
  context.fillText(`naru · ${picture.about}`, margin, head + picture.height + 16, picture.width);
  canvas.toBlob((blob) => {
    if (blob !== null) saveFile(`${name}.png`, blob);
  }, "image/png");
}
