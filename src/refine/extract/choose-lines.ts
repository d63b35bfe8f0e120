import type { HtmlElement } from "../html/tree.ts";
import { signature } from "./main-nodes.ts";
import { isChromeLine } from "./phrases.ts";
import { plain } from "./plain.ts";
import type { PageKind } from "./prune.ts";
import type { TextLine } from "./render.ts";
import { isTitlePart, sameTitle } from "./title.ts";

const heading = /^h[1-6]$/;
/** Blocks whose short lines may well repeat: cells, terms, items, code. */
const listed = new Set("tr td th dt dd li pre h1 h2 h3 h4 h5 h6".split(" "));

/** Lines that stay, and the title when one of the first lines shows which part of the declared one it is. */
export interface ChosenLines {
  lines: string[];
  title: string | null;
}

/** Leaves out lines that are links, buttons, counters, names above messages or the title once more, and headings that nothing follows. */
export function chooseLines(all: readonly TextLine[], declaredTitle: string | null, kind: PageKind): ChosenLines {
  let title = declaredTitle;
  const plainTitle = plain(declaredTitle ?? "");
  const kept = withoutNoise(all);
  const repeated = repeatedTexts(kept);
  const labels = kind === "article" ? new Set<string>() : labelBlocks(kept);
  const out: TextLine[] = [];
  for (const [index, line] of kept.entries()) {
    if (line.preformatted) out.push(line);
    else if (
      (index < 8 || (kind === "conversation" && isHeading(line))) &&
      title !== null &&
      sameTitle(line.text, plainTitle)
    )
      continue;
    else if (index < 8 && title !== null && isTitlePart(line.text, title)) title = line.text;
    else if (repeated.has(line.text) && !listed.has(line.block.tag)) continue;
    else if (labels.has(labelKey(line.block) ?? "")) continue;
    else if (isHeading(line) && kind === "product" && reviewHeading.test(line.text)) continue;
    else out.push(line);
  }
  while (out.length > 0 && isHeading(out[out.length - 1])) out.pop();
  return { lines: out.map((line) => line.text), title };
}

const reviewHeading =
  /^(?:customer |user |product )?reviews?\b.{0,12}$|^(?:상품|구매|고객|이용|관람|사용)?\s?(?:후기|리뷰|평|상품평|구매평)\s?(?:\(?[\d,]{1,7}\)?)?$/i;

/** Short texts that stand under every message or card: they belong to the template. */
function repeatedTexts(lines: readonly TextLine[]): Set<string> {
  const counts = new Map<string, number>();
  for (const { text } of lines) if (text.length <= 30) counts.set(text, (counts.get(text) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count >= 3).map(([text]) => text));
}

/** Kinds of block that only ever hold a few words without a full stop, beside others that hold the messages: names, ranks, stars. */
function labelBlocks(lines: readonly TextLine[]): Set<string> {
  const groups = new Map<string, { count: number; longest: number; sentences: number }>();
  for (const { block, text } of lines) {
    const key = labelKey(block);
    if (key === null) continue;
    const group = groups.get(key) ?? { count: 0, longest: 0, sentences: 0 };
    group.count++;
    group.longest = Math.max(group.longest, text.length);
    if (/[.!?…。~요다]["”’)]?$/.test(text)) group.sentences++;
    groups.set(key, group);
  }
  const labels = [...groups].filter(([, group]) => group.count >= 2 && group.longest <= 45 && group.sentences === 0);
  return new Set(labels.map(([key]) => key));
}

/** What blocks made by one template share; without a class, the place in a parent that has one. Null for blocks that may repeat. */
function labelKey(block: HtmlElement): string | null {
  if (listed.has(block.tag) || block.tag === "p") return null;
  if (block.attrs.class !== undefined) return signature(block);
  const { parent } = block;
  if (parent?.attrs.class === undefined) return null;
  const first = parent.children.find((child) => typeof child !== "string") === block;
  return `${signature(parent)} > ${block.tag}${first ? " first" : ""}`;
}

function isHeading(line: TextLine | undefined): boolean {
  return line !== undefined && heading.test(line.block.tag);
}

/** Lines without noise. Links that a sentence leads up to ("The files are:") are part of the text although they are links. */
function withoutNoise(lines: readonly TextLine[]): TextLine[] {
  let ledUpTo = false;
  return lines.filter((line) => {
    const noise =
      !line.preformatted &&
      isNoise(line) &&
      !(ledUpTo && (line.block.tag === "li" || line.block.parent?.tag === "li") && !isChromeLine(line.text));
    const item = line.block.tag === "li" || line.block.parent?.tag === "li";
    ledUpTo = !noise && ((!item && line.chars >= 15 && line.text.endsWith(":")) || (ledUpTo && item));
    return !noise;
  });
}

function isNoise(line: TextLine): boolean {
  if (isHeading(line)) return isChromeLine(line.text);
  const linked = line.linkChars / Math.max(line.chars, 1);
  if (linked > 0.8 && line.block.tag !== "dt") return true;
  // "[Board] [Help]": nothing but links, in brackets.
  if (linked > 0.5 && /^(?:\[[^[\]]{1,40}\]\s?){2,}$/.test(line.text)) return true;
  if (linked > 0.5 && line.chars - line.linkChars < 6 && line.block.tag === "li") return true;
  return isChromeLine(line.text) && !(line.block.tag === "tr" && !/\p{L}/u.test(line.text));
}
