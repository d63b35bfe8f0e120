/** A payload as it left the archive or the network: bytes plus the few headers that say how to read them. */
export interface PageInput {
  /** Final address of the payload, after redirects. */
  url: string;
  /** Content-Type header as sent; null when absent. */
  contentType: string | null;
  /** X-Robots-Tag header values as sent, one entry a header line. */
  robotsTags: readonly string[];
  /** Body after content decoding (gzip, br, zstd are undone). */
  body: Uint8Array;
}

/** A link found in a page: absolute, not yet normalised. */
export interface PageLink {
  url: string;
  /** `rel` tokens, lower case. */
  rel: readonly string[];
  found: "a" | "area" | "iframe" | "frame" | "refresh" | "alternate" | "feed-item" | "sitemap";
  /** When it was last changed, as a sitemap tells it. */
  modifiedAt?: Date;
  /** Another sitemap, in an index of them. */
  isSitemap?: true;
  /** Of a refresh: how long its page is to be looked at before, when that is not nothing. */
  waitSeconds?: number;
}

/** Where the charset came from, strongest first. `cp949` is the last resort and counts as a guess. */
export type CharsetSource = "bom" | "http" | "meta" | "utf8" | "cp949";

export interface CharsetVerdict {
  /** WHATWG label in lower case; `cp949` for every euc-kr family label. */
  name: string;
  source: CharsetSource;
  /** U+FFFD characters that decoding produced: above 0 the label or the bytes were wrong. */
  replaced: number;
}

/** What meta robots and X-Robots-Tag ask of us, already merged for our own agent. */
export interface RobotsDirectives {
  noindex: boolean;
  nofollow: boolean;
  noarchive: boolean;
  noai: boolean;
}

export interface PageImage {
  url: string;
  alt: string | null;
}

/** Text and fields taken from one page, before any cleaning (grade 3). */
export interface ParsedDocument {
  title: string | null;
  author: string | null;
  siteName: string | null;
  publishedAt: Date | null;
  modifiedAt: Date | null;
  /** BCP 47 primary tag (`ko`, `en`), declared or told from the text; null when unknown. */
  language: string | null;
  canonicalUrl: string | null;
  images: readonly PageImage[];
  /** Main text; blocks are separated by one line break. */
  text: string;
  /** One sentence when the text could not be told from the page around it; null when all is well. */
  weakness: string | null;
}

/** A page that answered 200 and still is not what was asked for. */
export type PageWall = "bot_wall" | "login_wall" | "needs_render" | "iframe_shell" | "deleted";

/** All that one pass over a payload tells: where to go next and what it says. */
export interface PageReading {
  kind: "html" | "feed" | "sitemap" | "text" | "other";
  charset: CharsetVerdict | null;
  links: readonly PageLink[];
  robots: RobotsDirectives;
  /** Canonical address, absolute; a hint only. */
  canonicalUrl: string | null;
  wall: PageWall | null;
  /** Null for feeds, sitemaps, binary payloads and walls. */
  document: ParsedDocument | null;
}
