import { gzipSync } from "node:zlib";
import { filePage, escapeText as h, type SamplePage, type SiteContext } from "./page.ts";

/** robots.txt with the site's rules and the addresses of its sitemaps. */
export function robotsText(rules: readonly string[], context: SiteContext, sitemaps: readonly string[]): SamplePage {
  const lines = [...rules, "", ...sitemaps.map((path) => `Sitemap: ${context.origin}${path}`), ""];
  return filePage("text/plain; charset=utf-8", lines.join("\n"));
}

/** Sitemap of the listed pages. */
export function sitemapXml(
  pages: ReadonlyMap<string, SamplePage>,
  context: SiteContext,
  only: (path: string) => boolean = () => true,
): SamplePage {
  const urls = [...pages]
    .filter(([path, page]) => page.listed && only(path))
    .map(
      ([path, page]) =>
        `<url><loc>${h(context.origin + path)}</loc>${page.lastModified === null ? "" : `<lastmod>${page.lastModified.toISOString()}</lastmod>`}</url>`,
    );
  return filePage(
    "application/xml",
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join("\n")}\n</urlset>\n`,
  );
}

export function sitemapIndexXml(paths: readonly string[], context: SiteContext): SamplePage {
  const maps = paths.map((path) => `<sitemap><loc>${h(context.origin + path)}</loc></sitemap>`);
  return filePage(
    "application/xml",
    `<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${maps.join("")}</sitemapindex>\n`,
  );
}

/** The same file, gzipped: a file that is compressed, not a transfer that is. */
export function gzippedFile(page: SamplePage): SamplePage {
  return filePage("application/gzip", gzipSync(page.body));
}

export interface FeedItem {
  title: string;
  path: string;
  at: Date;
  by: string;
  text: string;
}

export function atomOrRss(
  kind: "atom" | "rss",
  name: string,
  context: SiteContext,
  items: readonly FeedItem[],
): SamplePage {
  const { origin } = context;
  if (kind === "rss") {
    const entries = items.map(
      (item) =>
        `<item><title>${h(item.title)}</title><link>${h(origin + item.path)}</link><guid>${h(origin + item.path)}</guid><pubDate>${item.at.toUTCString()}</pubDate><dc:creator>${h(item.by)}</dc:creator><description>${h(item.text)}</description></item>`,
    );
    return filePage(
      "application/rss+xml; charset=utf-8",
      `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>${h(name)}</title><link>${origin}/</link><description>${h(name)}</description><language>ko</language>${entries.join("\n")}</channel></rss>\n`,
    );
  }
  const entries = items.map(
    (item) =>
      `<entry><title>${h(item.title)}</title><link href="${h(origin + item.path)}"/><id>${h(origin + item.path)}</id><updated>${item.at.toISOString()}</updated><author><name>${h(item.by)}</name></author><summary>${h(item.text)}</summary></entry>`,
  );
  return filePage(
    "application/atom+xml; charset=utf-8",
    `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>${h(name)}</title><id>${origin}/</id><link href="${origin}/"/><updated>${(items[0]?.at ?? context.startedAt).toISOString()}</updated>${entries.join("\n")}</feed>\n`,
  );
}
