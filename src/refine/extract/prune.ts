import { blockTags } from "../html/tags.ts";
import { textOf } from "../html/text-of.ts";
import type { HtmlElement } from "../html/tree.ts";
import { hint } from "./hints.ts";
import { consentDialogs, holdsComments, isListOfPosts, isNamedChrome, isProse } from "./holds.ts";
import { type Measured, unreadTags } from "./measure.ts";
import { isFrame, opensText } from "./page-frame.ts";
import { isChromeHeading, isCommentHeading } from "./phrases.ts";
import { plain } from "./plain.ts";

/** What kind of page the text is taken from; decides whether comments and reviews are text. */
export type PageKind = "article" | "conversation" | "product";

/** What is known of a page before it is pruned. */
export interface About {
  kind: PageKind;
  /** Letters and digits of the title; see `plain`. */
  plainTitle: string;
  /** The page is a list; cards that announce other pages are what it says. */
  list: boolean;
}

interface Page extends About {
  score: number;
  chars: number;
  /** Captions hold the better part of the text, as in picture books and galleries of examples. */
  captioned: boolean;
  /** The element that says it holds the page's own content, and those around it. */
  main: HtmlElement | null;
  aroundMain: ReadonlySet<HtmlElement>;
}

/** Where in the page the walk is. */
interface Place {
  /** Inside something whose header belongs to a text. */
  inText: boolean;
  inMain: boolean;
}

/**
 * Marks as `dropped` what is not part of the text, and takes it out of the sums of its ancestors. What holds the better part of the
 * page is never dropped, whatever it is called: a wrong name must not cost the text.
 */
export function prune(root: HtmlElement, about: About, { captionScore, main, hints }: Measured): void {
  // First, so that a short text is weighed without them.
  if (hints & hint.consent) for (const dialog of consentDialogs(root)) takeOut(dialog);
  const aroundMain = new Set<HtmlElement>();
  for (let around = main?.parent ?? null; around !== null; around = around.parent) aroundMain.add(around);
  const page: Page = {
    ...about,
    score: Math.max(root.score, 1),
    chars: Math.max(root.chars, 1),
    captioned: captionScore > root.score * 0.3,
    main,
    aroundMain,
  };
  walk(root, page, { inText: false, inMain: main === null || main === root });
}

function takeOut(element: HtmlElement): void {
  element.dropped = true;
  for (let around = element.parent; around !== null; around = around.parent) {
    around.chars -= element.chars;
    around.linkChars -= element.linkChars;
    around.score -= element.score;
  }
}

function walk(element: HtmlElement, page: Page, place: Place): void {
  const { children } = element;
  let chars = 0;
  let linkChars = 0;
  let score = 0;
  const lose = (child: HtmlElement): void => {
    child.dropped = true;
    chars += child.chars;
    linkChars += child.linkChars;
    score += child.score;
  };
  for (let i = 0; i < children.length; i++) {
    const child = children[i];
    if (child === undefined || typeof child === "string" || child.dropped) continue;
    if (unreadTags.has(child.tag)) {
      child.dropped = true;
      continue;
    }
    if (child.chars === 0) continue;
    if (isChrome(child, page, place)) {
      lose(child);
      continue;
    }
    if (child.chars <= 60 && !neverHeading.has(child.tag) && (blockTags.has(child.tag) || opensSection(child))) {
      const end = sectionOfChrome(element, i, page);
      for (; i < end; i++) {
        const part = children[i];
        if (part !== undefined && typeof part !== "string" && !part.dropped) lose(part);
      }
      if (child.dropped) {
        i--;
        continue;
      }
    }
    const before = { chars: child.chars, linkChars: child.linkChars, score: child.score };
    walk(child, page, placeIn(child, page, place));
    chars += before.chars - child.chars;
    linkChars += before.linkChars - child.linkChars;
    score += before.score - child.score;
  }
  element.chars -= chars;
  element.linkChars -= linkChars;
  element.score -= score;
}

function placeIn(element: HtmlElement, page: Page, place: Place): Place {
  const inText = place.inText || opensText(element);
  const inMain = place.inMain || element === page.main;
  return inText === place.inText && inMain === place.inMain ? place : { inText, inMain };
}

const listTags = new Set(["table", "ul", "ol"]);

/** Elements that are beside the text wherever the page says which one holds it. */
const besideMain = new Set(["nav", "menu", "aside", "footer", "header", "form"]);

const admonition = /\b(?:note|tip|warning|caution|important|admonition|callout|info|hint|danger|pullquote|sidenote)\b/i;

function isChrome(element: HtmlElement, page: Page, place: Place): boolean {
  const { tag, hints } = element;
  const share = element.score / page.score;
  if (tag === "body" || tag === "html" || tag === "main") return false;
  if (hints & hint.hidden) return element.chars < page.chars * 0.5 && (share < 0.35 || hiddenByMarkup(element));
  if (hints & hint.body || (page.list && hints & hint.teaser)) return false;
  if (!page.aroundMain.has(element)) {
    if (isFrame(element, place.inText)) return true;
    if (!place.inMain && element !== page.main && (besideMain.has(tag) || isNamedChrome(element)))
      return !outweighs(element, page);
  }
  if (listTags.has(tag) && page.kind === "conversation" && !page.list && isListOfPosts(element)) return true;
  if (tag === "nav" || tag === "menu") return share < 0.5;
  if (tag === "footer") return share < 0.4;
  if (tag === "aside") return share < 0.4 && !admonition.test(element.attrs.class ?? "");
  if (tag === "header" || tag === "hgroup") return element.score < 60;
  if (tag === "form") return share < 0.3;
  if (tag === "figcaption") return element.chars < 400 && !page.captioned;
  if (tag === "article" || tag === "dt" || tag === "code") return false;
  if (hints & hint.signature) return page.kind === "conversation" && share < 0.3;
  if (hints & hint.comment && page.kind !== "conversation" && !(hints & hint.review && page.kind === "product")) {
    return page.score - element.score >= 150 || share < 0.3;
  }
  if (isNamedChrome(element)) return share < (isProse(element) ? 0.35 : 0.6);
  if (hints & hint.caption) return element.chars < 300 && !page.captioned;
  if (hints & hint.maybeComment && page.kind !== "conversation" && holdsComments(element)) return share < 0.6;
  if (hints & (hint.meta | hint.maybeMeta) && !(hints & hint.content) && !isProse(element)) {
    return element.chars < 250 && element.score < 120 && share < 0.3 && !isWordOfSentence(element);
  }
  return false;
}

/** Holds far more text than what the page calls its content. */
function outweighs(element: HtmlElement, { main }: Page): boolean {
  return main !== null && element.score >= 300 && element.score > main.score * 2 && isProse(element);
}

function hiddenByMarkup({ attrs }: HtmlElement): boolean {
  return attrs.hidden !== undefined || attrs.style !== undefined;
}

/** A marked name or date inside a paragraph is a word of it: "<p>said <span class=author>Orme</span>, who …". */
function isWordOfSentence(element: HtmlElement): boolean {
  const { parent } = element;
  if (parent === null || !sentenceTags.has(parent.tag) || blockTags.has(element.tag)) return false;
  return parent.chars > element.chars * 3 && parent.chars - element.chars >= 20;
}

const sentenceTags = new Set(["p", "li", "dd", "td", "blockquote"]);

/** Parts of lists and tables: many, short, and never what opens a section among its siblings. */
const neverHeading = new Set("li td th tr tbody thead dd ul ol table a span".split(" "));

const headingTag = /^h[1-6]$/;

/** True when the element is a heading, or a wrapper around nothing but one. */
function opensSection(element: HtmlElement): boolean {
  if (headingTag.test(element.tag)) return true;
  if (element.tag === "summary" || element.tag === "legend") return true;
  return element.children.some(
    (child) => typeof child !== "string" && child.chars === element.chars && opensSection(child),
  );
}

/** End index (exclusive) of the run of siblings that a heading for other things opens at `start`; `start` itself when it opens none. */
function sectionOfChrome(parent: HtmlElement, start: number, page: Page): number {
  const heading = parent.children[start] as HtmlElement;
  const real = opensSection(heading);
  // Looked at first because it is cheap: most short blocks are paragraphs before other text.
  if (!real && textFollows(parent, start)) return start;
  const text = textOf(heading, 80);
  const comment = isCommentHeading(text);
  if (!isChromeHeading(text) && !(comment && page.kind !== "conversation")) return start;
  // A text may be called "실시간 서버 개발자" or "Recommended soils".
  if (!comment && page.plainTitle !== "" && plain(text) === page.plainTitle) return start;
  let score = 0;
  let end = start + 1;
  for (; end < parent.children.length; end++) {
    const next = parent.children[end];
    if (next === undefined || typeof next === "string") continue;
    if (end > start + 1 && opensSection(next) && next.chars > 0 && !insideRecords(next)) break;
    if (!real) {
      // Without a heading's tag only a list of links right behind it counts.
      if (next.chars === 0) continue;
      if (next.linkChars * 2 < next.chars) return start;
      return end + 1;
    }
    score += next.score;
    if (next.hints & hint.body && !comment) break;
  }
  return score < page.score * (comment ? 0.8 : 0.5) ? end : start;
}

/** True when the next sibling with text is neither a list of links nor a heading. */
function textFollows(parent: HtmlElement, start: number): boolean {
  for (let i = start + 1; i < parent.children.length; i++) {
    const next = parent.children[i];
    if (next !== undefined && typeof next !== "string" && next.chars > 0)
      return next.linkChars * 2 < next.chars && !opensSection(next);
  }
  return false;
}

/** Cards below a heading often bring headings of their own, as links. */
function insideRecords(heading: HtmlElement): boolean {
  return heading.linkChars * 2 > heading.chars;
}
