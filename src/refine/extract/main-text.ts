import type { HtmlElement } from "../html/tree.ts";
import { chooseLines } from "./choose-lines.ts";
import { mainNodes } from "./main-nodes.ts";
import { measure } from "./measure.ts";
import { type PageKind, prune } from "./prune.ts";
import { renderLines } from "./render.ts";

export interface MainText {
  text: string;
  /** Characters of the whole page that are not links or machinery, blanks not counted. */
  pageChars: number;
  /** Elements that the text was taken from. */
  nodes: readonly HtmlElement[];
  weakness: string | null;
}

/** The main text of a page. `title` is left out of it. */
export function mainText(root: HtmlElement, kind: PageKind, title: string | null): MainText {
  measure(root);
  const pageChars = root.chars - root.linkChars;
  prune(root, kind);
  const nodes = mainNodes(root);
  const text = chooseLines(renderLines(nodes), title).join("\n");
  return { text, pageChars, nodes, weakness: weaknessOf(text, pageChars) };
}

function weaknessOf(text: string, pageChars: number): string | null {
  if (text === "") return "No main text was found on the page.";
  if (text.length < 80 && pageChars > 800) return "The main text could not be told from the page around it.";
  return null;
}
