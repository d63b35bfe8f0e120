import { blockTags } from "../html/tags.ts";
import type { HtmlElement } from "../html/tree.ts";
import { hint } from "./hints.ts";
import { isNamedChrome } from "./holds.ts";
import { unreadTags } from "./measure.ts";
import { isFrame, opensText } from "./page-frame.ts";

/** What a page that is a list says about itself. */
export const listWeakness = "The page is a list of links to other pages.";

/** A line as this file sees it: how long it is, how much of it leads elsewhere, and how it ends. Lengths without blanks. */
interface Line {
  chars: number;
  linkChars: number;
  links: number;
  /** The last piece of its text. */
  tail: string;
  tag: string;
  /** Inside h1 to h6. */
  heading: boolean;
}

/** Characters of sentences that a list may have beside its links. */
const fewChars = 30;
/** Share of the links' characters that sentences may reach in a long list. */
const proseShare = 0.12;
/** Longest passage under a linked title that still announces another page. */
const excerptChars = 160;

/** Not the point behind a date: "2026. 6. 22." */
const sentenceEnd = /(?:(?<![\d.])\.|[!?。！？~…]|\.\.)["”’)\]]?$|[다요죠음까]["”’)\]]?$/;
const cutEnd = /(?:…|\.\.\.?|\[…\]|더보기)$/;

/**
 * True when a page mainly offers links to others: front pages, categories, boards, calendars, search results. It is judged by its lines:
 * those that are links, with the short facts and cut passages under them, against sentences of the page's own. Needs `measure`, before `prune`.
 */
export function isLinkList(area: HtmlElement, url: string): boolean {
  const lines: Line[] = [];
  const walk: Walk = {
    lines,
    url,
    inText: false,
    announced: false,
    prose: Math.max(fewChars, area.chars * proseShare),
  };
  collect(area, newLine("body"), walk, false, false);
  if (walk.prose <= 0) return false;
  const titles = lines.filter((line) => line.heading && isLinks(line)).length;
  let [links, listed, prose, rest] = [0, 0, 0, 0];
  // What still may follow the last link: facts (date, price, board) in any case, a passage only under a linked title.
  let [facts, passage] = [0, 0];
  for (const line of lines) {
    if (isLinks(line)) {
      links += line.links;
      listed += line.chars;
      facts = 4;
      passage = line.heading && titles >= 3 ? excerptChars : 0;
    } else if (line.heading) {
      passage = 0;
      facts = 0;
    } else if (facts > 0 && (line.chars <= passage || (line.chars <= excerptChars && cutEnd.test(line.tail)))) {
      passage = Math.max(passage - line.chars, 0);
      listed += line.chars;
      facts--;
    } else if (isProse(line)) prose += line.chars;
    else if (facts > 0) {
      listed += line.chars;
      facts--;
    } else rest += line.chars;
  }
  if (links < 3) return false;
  if (prose < fewChars && rest < fewChars) return true;
  return prose < Math.max(fewChars, listed * proseShare) && listed >= rest;
}

function isProse(line: Line): boolean {
  return line.chars >= 60 || (line.chars >= 6 && sentenceEnd.test(line.tail));
}

/** Most of the line leads elsewhere, or it is a row of a table with a link to what the row is about. */
function isLinks(line: Line): boolean {
  if (line.links === 0) return false;
  if (line.linkChars * 2 >= line.chars) return true;
  return line.tag === "tr" && line.linkChars * 4 >= line.chars && !sentenceEnd.test(line.tail);
}

function newLine(tag: string): Line {
  return { chars: 0, linkChars: 0, links: 0, tail: "", tag, heading: false };
}

interface Walk {
  readonly lines: Line[];
  readonly url: string;
  inText: boolean;
  /** The last heading was a link. */
  announced: boolean;
  /** Characters of sentences that the page may still have; none left ends the walk, as it does early in every article. */
  prose: number;
}

function collect(element: HtmlElement, line: Line, walk: Walk, inLink: boolean, inHeading: boolean): void {
  for (const child of element.children) {
    if (walk.prose <= 0) return;
    if (typeof child === "string") {
      addText(line, child, inLink);
      if (inHeading) line.heading = true;
      continue;
    }
    const { tag } = child;
    if (tag === "br") flush(line, walk);
    if (child.chars === 0 || unreadTags.has(tag) || isAside(child, walk)) continue;
    const wasInText = walk.inText;
    walk.inText ||= opensText(child);
    const linked = tag === "a" && !inLink && leadsElsewhere(child.attrs.href, walk.url);
    if (linked) line.links++;
    const heading = inHeading || (tag.length === 2 && tag.charCodeAt(0) === 104 && tag !== "hr");
    if (blockTags.has(tag) && tag !== "td" && tag !== "th") {
      flush(line, walk);
      const own = newLine(tag);
      if (inLink) own.links = 1;
      collect(child, own, walk, inLink, heading);
      flush(own, walk);
    } else collect(child, line, walk, inLink || linked, heading);
    walk.inText = wasInText;
  }
}

/** Menus, boxes and readers' words around the page's own content. Cards that announce other pages are what is looked for. */
function isAside(element: HtmlElement, walk: Walk): boolean {
  const { tag, hints } = element;
  if (tag === "nav" || tag === "aside" || tag === "form" || hints & (hint.hidden | hint.comment | hint.frame))
    return true;
  return (!(hints & hint.teaser) && isNamedChrome(element)) || isFrame(element, walk.inText);
}

function leadsElsewhere(href: string | undefined, url: string): boolean {
  if (href === undefined || href === "" || href.startsWith("#") || /^javascript:/i.test(href)) return false;
  const hash = href.indexOf("#");
  const target = hash < 0 ? href : href.slice(0, hash);
  // The title of a text often links to the text itself.
  return !(url.endsWith(target) && target.length > 1);
}

function addText(line: Line, text: string, inLink: boolean): void {
  let chars = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 32 && code !== 0xa0) chars++;
  }
  if (chars === 0) return;
  line.chars += chars;
  if (inLink) line.linkChars += chars;
  line.tail = text;
}

function flush(line: Line, walk: Walk): void {
  if (line.chars === 0) return;
  const whole = { ...line, tail: line.tail.trimEnd().slice(-8) };
  walk.lines.push(whole);
  if (line.heading) walk.announced = isLinks(whole);
  else if (!walk.announced && !isLinks(whole) && isProse(whole) && !cutEnd.test(whole.tail)) walk.prose -= line.chars;
  line.chars = 0;
  line.linkChars = 0;
  line.links = 0;
  line.tail = "";
}
