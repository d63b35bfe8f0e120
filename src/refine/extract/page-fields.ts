import { textOf } from "../html/text-of.ts";
import type { HtmlElement } from "../html/tree.ts";
import { writtenDates } from "./date-labels.ts";
import { hint } from "./hints.ts";
import { holdsComments } from "./holds.ts";
import { LabelledFields } from "./labelled-fields.ts";
import { unreadTags } from "./measure.ts";

/** What the visible markup says of its page. Texts as written. */
export interface PageFields {
  /** Texts of the first headings, h1 to h3, in order. */
  headings: readonly string[];
  author: string | null;
  published: string | null;
  modified: string | null;
  types: ReadonlySet<string>;
  /** A writer and a day stand beside their names, as above a post. */
  signed: boolean;
}

const dateNames =
  /(?:^|[\s_-])(?:date|datetime|pubdate|published|regdate|reg_date|write_?date|posted|timestamp|se_publishDate|dateline|time|d_date|entry-date|article-date|등록일)(?:$|[\s_-])/i;
const authorNames =
  /(?:^|[\s_-])(?:author|byline|writer|nickname|nick|reporter|username|user_name|글쓴이)(?:$|[\s_-])/i;

/** Blocks that hold a writer first and then what the board knows of him. */
const writerBoxes = /(?:^|[\s_-])(?:user-?info|userinfo|poster|creator|postername|postprofile)(?:$|[\s_-])/i;

const isMainItem = /\b(?:mainEntity|mainEntityOfPage|mainContentOfPage|blogPost)\b/;
const titleTags = new Set(["h1", "h2", "h3"]);

/** Elements after a heading among which its byline is looked for. */
const bylineReach = 8;
/** And a block that is named for a byline, which may stand below the text. */
const metaReach = 60;
const fullDate = /(?:19|20)\d\d\s?[-./년年]\s{0,2}\d{1,2}\s?[-./월月]\s{0,2}\d{1,2}/;
const bylineMark = /\d{1,2}:\d{2}|작성|등록|입력|게시|발행|조회|추천|글\s|기자|·|\||posted|published|updated/i;
const longByline = 120;

/** "먼산 | 2026-08-29 16:10 | 조회 1331": short, with a whole date and a time or a word of bylines, and no sentence. */
function isByline(text: string): boolean {
  if (text.length < 8 || text.length > 90 || !fullDate.test(text) || /[다요까]\.|[!?]/.test(text)) return false;
  return bylineMark.test(text) || text.replace(fullDate, "").replace(/[\s().월화수목금토일]/g, "") === "";
}

/** What announces other pages, and the frame of this one: their dates and names are not the text's. */
const around = hint.chrome | hint.teaser | hint.frame;

/** A date that was found, by how sure its place is. */
type Rank = "property" | "label" | "time" | "name" | "byline";
const ranks: readonly Rank[] = ["property", "label", "time", "name", "byline"];

/** One walk for what only the visible markup tells. Needs `measure`; `score` is that of the whole page. */
export function pageFields(root: HtmlElement, score: number): PageFields {
  const published = new Map<Rank, string>();
  let modified: string | null = null;
  let author: string | null = null;
  const headings: string[] = [];
  const types = new Set<string>();
  const labelled = new LabelledFields();
  let sinceHeading = Number.POSITIVE_INFINITY;
  /** Characters of text so far; before any, what is called a reply is the first message. */
  let said = 0;

  const take = (rank: Rank, text: string): void => {
    const dates = writtenDates(text);
    if (dates.published !== null && !published.has(rank)) published.set(rank, dates.published);
    modified ??= dates.modified;
  };
  const visit = (element: HtmlElement, others: boolean): void => {
    for (const child of element.children) {
      if (typeof child === "string") {
        if (!others) labelled.text(child, element);
        if (!others && child.length >= longWords && element.tag !== "a" && sinceHeading < Number.POSITIVE_INFINITY)
          said += child.trim().length;
        continue;
      }
      const { tag, attrs } = child;
      // An item that is a property of another, such as a review of a product, is not what the page is about.
      if (attrs.itemtype !== undefined && (attrs.itemprop === undefined || isMainItem.test(attrs.itemprop)))
        types.add(attrs.itemtype.replace(/^.*\//, "").toLowerCase());
      const first = said < longWords && (child.hints & readers) !== 0;
      const foreigner = others || (!first && isForeign(child, score));
      if (titleTags.has(tag) && headings.length < 12) {
        const text = textOf(child, 300);
        if (text !== "") {
          headings.push(text);
          sinceHeading = 0;
        }
      } else if (!foreigner && sinceHeading < metaReach) {
        sinceHeading += 1;
        const text = sinceHeading <= bylineReach ? textOf(child, 120) : "";
        if (isByline(text)) take("byline", text);
      }
      if (!foreigner && (tag === "time" || attrs.itemprop !== undefined || attrs.class !== undefined)) field(child);
      if (!unreadTags.has(tag) || tag === "meta") visit(child, foreigner);
    }
  };
  const namesDate = ({ attrs, hints, chars }: HtmlElement): boolean =>
    (attrs.class !== undefined && dateNames.test(attrs.class)) ||
    ((hints & hint.meta) !== 0 && chars <= longByline && sinceHeading < metaReach);
  const field = (element: HtmlElement): void => {
    const { tag, attrs } = element;
    const prop = attrs.itemprop ?? "";
    const stamp = attrs.datetime ?? attrs.content ?? null;
    if (prop.includes("dateModified")) modified ??= stamp ?? textOf(element, 80);
    else if (prop.includes("datePublished") || prop.includes("dateCreated")) {
      if (!published.has("property")) published.set("property", stamp ?? textOf(element, 80));
    } else if (tag === "time") {
      const text = stamp ?? textOf(element, 80);
      if (isModified(element)) modified ??= text;
      else if (!published.has("time")) published.set("time", text);
    } else if (!published.has("name") && namesDate(element)) {
      const text = textOf(element, 200);
      if (text.length < 180 && /\d{2}/.test(text)) take("name", text);
    }
    if (author === null && attrs.class !== undefined && writerBoxes.test(attrs.class)) author = firstText(element);
    if (author === null && (prop === "author" || (attrs.class !== undefined && authorNames.test(attrs.class)))) {
      const text = attrs.content ?? textOf(element, longByline + 1);
      if (text !== "" && text.length <= longByline && /\p{L}/u.test(text)) author = text;
    }
  };
  visit(root, false);
  const { written, edited, writer } = labelled;
  if (written !== null) published.set("label", written);
  const best = ranks.map((rank) => published.get(rank)).find((text) => text !== undefined);
  const signed = writer !== null && written !== null;
  return { headings, types, signed, author: writer ?? author, published: best ?? null, modified: modified ?? edited };
}

const readers = hint.comment | hint.maybeComment;
/** Shorter pieces are names and buttons rather than text. */
const longWords = 20;

/** The first piece of text below an element, when it is as short as a name. */
function firstText(element: HtmlElement): string | null {
  for (const child of element.children) {
    const text = typeof child === "string" ? child.trim() : firstText(child);
    if (text !== null && text !== "") return text.length <= 40 ? text : null;
  }
  return null;
}

/** Readers' words, boxes and frame, unless most of the text is inside. */
function isForeign(element: HtmlElement, pageScore: number): boolean {
  const { tag, hints } = element;
  if (hints & hint.comment) return true;
  if (hints & hint.maybeComment) return holdsComments(element);
  const frame = tag === "nav" || (tag === "footer" && !inArticle(element));
  return (frame || (hints & around) !== 0) && element.score < Math.max(pageScore, 1) * 0.35;
}

/** The footer of an article is signed and dated like its head. */
function inArticle(element: HtmlElement): boolean {
  for (let at = element.parent, steps = 0; at !== null && steps < 4; at = at.parent, steps++)
    if (at.tag === "article" || at.hints & hint.body) return true;
  return false;
}

const modifiedName = /(?:^|[\s_-])(?:updated?|modified|edited|last-?mod)(?:$|[\s_-])/i;
const modifiedBefore = /(?:수정|업데이트|updated|modified|edited|revised)[^\d]{0,12}$/i;

/** A `<time>` of the last change: by its class, or by the word before it. */
function isModified(time: HtmlElement): boolean {
  const name = time.attrs.class ?? "";
  if (modifiedName.test(name)) return !/\bpublished\b/i.test(name);
  const siblings = time.parent?.children ?? [];
  const before = siblings[siblings.indexOf(time) - 1];
  return (
    before !== undefined && modifiedBefore.test(typeof before === "string" ? before.slice(-40) : textOf(before, 40))
  );
}
