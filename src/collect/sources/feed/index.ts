import { type Item, itemOf } from "../../../domain/item.ts";
import { sha256Hex } from "../../../lib/hash.ts";
import type { Answer } from "../answer.ts";
import { parseMoment } from "../parse-moment.ts";
import { plainText } from "../plain-text.ts";
import { attributeOf, type Document, parseMarkup, selectAll, textOf } from "../select.ts";
import type { NextAddress, ReadContext, Source, SourceReading } from "../source.ts";
import { withParams } from "../wire-url.ts";
import { isWithin } from "../within.ts";
import { type FeedEntry, type FeedPage, looksLikeFeed, readFeed } from "./entries.ts";

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
  version: "1",
  begin: ({ urls }) => urls.map((url) => ({ url, way: "page" })),
  crawl: () => ({ depth: 0, links: null }),
  read,
};

function read(answer: Answer, { order, now }: ReadContext): SourceReading | null {
  const text = answer.text();
  if (!looksLikeFeed(text)) return order.urls.includes(answer.url.href) ? feedsOf(text, answer.url) : null;
  const page = readFeed(text);
  const visits = order.set.pages === "yes";
  const all = page.entries.map((entry) => toItem(entry, page, answer.url, visits, now));
  const read = all.filter((item) => item !== null);
  const items = read.filter(({ publishedAt }) => isWithin(publishedAt, order)).slice(0, order.maxResults ?? undefined);
  const next: NextAddress[] = visits ? items.filter(hasPage).map(({ url }) => ({ url, way: "page" })) : [];
  const older = page.next === null ? null : URL.parse(page.next, answer.url.href);
  // Entries come newest first: a page that is wholly too old is the last that matters.
  const goesOn = order.maxResults === null && items.length > 0;
  if (goesOn && older?.host === answer.url.host) next.push({ url: older.href, way: "page" });
  return { items, next, list: true, listed: page.entries.length, unreadable: all.length - read.length };
}

/** A page in the place of a feed: the feeds that it names. */
function feedsOf(text: string, address: URL): SourceReading {
  const page = parseMarkup(text);
  const links = selectAll('link[rel~="alternate"][href]', page).filter((link) =>
    /(?:rss|atom|rdf|feed)\+(?:xml|json)/i.test(link.attribs.type ?? ""),
  );
  const next = links.flatMap((link): NextAddress[] => {
    const url = URL.parse(link.attribs.href ?? "", address.href);
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

/** Null for an entry that says nothing. */
function toItem(entry: FeedEntry, page: FeedPage, address: URL, visits: boolean, now: Date): Item | null {
  const title = entry.title === null ? "" : plainText(entry.title).replaceAll("\n", " ");
  const body = entry.content ?? entry.summary ?? "";
  const markup = entry.plain ? null : parseMarkup(body);
  const text = markup === null ? body.trim() : textOf(markup);
  if (title === "" && text === "") return null;
  const link = entry.link === null ? null : URL.parse(entry.link.trim(), address.href);
  const said = entry.id ?? JSON.stringify([title, text]);
  const known = link !== null && /^https?:$/.test(link.protocol);
  const summary = visits ? known : entry.content === null;
  return itemOf({
    // An entry without an address is known by its id, else by what it says.
    url: known ? link.href : withParams(address, { "naru.item": sha256Hex(said).slice(0, 20) }),
    kind: "post",
    title: title === "" ? null : title,
    text,
    author: entry.author === null ? null : plainText(entry.author),
    publishedAt: momentOf(entry.published, now),
    modifiedAt: momentOf(entry.modified, now),
    language: /^[a-z]{2,3}(?=-|$)/.exec((entry.language ?? page.language ?? "").toLowerCase())?.[0] ?? null,
    images: markup === null ? [] : imagesOf(markup, address),
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

/** Moments without a zone are of Seoul; `KST` is a name that dates do not know. */
function momentOf(text: string | null, now: Date): Date | null {
  return text === null ? null : parseMoment(text.trim().replace(/\bKST$/, "+0900"), now);
}

function hasPage({ url }: Item): boolean {
  return !new URL(url).searchParams.has("naru.item");
}
