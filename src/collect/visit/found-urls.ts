import type { PageLink, PageReading } from "../../domain/page.ts";
import type { FoundBy } from "../../platform/db/schema.ts";
import type { CollectionInHand } from "../crawl/collection-in-hand.ts";
import type { ClaimedRow, FoundUrl } from "../frontier/frontier-row.ts";
import type { SeenUrls } from "../frontier/seen-urls.ts";
import type { TrapWatch } from "../frontier/traps.ts";
import { siteOf } from "../scope.ts";
import { maxUrlLength, type NormalUrl, normalizeUrl } from "../url-normal-form.ts";
import { nonPageExtension } from "./skipped-types.ts";

/** Sitemaps below sitemaps that are followed; the protocol knows one level. */
const maxSitemapNesting = 3;

export interface FoundContext {
  collection: CollectionInHand;
  row: ClaimedRow;
  seen: SeenUrls;
  traps: TrapWatch;
}

/**
 * Where a page leads: its links as far as they are allowed (nofollow), in scope, within the depth and news to us. Traps and files
 * that are no pages are entered too, as skipped, so that nothing is left out in silence.
 */
export function foundIn(context: FoundContext, reading: PageReading): FoundUrl[] {
  if (reading.robots.nofollow) return [];
  const { row } = context;
  const sitemap = reading.kind === "sitemap";
  // What a sitemap or feed lists counts as linked from the front page, however deep it was nested.
  const listed = sitemap || reading.kind === "feed";
  const depth = listed ? Math.max(1, Math.min(row.depth, 1)) : row.depth + 1;
  if (depth > context.collection.request.depth) return [];
  const hops = sitemap ? row.hops + 1 : 0;
  if (hops > maxSitemapNesting + 1) return [];
  const found: FoundUrl[] = [];
  for (const link of reading.links) {
    if (link.rel.includes("nofollow") || !isFollowed(context.collection, link)) continue;
    if (!context.collection.request.sitemaps && (link.found === "alternate" || link.found === "sitemap")) continue;
    const entry = enter(context, link.url, depth, foundByOf(link.found), hops, link.isSitemap === true);
    if (entry === null) continue;
    if (sitemap && !context.collection.takeListed()) break;
    found.push(entry);
  }
  return found;
}

/** Whether the source wants this kind of link, and the sitemap does not call it older than what is asked for. */
function isFollowed({ follows, source }: CollectionInHand, { found, modifiedAt }: PageLink): boolean {
  const { since } = source.order;
  if (since !== null && modifiedAt !== undefined && modifiedAt < since) return false;
  return follows === null || follows.has(found);
}

/** One address as a frontier entry; null when it is out of scope, no web address or known. */
export function enter(
  { collection, row, seen, traps }: FoundContext,
  address: string,
  depth: number,
  foundBy: FoundBy,
  hops: number,
  isSitemap = false,
): FoundUrl | null {
  const normal = isSitemap ? asWritten(address) : normalizeUrl(address);
  if (normal === null || !collection.scope.has(normal.url)) return null;
  if (!seen.isNews(collection.id, normal.url, depth)) return null;
  const entry = { collectionId: collection.id, ...normal, depth, foundBy, hops, parentId: row.id };
  const extension = nonPageExtension(normal.url);
  if (extension !== null) {
    return { ...entry, skip: { reason: "unsupported_type", detail: `A file (.${extension}), not a page.` } };
  }
  const trap = traps.judge(collection.id, normal.url);
  return { ...entry, skip: trap === null ? null : { reason: "trap", detail: trap } };
}

/** Sitemaps to begin from: those that robots.txt names on the same site, else the usual place. Only for seeds. */
export function sitemapsOf(
  { collection, row, seen }: Omit<FoundContext, "traps">,
  named: readonly string[],
): FoundUrl[] {
  if (row.foundBy !== "seed" || !collection.request.sitemaps || collection.request.depth < 1) return [];
  if (collection.follows?.has("sitemap") === false) return [];
  const site = siteOf(row.url);
  const own = named
    .map((text) => URL.parse(text, row.url)?.href ?? "")
    .filter((url) => url !== "" && siteOf(url) === site);
  const addresses = own.length > 0 ? own : [new URL("/sitemap.xml", row.url).href];
  const foundBy: FoundBy = own.length > 0 ? "robots" : "sitemap";
  const found: FoundUrl[] = [];
  for (const address of addresses) {
    const normal = asWritten(address);
    if (normal === null || !seen.isNews(collection.id, normal.url, 0)) continue;
    found.push({ collectionId: collection.id, ...normal, depth: 0, foundBy, hops: 0, parentId: row.id, skip: null });
  }
  return found;
}

/** A sitemap's address with its query in the order in which it was written: no two of them are the same page, and programs that make them may mind. */
function asWritten(address: string): NormalUrl | null {
  const normal = normalizeUrl(address);
  const url = URL.parse(address);
  if (normal === null || url === null || url.search.length < 2) return normal;
  const written = `${url.protocol}//${normal.host}${url.pathname}${url.search}`;
  return written.length > maxUrlLength ? normal : { url: written, host: normal.host };
}

function foundByOf(found: PageReading["links"][number]["found"]): FoundBy {
  if (found === "sitemap") return "sitemap";
  return found === "alternate" || found === "feed-item" ? "feed" : "link";
}
