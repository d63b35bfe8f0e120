import { type Item, itemOf } from "../../../domain/item.ts";
import { sha256Hex } from "../../../lib/hash.ts";
import { normalizeUrl } from "../../url-normal-form.ts";
import type { Answer } from "../answer.ts";
import { parseMoment } from "../parse-moment.ts";
import { plainText } from "../plain-text.ts";
import { attributeOf, baseOf, type Document, parseMarkup, selectAll, textOf } from "../select.ts";
import type { NextAddress, Note, ReadContext, Source, SourceReading } from "../source.ts";
import { withParams } from "../wire-url.ts";
import { isWithin } from "../within.ts";
import { type FeedEntry, type FeedPage, looksLikeFeed, readFeed } from "./entries.ts";

/** Feeds that one page may name. */
const maxFeeds = 20;

/** Feeds that sites offer: each entry is an item, and the page behind it when that is asked for. */
export const feed: Source = {
  id: "feed",
  name: { ko: "피드 (RSS·Atom)", en: "Feed (RSS, Atom)" },
  description: {
    ko: "RSS, Atom, RDF, JSON Feed의 글을 모읍니다. 사이트 주소를 주면 그 사이트가 알리는 피드를 찾습니다.",
    en: "Collects the entries of RSS, Atom, RDF and JSON feeds; from a site's address it finds the feeds that the site names.",
  },
  way: "pages",
  permission: {
    ko: "robots.txt를 따릅니다. 피드의 글을 다시 쓰는 일은 사이트의 약관을 따르세요.",
    en: "Follows robots.txt; what may be done with a feed's texts is in the site's terms.",
  },
  credentials: [],
  homes: {},
  quotas: [],
  options: [
    {
      name: "pages",
      says: {
        ko: "yes: 글이 실린 쪽도 가져와 요약 대신 둡니다",
        en: "yes: also visits each entry's page, which takes the place of the feed's text",
      },
      oneOf: ["yes", "no"],
      default: "no",
    },
  ],
  asks: "urls",
  paceMs: 0,
  allowAddresses: [],
  fields: ["feed", "categories", "enclosures", "isSummary"],
  version: "2",
  begin: ({ urls }) => urls.map((url) => ({ url, way: "page" })),
  crawl: () => ({ depth: 0, links: null }),
  read,
};

function read(answer: Answer, { order, now }: ReadContext): SourceReading | null {
  const text = answer.text();
  const visits = order.set.pages === "yes";
  if (!looksLikeFeed(text)) {
    // Where entries' pages are not visited, this one was given, or is where a given one moved to.
    return !visits || order.urls.includes(answer.url.href) ? feedsOf(text, answer.url) : null;
  }
  const page = readFeed(text);
  const base = URL.parse(page.base ?? "", answer.url.href) ?? answer.url;
  const told = page.entries.map((entry) => tell(entry, base)).filter((entry) => entry !== null);
  const shared = sharedAddresses(told);
  const all = told.map((entry) => toItem(entry, page, answer.url, { visits, shared, now }));
  const within = all.filter(({ publishedAt }) => isWithin(publishedAt, order));
  const items = within.slice(0, order.maxResults ?? undefined);
  const next: NextAddress[] = visits ? items.filter(hasPage).map(({ url }) => ({ url, way: "page" })) : [];
  const older = page.next === null ? null : URL.parse(page.next, answer.url.href);
  const notes: Note[] = [];
  // Entries come newest first: a page that is wholly too old is the last that matters.
  if (older?.host === answer.url.host && items.length > 0) {
    if (order.maxResults === null) next.push({ url: older.href, way: "page" });
    else if (within.length < order.maxResults) notes.push(firstPageOnly(answer.url, within.length));
  }
  return { items, next, notes, list: true, listed: page.entries.length, unreadable: page.entries.length - told.length };
}

/** How many came before cannot stand in the address of a page, which is sent as it is. */
function firstPageOnly({ href }: URL, count: number): Note {
  const message = `${href} goes on behind its first ${count} entries; with --max-results its first page alone is read.`;
  return { code: "truncated", message };
}

/** A page in the place of a feed: the feeds that it names. */
function feedsOf(text: string, address: URL): SourceReading {
  const page = parseMarkup(text);
  const base = baseOf(page, address);
  const links = selectAll('link[rel~="alternate"][href]', page).filter((link) =>
    /(?:rss|atom|rdf|feed)\+(?:xml|json)/i.test(link.attribs.type ?? ""),
  );
  const next = links.slice(0, maxFeeds).flatMap((link): NextAddress[] => {
    const url = URL.parse(link.attribs.href ?? "", base.href);
    return url === null ? [] : [{ url: url.href, way: "page" }];
  });
  const message = `${address.href} is no feed and names none.`;
  return {
    items: [],
    next,
    list: true,
    listed: next.length,
    notes: next.length > 0 ? [] : [{ code: "nothing_found", message }],
  };
}

/** An entry as text. */
interface ToldEntry {
  entry: FeedEntry;
  title: string;
  text: string;
  markup: Document | null;
  /** On the web; null for none. */
  link: URL | null;
  /** Against what links are read. */
  base: URL;
  /** What tells it from the others of its feed. */
  said: string;
}

/** Null for an entry that says nothing. */
function tell(entry: FeedEntry, around: URL): ToldEntry | null {
  const base = entry.base === null ? around : (URL.parse(entry.base, around.href) ?? around);
  const title = entry.title === null ? "" : plainText(entry.title).replaceAll("\n", " ");
  const body = entry.content ?? entry.summary ?? "";
  const markup = entry.plain ? null : parseMarkup(body);
  const text = markup === null ? body.trim() : textOf(markup);
  if (title === "" && text === "") return null;
  const address = entry.link === null ? null : URL.parse(entry.link.trim(), base.href);
  const link = address !== null && /^https?:$/.test(address.protocol) ? address : null;
  const part = link === null || link.hash.length < 2 ? null : link.href;
  return { entry, title, text, markup, link, base, said: entry.id ?? part ?? JSON.stringify([title, text]) };
}

/** Addresses that several entries give: the page of a show for each of its parts, a list of changes with a part for each. */
function sharedAddresses(entries: readonly ToldEntry[]): ReadonlySet<string> {
  const said = new Map<string, string>();
  const shared = new Set<string>();
  for (const entry of entries) {
    if (entry.link === null) continue;
    const address = pageOf(entry.link);
    const before = said.get(address);
    if (before !== undefined && before !== entry.said) shared.add(address);
    said.set(address, entry.said);
  }
  return shared;
}

function pageOf(link: URL): string {
  return normalizeUrl(link.href)?.url ?? link.href;
}

function toItem(
  { entry, title, text, markup, link, base, said }: ToldEntry,
  page: FeedPage,
  address: URL,
  { visits, shared, now }: { visits: boolean; shared: ReadonlySet<string>; now: Date },
): Item {
  const isOwn = link !== null && !shared.has(pageOf(link));
  const summary = visits ? isOwn : entry.content === null;
  return itemOf({
    // An entry without an address of its own is known by its id, else by what it says.
    url: isOwn ? link.href : withParams(link ?? address, { "naru.item": sha256Hex(said).slice(0, 20) }),
    kind: "post",
    title: title === "" ? null : title,
    text,
    author: entry.author === null ? null : plainText(entry.author),
    publishedAt: parseMoment(entry.published, now),
    modifiedAt: parseMoment(entry.modified, now),
    language: /^[a-z]{2,3}(?=-|$)/.exec((entry.language ?? page.language ?? "").toLowerCase())?.[0] ?? null,
    images: markup === null ? [] : imagesOf(markup, base),
    fields: {
      feed: page.title === null ? address.href : plainText(page.title),
      isSummary: summary,
      ...(entry.categories.length > 0 ? { categories: entry.categories.slice(0, 50).map(plainText) } : {}),
      ...(entry.enclosures.length > 0 ? { enclosures: entry.enclosures.slice(0, 50) } : {}),
    },
  });
}

function imagesOf(markup: Document, address: URL) {
  return selectAll("img", markup)
    .slice(0, 50)
    .flatMap((image) => {
      const url = URL.parse(attributeOf(image, "data-src") ?? attributeOf(image, "src") ?? "", address.href);
      return url !== null && /^https?:$/.test(url.protocol) ? [{ url: url.href, alt: attributeOf(image, "alt") }] : [];
    });
}

function hasPage({ url }: Item): boolean {
  return !new URL(url).searchParams.has("naru.item");
}
