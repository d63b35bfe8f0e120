import { textOf } from "../html/text-of.ts";
import type { HtmlElement } from "../html/tree.ts";
import { hint } from "./hints.ts";
import { signature } from "./main-nodes.ts";

/** What an element holds, for names that prove nothing alone. Needs `measure`. */

const controls = new Set(["input", "textarea", "select", "button", "form"]);
/** Elements that are looked at below one whose name is doubtful. */
const maxLook = 600;
/** A text of so many characters is one even in a single block. */
const longText = 300;
/** Longer than what stands around an input field. */
const longForm = 800;

/** True for chrome by name, unless the name is a doubtful one and text is inside. */
export function isNamedChrome(element: HtmlElement): boolean {
  if (element.hints & hint.chrome) return true;
  return (element.hints & hint.maybeChrome) !== 0 && !isProse(element);
}

/** Sentences rather than links, labels, forms and rows: what a doubtful name cannot take away. */
export function isProse(element: HtmlElement): boolean {
  const { chars, linkChars, score } = element;
  if (score < chars * 0.45 || linkChars * 4 > chars || score < 40) return false;
  const found = look(element, { left: maxLook, paragraphs: 0, controls: 0 });
  return (found.paragraphs >= 2 || chars >= longText) && (found.controls === 0 || chars >= longForm);
}

interface Look {
  left: number;
  /** Blocks that read like sentences, and hold no such block themselves. */
  paragraphs: number;
  controls: number;
}

function look(element: HtmlElement, seen: Look): Look {
  for (const child of element.children) {
    if (typeof child === "string" || seen.left <= 0) continue;
    seen.left--;
    if (controls.has(child.tag)) seen.controls++;
    const before = seen.paragraphs;
    look(child, seen);
    if (seen.paragraphs === before && child.score >= 10 && child.score >= child.chars * 0.45) seen.paragraphs++;
  }
  return seen;
}

const readers = hint.comment | hint.maybeComment;

/** True when most of the text stands in comments inside, or the element is one of several like it. */
export function holdsComments(element: HtmlElement): boolean {
  if (innerComments(element) * 2 >= Math.max(element.score, 1)) return true;
  const { parent } = element;
  const own = signature(element);
  return (
    parent?.children.some((child) => typeof child !== "string" && child !== element && signature(child) === own) ===
    true
  );
}

function innerComments(element: HtmlElement): number {
  let score = 0;
  for (const child of element.children) {
    if (typeof child !== "string") score += child.hints & readers ? child.score : innerComments(child);
  }
  return score;
}

const consentText = /쿠키|cookie|개인정보|consent|\bgdpr\b/i;
/** Dialogs for consent, their lists of partners included, are shorter. */
const longConsent = 6_000;

/** Dialogs about cookies with a button to agree with, as long as the page says something beside them. Not inside one another. */
export function consentDialogs(root: HtmlElement): HtmlElement[] {
  const found: HtmlElement[] = [];
  const visit = (element: HtmlElement): void => {
    for (const child of element.children) {
      if (typeof child === "string" || child.chars === 0) continue;
      if (child.hints & hint.consent && asksConsent(child)) found.push(child);
      else visit(child);
    }
  };
  visit(root);
  const asked = found.reduce((sum, { chars, linkChars }) => sum + chars - linkChars, 0);
  return root.chars - root.linkChars - asked >= 20 ? found : [];
}

function asksConsent(element: HtmlElement): boolean {
  if (element.chars > longConsent || !consentText.test(textOf(element, 600))) return false;
  return hasControl(element, { left: maxLook });
}

function hasControl(element: HtmlElement, seen: { left: number }): boolean {
  return element.children.some(
    (child) => typeof child !== "string" && seen.left-- > 0 && (isButton(child) || hasControl(child, seen)),
  );
}

function isButton({ tag, attrs }: HtmlElement): boolean {
  return controls.has(tag) || attrs.role === "button" || (tag === "a" && /^(?:#|javascript:)/i.test(attrs.href ?? "#"));
}

/** True when an element that is named for the text of a message has some, outside links. */
export function hasMessage(root: HtmlElement): boolean {
  return root.children.some((child) => {
    if (typeof child === "string" || child.chars - child.linkChars < 10) return false;
    return (child.hints & hint.body) !== 0 ? child.linkChars * 2 < child.chars && !inRow(child) : hasMessage(child);
  });
}

function inRow({ parent }: HtmlElement): boolean {
  return parent !== null && (parent.tag === "a" || parent.tag === "tr");
}

const rowTags = new Set(["tr", "li"]);
const fewRows = 5;

/** True for a list of other posts: rows of which nearly each is a link and little beside it. */
export function isListOfPosts(element: HtmlElement): boolean {
  const rows: HtmlElement[] = [];
  const visit = (parent: HtmlElement, depth: number): void => {
    for (const child of parent.children) {
      if (typeof child === "string" || child.chars === 0 || rows.length >= 200) continue;
      if (rowTags.has(child.tag)) rows.push(child);
      else if (depth < 3) visit(child, depth + 1);
    }
  };
  visit(element, 0);
  const links = rows.filter((row) => row.linkChars * 3 >= row.chars).length;
  return links >= fewRows && links >= rows.length * 0.8;
}
