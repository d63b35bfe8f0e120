import type { PageInput, PageReading, ParsedDocument, RobotsDirectives } from "../domain/page.ts";
import { contentKind } from "./content-kind.ts";
import { type Decoded, decode } from "./decode.ts";
import { extract } from "./extract/extract.ts";
import { languageOf } from "./extract/language.ts";
import { metaTable } from "./extract/metadata.ts";
import { feedLinks } from "./feed.ts";
import { parseHtml } from "./html/parse-html.ts";
import type { HtmlTree } from "./html/tree.ts";
import { LinkResolver, linksOf } from "./links.ts";
import { robotsDirectives } from "./robots-directives.ts";
import { sitemapBytes, sitemapLinks } from "./sitemap.ts";
import { wallOf } from "./walls/wall-of.ts";

/** Bytes of one page that are read; what lies behind them is not text that a person wrote. */
export const maxPageBytes = 16 * 1024 * 1024;

/**
 * All that one pass over a payload tells: kind, charset, links, robots directives, wall, main text and fields.
 * Bad input gives a poorer reading, never an error.
 */
export function readPage(input: PageInput): PageReading {
  const kind = contentKind(input.contentType, input.url, input.body);
  if (kind === "html") return readHtml(input);
  const robots = robotsDirectives(input.robotsTags, []);
  if (kind === "sitemap") return readSitemap(input, robots);
  if (kind === "other") return blank("other", null, robots);
  const decoded = decode(input.body.subarray(0, maxPageBytes), input.contentType);
  if (kind === "feed") return { ...blank("feed", decoded, robots), links: feedLinks(decoded.text, input.url) };
  return { ...blank("text", decoded, robots), document: textDocument(decoded.text) };
}

function blank(kind: PageReading["kind"], decoded: Decoded | null, robots: RobotsDirectives): PageReading {
  return { kind, charset: decoded?.charset ?? null, links: [], robots, canonicalUrl: null, wall: null, document: null };
}

function readHtml(input: PageInput): PageReading {
  const decoded = decode(input.body.subarray(0, maxPageBytes), input.contentType);
  const tree = parseHtml(decoded.text);
  const resolver = new LinkResolver(input.url, tree.base, decoded.charset.name);
  const metas = metaTable(tree);
  const canonicalUrl = canonicalOf(tree, resolver);
  const { document, pageChars, fromData } = extract(tree, input.url, metas, resolver, canonicalUrl);
  const wall = wallOf(tree, { title: document.title, text: document.text, pageChars, fromData });
  return {
    kind: "html",
    charset: decoded.charset,
    links: linksOf(tree, resolver),
    robots: robotsDirectives(input.robotsTags, robotsMetas(tree)),
    canonicalUrl,
    wall,
    document: wall === null ? document : null,
  };
}

function readSitemap(input: PageInput, robots: RobotsDirectives): PageReading {
  const body = sitemapBytes(input.body);
  if (body === null) return blank("other", null, robots);
  const decoded = decode(body, input.contentType);
  return { ...blank("sitemap", decoded, robots), links: sitemapLinks(decoded.text, input.url) };
}

function canonicalOf(tree: HtmlTree, resolver: LinkResolver): string | null {
  const link = tree.linkTags.find((tag) => /(?:^|\s)canonical(?:\s|$)/i.test(tag.attrs.rel ?? ""));
  return link === undefined ? null : resolver.resolve(link.attrs.href);
}

function robotsMetas(tree: HtmlTree): { name: string; content: string }[] {
  const found: { name: string; content: string }[] = [];
  for (const { attrs } of tree.metas) {
    if (attrs.name !== undefined && attrs.content !== undefined)
      found.push({ name: attrs.name.trim().toLowerCase(), content: attrs.content });
  }
  return found;
}

function textDocument(text: string): ParsedDocument {
  const body = text
    .split(/\r\n?|\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .join("\n");
  const first = body.slice(0, body.indexOf("\n") < 0 ? body.length : body.indexOf("\n"));
  return {
    // A text without markup names itself in its first line, if at all.
    title: first !== "" && first.length <= 100 ? first : null,
    author: null,
    siteName: null,
    publishedAt: null,
    modifiedAt: null,
    language: languageOf(body, null),
    canonicalUrl: null,
    images: [],
    text: body,
    weakness: body === "" ? "The payload is empty." : null,
  };
}
