import { gunzipSync } from "node:zlib";
import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";
import type { PageLink } from "../domain/page.ts";
import { isGzip } from "./content-kind.ts";
import { LinkResolver } from "./links.ts";

/** Limits of sitemaps.org, for sitemaps and indexes alike. */
export const maxSitemapEntries = 50_000;
export const maxSitemapBytes = 50 * 1024 * 1024;

/** The bytes of a sitemap, unzipped when they are gzip; null when that fails or exceeds the limit. */
export function sitemapBytes(body: Uint8Array): Uint8Array | null {
  if (!isGzip(body)) return body.byteLength <= maxSitemapBytes ? body : body.subarray(0, maxSitemapBytes);
  try {
    return gunzipSync(body, { maxOutputLength: maxSitemapBytes });
  } catch {
    return null;
  }
}

/**
 * Addresses in a sitemap, a sitemap index or a text sitemap (one address a line). Only `<loc>` directly under `<url>` or
 * `<sitemap>` counts, so image and video extensions are not mistaken for pages. Entities are the five of XML; declared ones stay unread.
 */
export function sitemapLinks(text: string, url: string): PageLink[] {
  const found = text.includes("<")
    ? locations(text)
    : text.split(/\r?\n/, maxSitemapEntries).map((line) => line.trim());
  const resolver = new LinkResolver(url, null);
  const links = new Map<string, PageLink>();
  for (const location of found) {
    const address = resolver.resolve(location.trim());
    if (address !== null && !links.has(address)) links.set(address, { url: address, rel: [], found: "sitemap" });
  }
  return [...links.values()];
}

function locations(text: string): string[] {
  const reader = new LocationReader(text);
  const tokenizer = new Tokenizer({ xmlMode: true, decodeEntities: true }, reader);
  tokenizer.write(text);
  tokenizer.end();
  return reader.found;
}

class LocationReader implements TokenizerCallbacks {
  readonly found: string[] = [];
  private readonly text: string;
  /** Namespace prefix of the root element with its colon; `image:loc` must not pass for `loc`. */
  private prefix: string | null = null;
  private inEntry = false;
  private location: string | null = null;

  constructor(text: string) {
    this.text = text;
  }

  onopentagname(start: number, end: number): void {
    const name = this.nameOf(start, end);
    if (name === "url" || name === "sitemap") this.inEntry = true;
    else if (name === "loc" && this.inEntry && this.found.length < maxSitemapEntries) this.location = "";
  }

  private nameOf(start: number, end: number): string {
    const name = this.text.slice(start, end);
    this.prefix ??= name.slice(0, name.indexOf(":") + 1);
    return name.startsWith(this.prefix) ? name.slice(this.prefix.length) : name;
  }

  onclosetag(start: number, end: number): void {
    const name = this.nameOf(start, end);
    if (name === "loc" && this.location !== null) {
      this.found.push(this.location);
      this.location = null;
    } else if (name === "url" || name === "sitemap") this.inEntry = false;
  }

  ontext(start: number, end: number): void {
    if (this.location !== null) this.location += this.text.slice(start, end);
  }

  ontextentity(codepoint: number): void {
    if (this.location !== null) this.location += String.fromCodePoint(codepoint);
  }

  oncdata(start: number, end: number, endOffset: number): void {
    this.ontext(start, end - endOffset);
  }

  onattribdata(): void {}
  onattribentity(): void {}
  onattribend(): void {}
  onattribname(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onend(): void {}
  onopentagend(): void {}
  onprocessinginstruction(): void {}
  onselfclosingtag(): void {}
}
