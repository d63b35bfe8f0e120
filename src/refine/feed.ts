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
  for (const address of addresses(source)) links.add(resolver.resolve(address), "feed-item");
  return links.list();
}

function addresses(source: string): string[] {
  try {
    const { format, feed } = parseFeed(source);
    if (format === "atom") return (feed.entries ?? []).map((entry) => atomLink(entry.links ?? [])).filter(isString);
    if (format === "rss") {
      return (feed.items ?? [])
        .map((item) => item.link ?? (/^https?:/.test(item.guid?.value ?? "") ? item.guid?.value : undefined))
        .filter(isString);
    }
    if (format === "json") return (feed.items ?? []).map((item) => item.url ?? item.external_url).filter(isString);
    return (feed.items ?? []).map((item) => item.link).filter(isString);
  } catch {
    // A broken feed still names its items more often than not.
    return [
      ...source.matchAll(/<(?:link|guid)[^>]{0,200}>\s{0,50}(?:<!\[CDATA\[)?\s{0,20}(https?:\/\/[^\s<\]]{1,2000})/gi),
    ]
      .map((match) => match[1])
      .filter(isString);
  }
}

function atomLink(links: readonly { href?: string | undefined; rel?: string | undefined }[]): string | undefined {
  return (links.find((link) => link.rel === undefined || link.rel === "alternate") ?? links[0])?.href;
}

function isString(value: string | undefined): value is string {
  return typeof value === "string" && value !== "";
}
