import type { HtmlElement } from "../html/tree.ts";
import { hint } from "./hints.ts";

/** Elements below which a header or footer is one of a text, not of the page. */
const textTags = new Set(["main", "article", "section", "li", "td", "blockquote"]);

/** A frame with this many characters outside links is believed to hold the text, whatever it is called. */
const longFrame = 1_500;
/** And with this many, links or not, it is left to the rules for everything else. */
const vastFrame = 20_000;

/** True for what opens a part of the page in which headers belong to a text. */
export function opensText(element: HtmlElement): boolean {
  return textTags.has(element.tag) || (element.hints & (hint.body | hint.post)) !== 0;
}

/**
 * True for the header, footer or navigation of the page: by tag, role, or an id or class that says nothing else. Never text, not even on a
 * page that has no other. `inText`: the element stands inside something that `opensText`.
 */
export function isFrame(element: HtmlElement, inText: boolean): boolean {
  const { tag, hints } = element;
  const named = (hints & hint.frame) !== 0 || tag === "footer" || tag === "nav";
  const header = tag === "header" || (hints & hint.head) !== 0;
  if (!named && !(header && !inText)) return false;
  if (element.chars - element.linkChars >= longFrame || element.chars >= vastFrame) return false;
  return !swallowedPage(element);
}

/** An element that was never closed holds the page that follows it: its text, or its footer. */
function swallowedPage(element: HtmlElement): boolean {
  return element.children.some((child) => {
    if (typeof child === "string" || child.chars === 0) return false;
    const { tag, hints } = child;
    return tag === "main" || tag === "article" || tag === "footer" || (hints & hint.body) !== 0 || swallowedPage(child);
  });
}

const mainIds = /^(?:main|content|contents|main[-_]?content|page[-_]?content)$/i;

/** How surely an element says that it is the place of the page's own text: 2 by tag or role, 1 by its id, 0 not at all. */
export function mainClaim({ tag, attrs }: HtmlElement): 0 | 1 | 2 {
  if (tag === "main" || attrs.role === "main") return 2;
  return attrs.id !== undefined && attrs.id.length <= 16 && mainIds.test(attrs.id) ? 1 : 0;
}
