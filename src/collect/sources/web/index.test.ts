import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { crawl } from "../../../../test/sites/crawl.ts";
import { type Answer, openSite, page, type SmallSite } from "../../../../test/sites/small-site.ts";
import { type Database, openDatabase } from "../../../platform/db/database.ts";

let database: Database;
const sites: SmallSite[] = [];
beforeAll(async () => {
  database = await openDatabase({ kind: "embedded", folder: "memory://" });
});
afterEach(async () => {
  for (const site of sites.splice(0)) await site.close();
});
afterAll(() => database.close());

async function site(pages: Parameters<typeof openSite>[0]): Promise<SmallSite> {
  const opened = await openSite(pages);
  sites.push(opened);
  return opened;
}
const xml =
  (make: () => string): Answer =>
  (_request, response) => {
    response.writeHead(200, { "content-type": "application/xml" }).end(make());
  };
const entry = (url: string, lastmod = "") =>
  `<url><loc>${url}</loc>${lastmod === "" ? "" : `<lastmod>${lastmod}</lastmod>`}</url>`;

describe("mode sitemap", () => {
  it("visits what sitemaps list and nothing else, from the usual place or from robots.txt", async () => {
    const server: SmallSite = await site({
      "/": page("앞", ["/linked"]),
      "/sitemap.xml": xml(() => `<urlset>${entry(server.url("/a"))}${entry(server.url("/b"))}</urlset>`),
      "/a": page("가", ["/linked"]),
      "/b": page("나"),
      "/linked": page("다"),
    });
    const { view } = await crawl(database.db, { urls: [server.url("/")], set: { mode: "sitemap" }, depth: 1 });
    expect(view.progress).toMatchObject({ documents: 2, failed: 0 });
    expect(server.paths().toSorted()).toEqual(["/a", "/b"]);
    const named: SmallSite = await site({
      "/robots.txt": (_request, response) => void response.end(`Sitemap: ${named.url("/maps/all.xml")}`),
      "/maps/all.xml": xml(
        () => `<sitemapindex><sitemap><loc>${named.url("/maps/1.xml")}</loc></sitemap></sitemapindex>`,
      ),
      "/maps/1.xml": xml(() => `<urlset>${entry(named.url("/c"))}</urlset>`),
      "/c": page("라"),
    });
    const second = await crawl(database.db, { urls: [named.url("/")], set: { mode: "sitemap" }, depth: 1 });
    // The usual place is a guess: that nothing is there is no failure.
    expect(second.view.progress).toMatchObject({ documents: 1, failed: 0, byReason: { not_found: 1 } });
  });

  it("takes a list of addresses for a sitemap, and unpacks what is packed", async () => {
    const server: SmallSite = await site({
      "/sitemap.txt": (_request, response) => {
        response.writeHead(200, { "content-type": "text/plain" }).end(`${server.url("/a")}\r\n${server.url("/b")}\n`);
      },
      "/all.xml": xml(() => `<sitemapindex><sitemap><loc>${server.url("/news.xml.gz")}</loc></sitemap></sitemapindex>`),
      "/news.xml.gz": (_request, response) => {
        const news = "<news:news><news:publication_date>2026-11-19</news:publication_date></news:news>";
        const packed = gzipSync(`<urlset xmlns:news="n"><url><loc>${server.url("/c")}</loc>${news}</url></urlset>`);
        response.writeHead(200, { "content-type": "application/gzip" }).end(packed);
      },
      "/a": page("가"),
      "/b": page("나"),
      "/c": page("다"),
    });
    for (const [map, found] of [
      ["/sitemap.txt", ["/a", "/b"]],
      ["/all.xml", ["/c"]],
    ] as const) {
      server.log.length = 0;
      const { view } = await crawl(database.db, { urls: [server.url(map)], set: { mode: "sitemap" }, depth: 1 });
      expect(view.progress).toMatchObject({ documents: found.length, failed: 0 });
      expect(server.paths().filter((path) => path.length === 2)).toEqual(expect.arrayContaining([...found]));
    }
  });

  it("leaves out what a sitemap calls older than what is asked for, whole sitemaps too", async () => {
    const server: SmallSite = await site({
      "/map.xml": xml(
        () =>
          `<sitemapindex><sitemap><loc>${server.url("/new.xml")}</loc><lastmod>2026-11-19</lastmod></sitemap>
           <sitemap><loc>${server.url("/old.xml")}</loc><lastmod>2026-10-01T00:00:00Z</lastmod></sitemap></sitemapindex>`,
      ),
      "/new.xml": xml(
        () =>
          `<urlset>${entry(server.url("/new"), "2026-11-18")}${entry(server.url("/old"), "2026-11-01")}${entry(server.url("/unsaid"))}</urlset>`,
      ),
      "/new": page("새 글"),
      "/unsaid": page("때를 모르는 글"),
    });
    const request = {
      urls: [server.url("/map.xml")],
      set: { mode: "sitemap" },
      since: "2026-11-17T00:00:00Z",
      depth: 1,
    };
    await crawl(database.db, request);
    expect(server.paths().toSorted()).toEqual(["/map.xml", "/new", "/new.xml", "/unsaid"]);
  });
});

describe("mode feed", () => {
  it("visits the addresses given and what their feeds list", async () => {
    const server: SmallSite = await site({
      "/": page("앞", ["/linked"], '<link rel="alternate" type="application/rss+xml" href="/rss">'),
      "/rss": (_request, response) => {
        const item = (path: string) => `<item><title>글</title><link>${server.url(path)}</link></item>`;
        response
          .writeHead(200, { "content-type": "application/rss+xml" })
          .end(`<rss version="2.0"><channel><title>강</title>${item("/1")}${item("/2")}</channel></rss>`);
      },
      "/1": page("하나", ["/linked"]),
      "/2": page("둘"),
      "/linked": page("셋"),
      "/sitemap.xml": xml(() => `<urlset>${entry(server.url("/linked"))}</urlset>`),
    });
    const { view } = await crawl(database.db, { urls: [server.url("/")], set: { mode: "feed" }, depth: 1 });
    expect(server.log.map(({ path }) => path).toSorted()).toEqual(["/", "/1", "/2", "/robots.txt", "/rss"]);
    expect(view.progress).toMatchObject({ documents: 3, failed: 0 });
  });
});
