import type { HtmlElement } from "../html/tree.ts";
import { chooseLines } from "./choose-lines.ts";
import { hasMessage } from "./holds.ts";
import { isLinkList, listWeakness } from "./link-list.ts";
import { mainNodes } from "./main-nodes.ts";
import type { Measured } from "./measure.ts";
import type { Metadata } from "./metadata.ts";
import { pageKind } from "./page-kind.ts";
import { isChromeLine } from "./phrases.ts";
import { plain } from "./plain.ts";
import { prune } from "./prune.ts";
import { renderLines, type TextLine } from "./render.ts";

export interface MainText {
  text: string;
  /** The title, without a site name when the text itself shows which part is the title. */
  title: string | null;
  /** Characters of the whole page that are not links or machinery, blanks not counted. */
  pageChars: number;
  /** Elements that the text was taken from. */
  nodes: readonly HtmlElement[];
  weakness: string | null;
}

/** The main text of a page, without its title. Needs `measure`. */
export function mainText(root: HtmlElement, url: string, meta: Metadata, measured: Measured): MainText {
  const kind = pageKind(url, meta, measured, root);
  const pageChars = root.chars - root.linkChars;
  // A short post above a long list of others is still what the page is about.
  const posted = kind === "conversation" && hasMessage(root);
  const list = !meta.declaresOne && !posted && isLinkList(measured.main ?? root, url);
  prune(root, { kind, list, plainTitle: plain(meta.title ?? "") }, measured);
  const nodes = mainNodes(root, kind);
  const rendered = renderLines(nodes);
  const { lines, title } = chooseLines(rendered, meta.title, kind);
  const text = lines.length === 0 && list ? titlesOf(rendered) : lines.join("\n");
  return { text, title, pageChars, nodes, weakness: list ? listWeakness : weaknessOf(text, pageChars) };
}

/** What a list says that has nothing but links. */
function titlesOf(lines: readonly TextLine[]): string {
  const texts = lines.slice(0, 400).filter(({ text }) => !isChromeLine(text));
  return [...new Set(texts.map(({ text }) => text))].slice(0, 100).join("\n");
}

function weaknessOf(text: string, pageChars: number): string | null {
  if (text === "") return "No main text was found on the page.";
  if (text.length < 80 && pageChars > 800) return "The main text could not be told from the page around it.";
  return null;
}
