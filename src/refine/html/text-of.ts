import { withoutZeroWidth } from "../../lib/zero-width.ts";
import type { HtmlElement } from "./tree.ts";

/** All text below an element, blanks folded to one, trimmed. Reads at most `limit` characters. */
export function textOf(element: HtmlElement, limit = 2000): string {
  let out = "";
  const visit = (node: HtmlElement): void => {
    for (const child of node.children) {
      if (out.length > limit) return;
      if (typeof child === "string") out += child;
      else {
        if (child.tag === "br") out += " ";
        visit(child);
      }
    }
  };
  visit(element);
  return foldBlanks(out.slice(0, limit));
}

/** Runs of white space become one space, signs without width nothing; the ends are trimmed. */
export function foldBlanks(text: string): string {
  return withoutZeroWidth(text).replace(blankRuns, " ").trim();
}

/** Runs that are more than one plain space: replacing every space by itself would cost most of a page's rendering. */
const blankRuns = /[^\S ]\s*| \s+/g;
