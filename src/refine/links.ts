import iconv from "iconv-lite";
import type { PageLink } from "../domain/page.ts";
import type { HtmlElement, HtmlTree } from "./html/tree.ts";

/** Links taken from one page; a page with more is a trap or a dump. */
export const maxPageLinks = 5_000;
const maxUrlLength = 2_048;
const noRel: readonly string[] = Object.freeze([]);

/** Makes addresses of one page absolute. */
export class LinkResolver {
  private readonly base: string;
  /** Scheme and authority of the base, and its folder; "" when the base is unusable. */
  private readonly origin: string;
  private readonly folder: string;
  /** Charset in which queries are written; null for UTF-8. */
  private readonly charset: string | null;

  constructor(pageUrl: string, baseHref: string | null, charset: string | null = null) {
    this.charset = charset === null || charset.startsWith("utf-") || !iconv.encodingExists(charset) ? null : charset;
    const page = URL.parse(pageUrl);
    const base = baseHref === null ? page : (URL.parse(baseHref.trim(), page?.href) ?? page);
    const usable = base !== null && (base.protocol === "http:" || base.protocol === "https:") ? base : page;
    this.base = usable?.href ?? "";
    this.origin = usable !== null && usable.username === "" ? usable.origin : "";
    this.folder = usable === null ? "" : this.origin + usable.pathname.slice(0, usable.pathname.lastIndexOf("/") + 1);
  }

  /** Absolute http(s) address without fragment, or null when there is none to follow. */
  resolve(href: string | undefined): string | null {
    if (href === undefined || href.length > maxUrlLength) return null;
    const hash = href.indexOf("#");
    const target = hash < 0 ? href : href.slice(0, hash);
    // A bare fragment leads nowhere new; an empty href is the page itself.
    if (target === "") return null;
    // Most links are plain paths; the URL parser costs more than all the rest of a page.
    if (this.origin !== "" && plainPath.test(target) && !target.includes("/.") && !target.includes("//")) {
      return target.charCodeAt(0) === 47
        ? this.origin + target
        : target.startsWith(".")
          ? this.parse(target)
          : this.folder + target;
    }
    return this.parse(target);
  }

  private parse(target: string): string | null {
    const written = this.charset === null ? target.trim() : withQueryIn(this.charset, target.trim());
    const url = URL.parse(written, this.base === "" ? undefined : this.base);
    if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return null;
    url.hash = "";
    return url.href.length > maxUrlLength ? null : url.href;
  }
}

/**
 * The address with its query in the charset of its page, as the WHATWG URL standard and every browser have it: boards in EUC-KR understand
 * no other ("view.asp?word=나루" → "?word=%B3%AA%B7%E7"). The path stays for the URL parser, which writes UTF-8.
 */
function withQueryIn(charset: string, target: string): string {
  const at = target.indexOf("?");
  if (at < 0 || !/[\u0080-\uffff]/.test(target.slice(at))) return target;
  let query = "";
  for (const char of target.slice(at + 1)) {
    if (char.charCodeAt(0) < 0x80) query += char;
    else query += escaped(char, charset);
  }
  return `${target.slice(0, at)}?${query}`;
}

/** Bytes of a character as escapes; one that the charset has not becomes a character reference. */
function escaped(char: string, charset: string): string {
  const bytes = iconv.encode(char, charset);
  if (iconv.decode(bytes, charset) !== char) return `%26%23${char.codePointAt(0)}%3B`;
  // The second byte of some syllables is a letter, and stays one.
  return [...bytes].map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : percent(byte))).join("");
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase()}`;
}

/** A path or file name, perhaps with a query, that needs no escaping: no colon before the first slash, no dots to fold. */
const plainPath = /^\/?[A-Za-z0-9_-][A-Za-z0-9_.~%/-]*(?:\?[A-Za-z0-9_.~%/=&+:,-]*)?$/;

/** Collects links once each; one occurrence without nofollow outweighs those with it. */
export class LinkList {
  private readonly byUrl = new Map<string, PageLink>();

  add(url: string | null, found: PageLink["found"], rel: readonly string[] = noRel): void {
    if (url !== null) this.put({ url, rel, found });
  }

  put(link: PageLink): void {
    const known = this.byUrl.get(link.url);
    if (known === undefined) {
      if (this.byUrl.size < maxPageLinks) this.byUrl.set(link.url, link);
    } else if (known.rel.includes("nofollow") && !link.rel.includes("nofollow")) {
      this.byUrl.set(link.url, link);
    }
  }

  list(): PageLink[] {
    return [...this.byUrl.values()];
  }
}

/** Every link that a page offers to follow, in document order. */
export function linksOf(tree: HtmlTree, resolver: LinkResolver): PageLink[] {
  const links = new LinkList();
  // First: most such pages offer the same address as a link, for those whom their browser does not take there.
  for (const meta of tree.metas) {
    if (meta.attrs["http-equiv"]?.trim().toLowerCase() === "refresh") {
      const url = resolver.resolve(refreshTarget(meta.attrs.content));
      const waitSeconds = Number.parseFloat(meta.attrs.content ?? "");
      if (url !== null) links.put({ url, rel: noRel, found: "refresh", ...(waitSeconds > 0 ? { waitSeconds } : {}) });
    }
  }
  for (const anchor of tree.anchors) {
    if (anchor.tag === "iframe" || anchor.tag === "frame") links.add(resolver.resolve(anchor.attrs.src), anchor.tag);
    else links.add(resolver.resolve(anchor.attrs.href), anchor.tag === "area" ? "area" : "a", relOf(anchor));
  }
  for (const link of tree.linkTags) {
    const rel = relOf(link);
    if (rel.includes("alternate") && feedType.test(link.attrs.type ?? "")) {
      links.add(resolver.resolve(link.attrs.href), "alternate", rel);
    }
  }
  return links.list();
}

const feedType = /application\/(?:rss|atom|rdf|feed)\+(?:xml|json)|application\/json/i;

function relOf(element: HtmlElement): readonly string[] {
  const { rel } = element.attrs;
  if (rel === undefined) return noRel;
  return rel.slice(0, 200).toLowerCase().split(/\s+/).filter(Boolean);
}

/** `5; url=/next` → `/next`. */
function refreshTarget(content: string | undefined): string | undefined {
  const after = /^[\s\d.]{0,20}[;,]\s{0,10}(?:url\s{0,10}=\s{0,10})?([\s\S]+)$/i.exec(
    (content ?? "").slice(0, maxUrlLength),
  );
  return after?.[1]?.trim().replace(/^["']|["']$/g, "");
}
