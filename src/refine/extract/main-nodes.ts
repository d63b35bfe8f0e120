import type { HtmlElement } from "../html/tree.ts";
import { hint } from "./hints.ts";
import type { PageKind } from "./prune.ts";

const messageHints = hint.comment | hint.review | hint.post | hint.body;

/** Elements inside which the text stops being a layout and starts being paragraphs. */
const proseTags = new Set(
  "p h1 h2 h3 h4 h5 h6 ul ol dl pre blockquote li dd dt figure span b i em strong a font".split(" "),
);

/** The elements that together hold the main text, in document order: one for an article, one a message for a conversation. */
export function mainNodes(root: HtmlElement, kind: PageKind): HtmlElement[] {
  const bodies = outermostBodies(root);
  const best = bodies.reduce<HtmlElement | null>(
    (top, body) => (top === null || body.score > top.score ? body : top),
    null,
  );
  if (best !== null && (kind === "article" || bodies.length >= 3)) {
    const long = new Set(bodies.filter((body) => body.score >= best.score * 0.25).map(signature));
    // A short answer is made by the same template as a long one.
    const worthy = bodies.filter((body) => long.has(signature(body)));
    const held = worthy.reduce((sum, body) => sum + body.score, 0);
    if (worthy.length === 1 && held >= root.score * 0.4) return [best];
    if (worthy.length > 1 && held >= root.score * 0.6) return worthy;
  }
  return [descend(root, kind)];
}

/** Elements that carry a platform's name for the main text, not inside one another. */
function outermostBodies(root: HtmlElement): HtmlElement[] {
  const found: HtmlElement[] = [];
  const visit = (element: HtmlElement): void => {
    for (const child of element.children) {
      if (typeof child === "string" || child.dropped || child.chars === 0) continue;
      if (child.hints & hint.body && child.score > 0) found.push(child);
      else visit(child);
    }
  };
  visit(root);
  return found;
}

/** Follows the text downwards until no single child holds it. */
function descend(root: HtmlElement, kind: PageKind): HtmlElement {
  let current = root;
  for (;;) {
    const next = heir(current, kind);
    if (next === null) return current;
    current = next;
  }
}

function heir(element: HtmlElement, kind: PageKind): HtmlElement | null {
  const kids = element.children.filter(
    (child): child is HtmlElement => typeof child !== "string" && !child.dropped && child.score > 0,
  );
  const [best, second] = kids.toSorted((a, b) => b.score - a.score);
  if (best === undefined || proseTags.has(best.tag)) return null;
  const share = best.score / element.score;
  if (kind !== "article" && kids.some((kid) => kid !== best && kid.hints & messageHints)) return null;
  if (kids.some((kid) => kid !== best && kid.tag === "p" && kid.chars - kid.linkChars >= 25)) return null;
  if (share >= 0.85) return best;
  const peers = kids.filter(
    (kid) => kid !== best && kid.score >= best.score * 0.15 && signature(kid) === signature(best),
  );
  if (peers.length > 0) return null;
  const rival = second?.score ?? 0;
  if (best.tag === "main" || best.tag === "article" || best.attrs.role === "main") return share >= 0.4 ? best : null;
  if (kind !== "article") return null;
  if (best.hints & (hint.content | hint.body) && share >= 0.5) return best;
  if (element.tag === "tr" && share >= 0.55) return best;
  return share >= 0.6 && rival <= best.score * 0.35 && !hasProse(kids, best) ? best : null;
}

/** Paragraphs beside a container mean that the container is only a part of the text, such as a quote or a box. */
function hasProse(kids: readonly HtmlElement[], best: HtmlElement): boolean {
  return kids.some((kid) => kid !== best && kid.tag === "p" && kid.score >= 40);
}

/** Tag and first class word: what siblings made by one template share. */
export function signature(element: HtmlElement): string {
  const name = element.attrs.class?.trimStart() ?? "";
  const end = name.indexOf(" ");
  return `${element.tag}.${(end < 0 ? name : name.slice(0, end)).replace(/\d+/g, "")}`;
}
