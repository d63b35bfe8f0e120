import { blockTags } from "../html/tags.ts";
import type { HtmlElement } from "../html/tree.ts";
import { hint, hintsOf } from "./hints.ts";
import { mainClaim } from "./page-frame.ts";

/** Elements whose text no reader sees as text. */
export const unreadTags: ReadonlySet<string> = new Set(
  "script style noscript template head title iframe frame frameset object embed svg math canvas audio video select option optgroup datalist button input textarea progress meter map area dialog link meta base rp".split(
    " ",
  ),
);

/**
 * Fills `chars`, `linkChars`, `score` and `hints` of every element below `root`, in one walk. A block's own text scores by its length
 * outside links, less when it is short or without the marks of a sentence; scores add up towards the root.
 */
export function measure(root: HtmlElement): Measured {
  const measured: Walk = { hints: 0, captionScore: 0, commentScore: 0, commentDepth: 0, main: null, claim: 0 };
  visit(root, { chars: 0, linkChars: 0, stops: 0 }, false, measured);
  return measured;
}

/** What the walk found on the page as a whole. */
export interface Measured {
  /** All hints of all elements. */
  hints: number;
  /** Score inside captions of pictures. */
  captionScore: number;
  /** Score inside readers' comments. */
  commentScore: number;
  /** The element that says it holds the page's own content, when there is one with text outside links. */
  main: HtmlElement | null;
}

interface Walk extends Measured {
  /** Comment elements around the one at hand; nested ones must not count twice. */
  commentDepth: number;
  /** How surely `main` says so. */
  claim: number;
}

/** Text of the block at hand that is not inside an inner block. */
interface Line {
  chars: number;
  linkChars: number;
  /** Marks that end or part sentences. */
  stops: number;
}

function visit(element: HtmlElement, outer: Line, inLink: boolean, page: Walk): void {
  element.hints = hintsOf(element);
  page.hints |= element.hints;
  const isComment = (element.hints & hint.comment) !== 0;
  if (isComment) page.commentDepth++;
  const isBlock = blockTags.has(element.tag);
  const line: Line = isBlock ? { chars: 0, linkChars: 0, stops: 0 } : outer;
  const linked = inLink || (element.tag === "a" && element.attrs.href !== undefined);
  let chars = 0;
  let linkChars = 0;
  let score = 0;
  for (const child of element.children) {
    if (typeof child === "string") {
      const found = count(child);
      chars += found.chars;
      line.chars += found.chars;
      line.stops += found.stops;
      if (linked) {
        linkChars += found.chars;
        line.linkChars += found.chars;
      }
    } else if (!unreadTags.has(child.tag)) {
      visit(child, line, linked, page);
      chars += child.chars;
      linkChars += child.linkChars;
      score += child.score;
    } else {
      child.hints = 0;
    }
  }
  if (isBlock) score += lineScore(line, element.tag);
  element.chars = chars;
  element.linkChars = linkChars;
  element.score = score;
  const claim = mainClaim(element);
  if (
    claim > 0 &&
    claim >= page.claim &&
    chars > linkChars &&
    chars >= (claim > page.claim ? 0 : (page.main?.chars ?? 0))
  ) {
    page.claim = claim;
    page.main = element;
  }
  if (element.tag === "figcaption" || element.hints & hint.caption) page.captionScore += score;
  if (isComment && --page.commentDepth === 0) page.commentScore += score;
}

function lineScore(line: Line, tag: string): number {
  if (line.chars === 0) return 0;
  const plain = line.chars - line.linkChars;
  if (line.linkChars * 2 > line.chars) return plain * 0.1;
  let weight = line.chars < 20 ? 0.2 : line.chars < 40 ? 0.5 : 1;
  if (line.stops === 0 && tag !== "pre") weight *= 0.5;
  if (tag.length === 2 && tag.charCodeAt(0) === 104) weight *= 0.3;
  return plain * weight;
}

const counted = { chars: 0, stops: 0 };

/** Characters that are not blank, and sentence marks among them. The returned object is reused. */
function count(text: string): { readonly chars: number; readonly stops: number } {
  let chars = 0;
  let stops = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code <= 32 || code === 0xa0) continue;
    chars++;
    // . ! ? , … 。 ， 、 ！ ？
    if (
      code === 46 ||
      code === 44 ||
      code === 33 ||
      code === 63 ||
      code === 0x2026 ||
      (code >= 0x3001 &&
        (code <= 0x3002 || code >= 0xff01) &&
        (code <= 0x3002 || code === 0xff0c || code === 0xff01 || code === 0xff1f))
    )
      stops++;
  }
  counted.chars = chars;
  counted.stops = stops;
  return counted;
}
