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

  constructor(pageUrl: string, baseHref: string | null) {
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
    const url = URL.parse(target.trim(), this.base === "" ? undefined : this.base);
    if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return null;
    url.hash = "";
    return url.href.length > maxUrlLength ? null : url.href;
  }
}

/** A path or file name, perhaps with a query, that needs no escaping: no colon before the first slash, no dots to fold. */
const plainPath = /^\/?[A-Za-z0-9_-][A-Za-z0-9_.~%/-]*(?:\?[A-Za-z0-9_.~%/=&+:,-]*)?$/;

/** Collects links once each; one occurrence without nofollow outweighs those with it. */
export class LinkList {
  private readonly byUrl = new Map<string, PageLink>();

  add(url: string | null, found: PageLink["found"], rel: readonly string[] = noRel): void {
    if (url === null) return;
    const known = this.byUrl.get(url);
    if (known === undefined) {
      if (this.byUrl.size < maxPageLinks) this.byUrl.set(url, { url, rel, found });
    } else if (known.rel.includes("nofollow") && !rel.includes("nofollow")) {
      this.byUrl.set(url, { url, rel, found });
    }
  }

  list(): PageLink[] {
    return [...this.byUrl.values()];
  }
}

/** Every link that a page offers to follow, in document order. */
export function linksOf(tree: HtmlTree, resolver: LinkResolver): PageLink[] {
  const links = new LinkList();
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
  for (const meta of tree.metas) {
    if (meta.attrs["http-equiv"]?.trim().toLowerCase() === "refresh") {
      links.add(resolver.resolve(refreshTarget(meta.attrs.content)), "refresh");
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
