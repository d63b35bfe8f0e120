import { parseFeed } from "feedsmith";
import { SchemaError } from "../../errors.ts";
import { type Element, parseMarkup, selectAll, selectFirst, textOf } from "../select.ts";

/** One entry of a feed, whatever its format. Texts as they stand: markup and entities are the reader's. */
export interface FeedEntry {
  link: string | null;
  /** Against what its links are read, itself relative to the feed's; null for the same. */
  base: string | null;
  /** What tells it from the others; an address in many feeds. */
  id: string | null;
  title: string | null;
  author: string | null;
  /** Whole text; null when the feed has a summary alone. */
  content: string | null;
  summary: string | null;
  /** The texts hold no markup. */
  plain: boolean;
  published: string | null;
  modified: string | null;
  categories: string[];
  enclosures: string[];
  language: string | null;
}

export interface FeedPage {
  title: string | null;
  language: string | null;
  /** Against what the links are read; null for the feed's own address. */
  base: string | null;
  /** Where older entries are, when the feed has pages. */
  next: string | null;
  entries: FeedEntry[];
}

/** Characters that are read; longer feeds are dumps. */
const maxFeedChars = 10_000_000;
const maxEntries = 5_000;

const noEntry: FeedEntry = {
  link: null,
  base: null,
  id: null,
  title: null,
  author: null,
  content: null,
  summary: null,
  plain: false,
  published: null,
  modified: null,
  categories: [],
  enclosures: [],
  language: null,
};

/** True for what begins as RSS, Atom, RDF or JSON Feed, whatever its type says. */
export function looksLikeFeed(text: string): boolean {
  const start = text.slice(0, 4_096);
  // Some writers of JSON escape slashes.
  if (/^\s{0,100}\{/.test(start)) return /jsonfeed\.org\\?\/version/.test(start);
  const root = /<(?:[a-z0-9]{1,20}:)?(rss|feed|rdf|html|body|!doctype html)[\s>]/i.exec(start)?.[1]?.toLowerCase();
  return root === "rss" || root === "feed" || root === "rdf";
}

/** Entries of a feed. One that is not well formed is read as far as its elements can be told. @throws SchemaError when none can. */
export function readFeed(text: string): FeedPage {
  const source = withoutDocumentType(text.slice(0, maxFeedChars));
  try {
    const page = wholeFeed(source);
    return { ...page, entries: page.entries.slice(0, maxEntries) };
  } catch {
    return brokenFeed(source);
  }
}

/** A document type may declare entities that unfold into gigabytes; no feed needs one. */
function withoutDocumentType(source: string): string {
  const at = source.slice(0, 4_096).search(/<!DOCTYPE/i);
  const type = /<!DOCTYPE[^>[]{0,2000}(?:\[[^\]]{0,20000}\]\s{0,20})?>/iy;
  type.lastIndex = at;
  return at >= 0 && type.test(source) ? source.slice(0, at) + source.slice(type.lastIndex) : source;
}

function wholeFeed(source: string): FeedPage {
  const { format, feed } = parseFeed(source);
  if (format === "atom") {
    return {
      title: feed.title?.value ?? null,
      language: null,
      base:
        /<(?:[\w-]{1,20}:)?feed\s[^<>]{0,2000}?\bxml:base\s?=\s?["']([^"'<>]{1,500})["']/i.exec(source)?.[1] ?? null,
      next: linkOf(feed.links, "next"),
      entries: (feed.entries ?? []).map((entry) => ({
        ...noEntry,
        link: linkOf(entry.links, "alternate"),
        base: entry.xml?.base ?? null,
        id: entry.id ?? null,
        title: entry.title?.value ?? null,
        author: namesOf(entry.authors?.map(({ name }) => name)),
        content: entry.content?.value ?? null,
        summary: entry.summary?.value ?? null,
        plain: (entry.content ?? entry.summary)?.type === "text",
        published: entry.published ?? entry.updated ?? null,
        modified: entry.updated ?? null,
        categories: some(entry.categories?.map(({ label, term }) => label ?? term)),
        enclosures: some(entry.links?.filter(({ rel }) => rel === "enclosure").map(({ href }) => href)),
      })),
    };
  }
  if (format === "json") {
    return {
      title: feed.title ?? null,
      language: feed.language ?? null,
      base: null,
      next: feed.next_url ?? null,
      entries: (feed.items ?? []).map((item) => ({
        ...noEntry,
        link: item.url ?? item.external_url ?? null,
        id: item.id ?? null,
        title: item.title ?? null,
        author: namesOf(item.authors?.map(({ name }) => name)),
        content: item.content_html ?? item.content_text ?? null,
        summary: item.summary ?? null,
        plain: item.content_html === undefined,
        published: item.date_published ?? null,
        modified: item.date_modified ?? null,
        categories: some(item.tags),
        enclosures: some(item.attachments?.map(({ url }) => url)),
        language: item.language ?? null,
      })),
    };
  }
  const items = format === "rss" ? (feed.items ?? []) : [];
  const resources = format === "rdf" ? (feed.items ?? []) : [];
  const common = { title: feed.title ?? null, base: null, next: linkOf(feed.atom?.links, "next") };
  if (format === "rdf") {
    return {
      ...common,
      language: null,
      entries: resources.map((item) => ({
        ...noEntry,
        link: item.link ?? item.rdf?.about ?? null,
        title: item.title ?? null,
        author: namesOf(item.dc?.creators),
        content: item.content?.encoded ?? null,
        summary: item.description ?? null,
        published: item.dc?.dates?.[0] ?? null,
        categories: some(item.dc?.subjects),
      })),
    };
  }
  return {
    ...common,
    language: "language" in feed ? (feed.language ?? null) : null,
    entries: items.map((item) => ({
      ...noEntry,
      link: item.link ?? (item.guid?.isPermaLink === false ? null : addressIn(item.guid?.value)),
      id: item.guid?.value ?? null,
      title: item.title ?? null,
      author: namesOf(item.dc?.creators ?? item.authors?.map(({ name, email }) => name ?? nameBefore(email))),
      content: item.content?.encoded ?? null,
      summary: item.description ?? null,
      published: item.pubDate ?? item.dc?.dates?.[0] ?? null,
      modified: item.atom?.updated ?? null,
      categories: some(item.categories?.map(({ name }) => name)),
      enclosures: some(item.enclosures?.map(({ url }) => url)),
    })),
  };
}

/** What can be told of a feed that no parser takes: its elements, however they are closed. */
function brokenFeed(source: string): FeedPage {
  const page = parseMarkup(source, { xml: true });
  const entries = selectAll("item, entry", page)
    .slice(0, maxEntries)
    .map((entry) => ({
      ...noEntry,
      link: linkIn(entry),
      id: first(entry, "guid, id"),
      title: first(entry, "title"),
      author: first(entry, "dc\\:creator, author > name, author"),
      content: first(entry, "content\\:encoded, content"),
      summary: first(entry, "description, summary"),
      published: first(entry, "pubDate, published, dc\\:date, updated"),
      categories: selectAll("category", entry).map(textOf).filter(Boolean),
    }))
    .filter(({ link, title, summary, content }) => link !== null || (title ?? summary ?? content) !== null);
  if (entries.length === 0 && !/<\/?(?:channel|feed|rss|rdf:RDF)\b/i.test(source.slice(0, 4_096)))
    throw new SchemaError("The feed cannot be read.");
  return { title: first(page, "channel > title, feed > title"), language: null, base: null, next: null, entries };
}

function linkIn(entry: Element): string | null {
  const atom = selectFirst('link[rel="alternate"][href], link[href]', entry)?.attribs.href;
  return atom ?? addressIn(first(entry, "link")) ?? addressIn(first(entry, "guid"));
}

function first(within: Parameters<typeof selectFirst>[1], selector: string): string | null {
  const found = selectFirst(selector, within);
  const text = found === null ? "" : textOf(found);
  return text === "" ? null : text;
}

function addressIn(text: string | null | undefined): string | null {
  return text != null && /^https?:\/\//i.test(text.trim()) ? text.trim() : null;
}

/** `hong@example.com (홍길동)` names somebody behind the address, which is nobody's business. */
function nameBefore(email: string | undefined): string | undefined {
  return /\(([^()]{1,100})\)/.exec(email ?? "")?.[1];
}

function linkOf(
  links: readonly { href?: string | undefined; rel?: string | undefined }[] | undefined,
  rel: string,
): string | null {
  const usual = rel === "alternate" ? links?.find((link) => link.rel === undefined) : undefined;
  return (links?.find((link) => link.rel === rel) ?? usual)?.href ?? null;
}

function namesOf(names: readonly (string | undefined)[] | undefined): string | null {
  const known = some(names);
  return known.length === 0 ? null : known.slice(0, 10).join(", ");
}

function some(values: readonly (string | undefined)[] | undefined): string[] {
  return (values ?? []).filter((value) => value !== undefined && value.trim() !== "").map((value) => value ?? "");
}
