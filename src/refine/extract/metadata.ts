import { foldBlanks, textOf } from "../html/text-of.ts";
import type { HtmlElement, HtmlTree } from "../html/tree.ts";
import { parsePageDate } from "./dates.ts";
import { type JsonLdFacts, jsonLdFacts } from "./json-ld.ts";
import { cleanTitle } from "./title.ts";

export interface Metadata {
  title: string | null;
  author: string | null;
  siteName: string | null;
  publishedAt: Date | null;
  modifiedAt: Date | null;
  declaredLanguage: string | null;
  /** Addresses as written; resolve before use. */
  leadImage: string | null;
  ogType: string | null;
  generator: string | null;
  schemaTypes: ReadonlySet<string>;
  /** The head says that the page is about one text or thing, not a list of many. */
  declaresOne: boolean;
}

/** Names and properties of meta elements, lower case, first one wins. */
export type MetaTable = ReadonlyMap<string, string>;

export function metaTable(tree: HtmlTree): MetaTable {
  const table = new Map<string, string>();
  for (const { attrs } of tree.metas.slice(0, 500)) {
    const name = (attrs.property ?? attrs.name ?? attrs.itemprop)?.trim().toLowerCase();
    const content = attrs.content?.trim();
    if (name && content && !table.has(name)) table.set(name, content.slice(0, 2_000));
  }
  return table;
}

/** Fields that the page declares: JSON-LD first, then OpenGraph and meta names, then microdata, time elements and bylines. */
export function metadataOf(tree: HtmlTree, metas: MetaTable): Metadata {
  const ld = jsonLdFacts(tree.jsonLd);
  const seen = scan(tree.root);
  const get = (...names: string[]): string | null => {
    for (const name of names) {
      const value = metas.get(name);
      if (value !== undefined) return value;
    }
    return null;
  };
  const siteName = clean(get("og:site_name", "application-name", "al:android:app_name") ?? ld.siteName);
  const declared =
    get("og:title") ?? ld.headline ?? (tree.title === null ? null : textOf(tree.title, 600)) ?? get("twitter:title");
  const ogType = get("og:type")?.toLowerCase() ?? null;
  return {
    title: clean(cleanTitle(declared, siteName, seen.headings)),
    author: authorOf(ld, get, seen),
    siteName,
    publishedAt:
      parsePageDate(
        ld.published ??
          get(
            "article:published_time",
            "og:article:published_time",
            "datepublished",
            "date",
            "dc.date",
            "dc.date.issued",
            "pubdate",
            "parsely-pub-date",
            "sailthru.date",
            "og:regdate",
          ),
      ) ?? parsePageDate(seen.published ?? seen.byline),
    modifiedAt: parsePageDate(
      ld.modified ??
        get("article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod") ??
        seen.modified,
    ),
    declaredLanguage: tree.lang ?? get("og:locale", "language", "content-language") ?? ld.language,
    leadImage: get("og:image", "og:image:url", "twitter:image") ?? ld.images[0] ?? null,
    ogType,
    generator: get("generator")?.toLowerCase() ?? null,
    schemaTypes: new Set([...ld.types, ...seen.types]),
    declaresOne:
      declaresOne(ld.types) ||
      (ogType === "article" && get("article:published_time") !== null) ||
      /^(?:og:)?product/.test(ogType ?? ""),
  };
}

const oneThing =
  /^(?:article|newsarticle|reportagenewsarticle|blogposting|techarticle|scholarlyarticle|discussionforumposting|qapage|product|jobposting|recipe|review|movie|book|event)$/;
const manyThings = /^(?:itemlist|collectionpage|searchresultspage|blog)$/;

function declaresOne(types: ReadonlySet<string>): boolean {
  const all = [...types];
  return all.some((type) => oneThing.test(type)) && !all.some((type) => manyThings.test(type));
}

function clean(text: string | null): string | null {
  if (text === null) return null;
  const folded = foldBlanks(text).toWellFormed().replaceAll("\0", "").slice(0, 500);
  return folded === "" ? null : folded;
}

function authorOf(ld: JsonLdFacts, get: (...names: string[]) => string | null, seen: Seen): string | null {
  const declared =
    ld.author ??
    get("author", "article:author", "dc.creator", "byl", "parsely-author", "dable:author", "twitter:creator");
  const name = declared !== null && !/^https?:/.test(declared) ? declared : seen.author;
  const plain = clean(name)
    ?.replace(/[(<[]?[\w.+-]{1,64}@[\w.-]{1,100}[)>\]]?/g, "")
    .replace(/^(?:posted by|written by|by|글|글쓴이|작성자|기자)\s?[:：]?\s+/i, "")
    .replace(/\s(?:다른\s?기사|기자\s?페이지|구독).{0,30}$/, "")
    .trim();
  return plain === undefined || plain === "" ? null : plain;
}

interface Seen {
  /** Texts of the first headings, h1 to h3, in order. */
  headings: readonly string[];
  author: string | null;
  published: string | null;
  modified: string | null;
  /** Line under the first heading that holds the date of writing, when no field does. */
  byline: string | null;
  types: ReadonlySet<string>;
}

const dateNames =
  /(?:^|[\s_-])(?:date|datetime|pubdate|published|regdate|reg_date|write_?date|posted|timestamp|se_publishDate|dateline|time|d_date|entry-date|article-date|등록일)(?:$|[\s_-])/i;
const authorNames =
  /(?:^|[\s_-])(?:author|byline|writer|nickname|nick|reporter|username|user_name|글쓴이)(?:$|[\s_-])/i;

const isMainItem = /\b(?:mainEntity|mainEntityOfPage|mainContentOfPage|blogPost)\b/;
const titleTags = new Set(["h1", "h2", "h3"]);

/** Elements after a heading among which its byline is looked for. */
const bylineReach = 8;
const fullDate = /(?:19|20)\d\d\s?[-./년]\s{0,2}\d{1,2}\s?[-./월]\s{0,2}\d{1,2}/;
const bylineMark = /\d{1,2}:\d{2}|작성|등록|입력|게시|조회|추천|posted|published|updated/i;

/** "먼산 | 2026-08-29 16:10 | 조회 1331": short, with a whole date and a time or a word of bylines, and no sentence. */
function isByline(text: string): boolean {
  if (text.length < 8 || text.length > 90 || !fullDate.test(text) || /[다요까]\.|[!?]/.test(text)) return false;
  return bylineMark.test(text) || text.replace(fullDate, "").replace(/[\s().월화수목금토일]/g, "") === "";
}

/** One walk for what only the visible markup tells. */
function scan(root: HtmlElement): Seen {
  const seen = {
    author: null as string | null,
    published: null as string | null,
    modified: null as string | null,
    byline: null as string | null,
  };
  let sinceHeading = Number.POSITIVE_INFINITY;
  const types = new Set<string>();
  const headings: string[] = [];
  const visit = (element: HtmlElement): void => {
    for (const child of element.children) {
      if (typeof child === "string") continue;
      const { tag, attrs } = child;
      // An item that is a property of another, such as a review of a product, is not what the page is about.
      if (attrs.itemtype !== undefined && (attrs.itemprop === undefined || isMainItem.test(attrs.itemprop)))
        types.add(attrs.itemtype.replace(/^.*\//, "").toLowerCase());
      if (titleTags.has(tag) && headings.length < 12) {
        const text = textOf(child, 300);
        if (text !== "") headings.push(text);
        if (text !== "") sinceHeading = 0;
      } else if (seen.byline === null && sinceHeading < bylineReach) {
        sinceHeading += 1;
        const text = textOf(child, 120);
        if (isByline(text)) seen.byline = text;
      }
      if (tag === "time" || attrs.itemprop !== undefined || attrs.class !== undefined) field(child);
      visit(child);
    }
  };
  const field = (element: HtmlElement): void => {
    const { tag, attrs } = element;
    const prop = attrs.itemprop ?? "";
    if (prop.includes("dateModified")) seen.modified ??= attrs.datetime ?? attrs.content ?? textOf(element, 80);
    else if (prop.includes("datePublished")) seen.published ??= attrs.datetime ?? attrs.content ?? textOf(element, 80);
    else if (tag === "time") seen.published ??= attrs.datetime ?? textOf(element, 80);
    else if (seen.published === null && attrs.class !== undefined && dateNames.test(attrs.class)) {
      const text = textOf(element, 120);
      if (text.length < 100 && /\d{4}/.test(text)) seen.published = text;
    }
    if (seen.author === null && (prop === "author" || (attrs.class !== undefined && authorNames.test(attrs.class)))) {
      const text = textOf(element, 120);
      if (text !== "" && text.length <= 40) seen.author = text;
    }
  };
  visit(root);
  return { ...seen, headings, types };
}
