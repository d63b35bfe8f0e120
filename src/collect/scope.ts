import { getDomain } from "tldts";
import { normalizeUrl } from "./url-normal-form.ts";

export const scopeKinds = ["host", "path", "domain"] as const;
export type ScopeKind = (typeof scopeKinds)[number];

/** Which addresses belong to a collection. */
export interface Scope {
  has(url: string): boolean;
}

/**
 * Registrable domain (`news.example.co.kr` → `example.co.kr`); platforms that give each person a name of their own count as
 * many sites (`me.github.io`). An IP address or a bare name stands for itself.
 */
export function siteOf(url: string): string {
  const hostname = URL.parse(url)?.hostname ?? url;
  return getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;
}

/** `host`: same host and port as one of the anchors · `path`: below the folder of one · `domain`: same registrable domain. */
export function scopeOf(kind: ScopeKind, anchors: readonly string[]): Scope {
  const normal = anchors.map((anchor) => normalizeUrl(anchor)).filter((anchor) => anchor !== null);
  if (kind === "host") {
    const hosts = new Set(normal.map(({ host }) => host));
    return { has: (url) => hosts.has(hostOf(url)) };
  }
  if (kind === "path") {
    const folders = [...new Set(normal.map(({ url }) => folderOf(url)))];
    return { has: (url) => folders.some((folder) => pathOf(url).startsWith(folder)) };
  }
  const sites = new Set(normal.map(({ url }) => siteOf(url)));
  const known = new Map<string, boolean>();
  return {
    has: (url) => {
      const host = hostOf(url);
      const before = known.get(host);
      if (before !== undefined) return before;
      const inside = sites.has(siteOf(url));
      if (known.size > 10_000) known.clear();
      known.set(host, inside);
      return inside;
    },
  };
}

/** Host and port of a normalised address. */
export function hostOf(url: string): string {
  const start = url.indexOf("//") + 2;
  const end = url.indexOf("/", start);
  return end < 0 ? url.slice(start) : url.slice(start, end);
}

/** Host and path without scheme or query: `http` and `https` pages of one folder are in one scope. */
function pathOf(url: string): string {
  const query = url.indexOf("?");
  return url.slice(url.indexOf("//") + 2, query < 0 ? undefined : query);
}

function folderOf(url: string): string {
  const path = pathOf(url);
  return path.slice(0, path.lastIndexOf("/") + 1);
}
