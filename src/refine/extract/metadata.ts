import { foldBlanks, textOf } from "../html/text-of.ts";
import type { HtmlTree } from "../html/tree.ts";
import { cleanAuthor } from "./author.ts";
import { jsonLdFacts } from "./json-ld.ts";
import { pageFields } from "./page-fields.ts";
import { cleanTitle } from "./title.ts";

export interface Metadata {
  title: string | null;
  author: string | null;
  siteName: string | null;
  /** Dates as written, the surest first; in which zone they are is told by the text. */
  published: readonly string[];
  modified: readonly string[];
  declaredLanguage: string | null;
  /** Addresses as written; resolve before use. */
  leadImage: string | null;
  ogType: string | null;
  generator: string | null;
  schemaTypes: ReadonlySet<string>;
  /** The head, or a byline with its labels, says that the page is about one text or thing, not a list of many. */
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

/** Fields that the page declares: JSON-LD first, then OpenGraph and meta names, then microdata, time elements and bylines. Needs `measure`; `score` is the page's. */
export function metadataOf(tree: HtmlTree, metas: MetaTable, url: string, score: number): Metadata {
  const ld = jsonLdFacts(tree.jsonLd);
  const seen = pageFields(tree.root, score);
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
    title: clean(cleanTitle(declared, siteName, seen.headings, url)),
    author: authorOf([ld.author, get(...authorMetas), seen.author, get("twitter:creator")], [siteName, ld.siteName]),
    siteName,
    published: present(ld.published, get(...publishedMetas), seen.published),
    modified: present(ld.modified, get(...modifiedMetas), seen.modified),
    declaredLanguage: tree.lang ?? get("og:locale", "language", "content-language") ?? ld.language,
    leadImage: get("og:image", "og:image:url", "twitter:image") ?? ld.images[0] ?? null,
    ogType,
    generator: get("generator")?.toLowerCase() ?? null,
    schemaTypes: new Set([...ld.types, ...seen.types]),
    declaresOne:
      seen.signed ||
      declaresOne(ld.types) ||
      (ogType === "article" && get("article:published_time") !== null) ||
      /^(?:og:)?product/.test(ogType ?? ""),
  };
}

const authorMetas = ["author", "article:author", "dc.creator", "byl", "parsely-author", "dable:author"];
const publishedMetas = [
  "article:published_time",
  "og:article:published_time",
  "datepublished",
  "date",
  "dc.date",
  "dc.date.issued",
  "dcterms.created",
  "pubdate",
  "parsely-pub-date",
  "sailthru.date",
  "og:regdate",
];
const modifiedMetas = [
  "article:modified_time",
  "og:article:modified_time",
  "og:updated_time",
  "datemodified",
  "dcterms.modified",
  "last-modified",
  "lastmod",
];

function present(...texts: readonly (string | null)[]): string[] {
  return texts.filter((text) => text !== null);
}

/** The first of several bylines that names somebody. */
function authorOf(written: readonly (string | null)[], siteNames: readonly (string | null)[]): string | null {
  for (const text of written) {
    const name = cleanAuthor(text, siteNames);
    if (name !== null) return name;
  }
  return null;
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
