import { parseFeed } from "feedsmith";
import type { PageLink } from "../domain/page.ts";
import { LinkList, LinkResolver } from "./links.ts";

/** Characters of a feed that are read; longer ones are dumps. */
const maxFeedChars = 10_000_000;

/** Links of the entries of an RSS, Atom, RDF or JSON feed, in their order. Empty when the feed cannot be read. */
export function feedLinks(text: string, url: string): PageLink[] {
  const links = new LinkList();
  // A document type may declare entities that unfold into gigabytes; no feed needs one.
  const source = text.slice(0, maxFeedChars).replace(/<!DOCTYPE[^>[]{0,2000}(?:\[[^\]]{0,20000}\]\s{0,20})?>/i, "");
  const resolver = new LinkResolver(url, null);
  for (const { address, bases } of addresses(source)) {
    // Bases are relative to those around them (XML Base).
    const base = bases.reduce((around, next) => URL.parse(next, around)?.href ?? around, url);
    const reader = base === url ? resolver : new LinkResolver(base, null);
    links.add(reader.resolve(address), "feed-item");
  }
  return links.list();
}

interface Address {
  address: string;
  /** `xml:base` of the feed and of the entry, as far as they have one. */
  bases: readonly string[];
}

function addresses(source: string): Address[] {
  const here = (address: string | undefined): Address[] => (isString(address) ? [{ address, bases: [] }] : []);
  try {
    const { format, feed } = parseFeed(source);
    if (format === "atom") {
      return (feed.entries ?? []).flatMap((entry) => {
        const address = atomLink(entry.links ?? []);
        return isString(address) ? [{ address, bases: [feed.xml?.base, entry.xml?.base].filter(isString) }] : [];
      });
    }
    if (format === "rss") {
      return (feed.items ?? []).flatMap(({ link, guid }) =>
        here(link ?? (/^https?:/.test(guid?.value ?? "") ? guid?.value : undefined)),
      );
    }
    if (format === "json") return (feed.items ?? []).flatMap(({ url, external_url }) => here(url ?? external_url));
    return (feed.items ?? []).flatMap(({ link }) => here(link));
  } catch {
    // A broken feed still names its items more often than not.
    return [
      ...source.matchAll(/<(?:link|guid)[^>]{0,200}>\s{0,50}(?:<!\[CDATA\[)?\s{0,20}(https?:\/\/[^\s<\]]{1,2000})/gi),
    ].flatMap(([, address]) => here(address));
  }
}

function atomLink(links: readonly { href?: string | undefined; rel?: string | undefined }[]): string | undefined {
  return (links.find((link) => link.rel === undefined || link.rel === "alternate") ?? links[0])?.href;
}

function isString(value: string | undefined): value is string {
  return typeof value === "string" && value !== "";
}
