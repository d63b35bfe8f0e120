import { isChromeLine } from "./phrases.ts";
import type { TextLine } from "./render.ts";

const heading = /^h[1-6]$/;

/** Leaves out lines that are links, buttons, counters or the title once more, and headings that nothing follows. */
export function chooseLines(lines: readonly TextLine[], title: string | null): string[] {
  const kept = lines.filter((line) => line.preformatted || !isNoise(line));
  const counts = new Map<string, number>();
  for (const line of kept) if (line.text.length <= 30) counts.set(line.text, (counts.get(line.text) ?? 0) + 1);
  const out: TextLine[] = [];
  for (const [index, line] of kept.entries()) {
    if (line.preformatted) out.push(line);
    else if (index < 8 && isTitle(line, title)) continue;
    // The same short line under every message or card belongs to the template.
    else if (
      (counts.get(line.text) ?? 0) >= 3 &&
      !heading.test(line.block.tag) &&
      line.block.tag !== "dt" &&
      line.block.tag !== "tr"
    )
      continue;
    else out.push(line);
  }
  while (out.length > 0 && isHeading(out[out.length - 1])) out.pop();
  return out.map((line) => line.text);
}

function isHeading(line: TextLine | undefined): boolean {
  return line !== undefined && heading.test(line.block.tag);
}

function isNoise(line: TextLine): boolean {
  if (isHeading(line)) return isChromeLine(line.text);
  const linked = line.linkChars / Math.max(line.chars, 1);
  if (linked > 0.8 && line.block.tag !== "dt" && line.block.tag !== "tr") return true;
  if (linked > 0.5 && line.chars < 60 && line.block.tag === "li") return true;
  return isChromeLine(line.text);
}

function isTitle(line: TextLine, title: string | null): boolean {
  if (title === null || line.text.length > 300) return false;
  const [a, b] = [plain(line.text), plain(title)];
  return (
    a !== "" &&
    (a === b || (a.length >= 12 && b.startsWith(a)) || (b.length >= 12 && a.startsWith(b) && a.length < b.length + 20))
  );
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
