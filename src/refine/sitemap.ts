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
 * `<sitemap>` counts, or the text of an entry that has none, so image and video extensions are not mistaken for pages. Entities are the five of XML; declared ones stay unread.
 */
export function sitemapLinks(text: string, url: string): PageLink[] {
  const found = text.includes("<")
    ? locations(text)
    : text.split(/\r?\n/, maxSitemapEntries).map((line) => ({ location: line, lastmod: "" }));
  const resolver = new LinkResolver(url, null);
  const links = new Map<string, PageLink>();
  const isIndex = /<(?:[\w-]{1,20}:)?sitemapindex[\s>]/i.test(text.slice(0, 4_096)) ? { isSitemap: true as const } : {};
  for (const { location, lastmod } of found) {
    const address = resolver.resolve(location.trim());
    if (address === null || links.has(address)) continue;
    const modifiedAt = lastmod === "" ? null : momentOf(lastmod.trim());
    links.set(address, {
      url: address,
      rel: [],
      found: "sitemap",
      ...isIndex,
      ...(modifiedAt === null ? {} : { modifiedAt }),
    });
  }
  return [...links.values()];
}

/** The end of what `<lastmod>` says, a W3C date or time: a page changed on a day may have changed in its last second. */
function momentOf(told: string): Date | null {
  const found = /^\d{4}(?:-\d{2}){0,2}(?:T[\d:.]{5,20}(Z|[+-]\d{2}:?\d{2})?)?$/.exec(
    told.replace(/^([\d-]{10}) /, "$1T"),
  );
  if (found === null) return null;
  // Without a zone: of the last place on earth.
  const text = found[0].length > 10 && found[1] === undefined ? `${found[0]}-12:00` : found[0];
  const day = text.length <= 10;
  const [year = "", month = "12", date = ""] = text.slice(0, 10).split("-");
  const last = date === "" ? new Date(Date.UTC(Number(year), Number(month), 0)).toISOString().slice(0, 10) : text;
  const moment = day ? new Date(`${last}T23:59:59Z`) : new Date(text);
  // Days have no zone; the latest anywhere is twelve hours behind Greenwich.
  if (day) moment.setUTCHours(moment.getUTCHours() + 12);
  return Number.isNaN(moment.getTime()) ? null : moment;
}

interface Entry {
  location: string;
  lastmod: string;
}

function locations(text: string): Entry[] {
  const reader = new LocationReader(text);
  const tokenizer = new Tokenizer({ xmlMode: true, decodeEntities: true }, reader);
  tokenizer.write(text);
  tokenizer.end();
  return reader.found;
}

const maxLoose = 4_096;

class LocationReader implements TokenizerCallbacks {
  readonly found: Entry[] = [];
  private readonly text: string;
  /** Namespace prefix of the root element with its colon; `image:loc` must not pass for `loc`. */
  private prefix: string | null = null;
  private inEntry = false;
  private entry: Entry | null = null;
  private reading: keyof Entry | null = null;
  /** Text directly in an entry: some writers leave `<loc>` out. */
  private loose = "";
  private inChild = 0;
  /** The entry at hand has given its address. */
  private told = false;

  constructor(text: string) {
    this.text = text;
  }

  onopentagname(start: number, end: number): void {
    const name = this.nameOf(start, end);
    if (name === "url" || name === "sitemap") {
      this.inEntry = true;
      this.entry = null;
      this.loose = "";
      this.told = false;
      this.inChild = 0;
    } else if (this.inEntry && this.found.length < maxSitemapEntries) {
      if (name === "loc") this.reading = "location";
      else if (name === "lastmod") this.reading = "lastmod";
      this.inChild++;
      if (this.reading !== null) this.entry ??= { location: "", lastmod: "" };
    }
  }

  private nameOf(start: number, end: number): string {
    const name = this.text.slice(start, end);
    this.prefix ??= name.slice(0, name.indexOf(":") + 1);
    return name.startsWith(this.prefix) ? name.slice(this.prefix.length) : name;
  }

  onclosetag(start: number, end: number): void {
    const name = this.nameOf(start, end);
    if (name === "loc" || name === "lastmod") {
      // A file that breaks off later has said this much; a <lastmod> behind it still joins the entry.
      if (name === "loc" && this.reading === "location" && this.entry !== null) {
        this.found.push(this.entry);
        this.told = true;
      }
      this.reading = null;
      this.inChild--;
    } else if (name === "url" || name === "sitemap") {
      const location = this.loose.trim();
      const room = !this.told && this.found.length < maxSitemapEntries;
      if (room && /^https?:\/\/\S+$/i.test(location)) this.found.push({ location, lastmod: this.entry?.lastmod ?? "" });
      this.inEntry = false;
      this.entry = null;
      this.reading = null;
    } else this.inChild--;
  }

  ontext(start: number, end: number): void {
    this.add(this.text.slice(start, end));
  }

  ontextentity(codepoint: number): void {
    this.add(String.fromCodePoint(codepoint));
  }

  private add(text: string): void {
    if (this.reading !== null && this.entry !== null) this.entry[this.reading] += text;
    else if (this.inEntry && this.inChild === 0 && this.loose.length < maxLoose) this.loose += text;
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
