import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readPage } from "./read-page.ts";
import { maxSitemapBytes, maxSitemapEntries, sitemapBytes } from "./sitemap.ts";

const read = (
  xml: string | Uint8Array,
  url = "https://site.test/sitemap.xml",
  contentType: string | null = "application/xml",
) => readPage({ url, contentType, robotsTags: [], body: typeof xml === "string" ? Buffer.from(xml) : xml });

const urlset = (inner: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${inner}</urlset>`;

describe("sitemaps", () => {
  it("gives the addresses of pages, not those of their pictures", () => {
    const reading = read(
      urlset(`<url><loc> https://site.test/a?x=1&amp;y=2 </loc><lastmod>2024-01-01</lastmod><image:image><image:loc>https://site.test/a.jpg</image:loc></image:image></url>
        <url><loc><![CDATA[https://site.test/b]]></loc></url><url><loc>ftp://site.test/c</loc></url>`),
    );
    expect(reading.kind).toBe("sitemap");
    expect(reading.document).toBeNull();
    expect(reading.links).toEqual([
      {
        url: "https://site.test/a?x=1&y=2",
        rel: [],
        found: "sitemap",
        modifiedAt: new Date("2024-01-02T11:59:59Z"),
      },
      { url: "https://site.test/b", rel: [], found: "sitemap" },
    ]);
  });

  it("tells when a page was last changed, by day and by moment", () => {
    const entry = (lastmod: string) =>
      `<url><loc>https://site.test/${encodeURIComponent(lastmod)}</loc><lastmod>${lastmod}</lastmod></url>`;
    // One without a zone may be anywhere, and is the machine's own nowhere.
    const told = ["2026", "2026-11", "2026-11-20T09:00:00+09:00", "2026-11-20T09:00:00", "2026-11-20 09:00", "어제"];
    const { links } = read(urlset([...told, "2026-13-45", "2026-11-20T99:00Z"].map(entry).join("")));
    expect(links.map(({ modifiedAt }) => modifiedAt?.toISOString())).toEqual([
      "2027-01-01T11:59:59.000Z",
      "2026-12-01T11:59:59.000Z",
      "2026-11-20T00:00:00.000Z",
      "2026-11-20T21:00:00.000Z",
      "2026-11-20T21:00:00.000Z",
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("reads indexes, prefixes, gzip and plain lists", () => {
    const index = "<sitemapindex><sitemap><loc>https://site.test/s1.xml.gz</loc></sitemap></sitemapindex>";
    expect(read(index, "https://site.test/s.xml", "text/xml").links[0]?.url).toBe("https://site.test/s1.xml.gz");
    const prefixed = '<sm:urlset xmlns:sm="x"><sm:url><sm:loc>https://site.test/p</sm:loc></sm:url></sm:urlset>';
    expect(read(prefixed).links.map((link) => link.url)).toEqual(["https://site.test/p"]);
    const list = "\ufeffhttps://site.test/1\r\nhttps://site.test/2\n";
    expect(read(list, "https://site.test/sitemap-posts.txt", "text/plain").links.map(({ url }) => url)).toEqual([
      "https://site.test/1",
      "https://site.test/2",
    ]);
    expect(read("https://site.test/1 is a page", "https://site.test/notes.txt", "text/plain").kind).toBe("text");
    const zipped = gzipSync(urlset("<url><loc>https://site.test/z</loc></url>"));
    expect(read(zipped, "https://site.test/sitemap.xml.gz", "application/x-gzip")).toMatchObject({
      kind: "sitemap",
      links: [{ url: "https://site.test/z" }],
    });
  });

  it("unfolds no entities that a document declares", () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${urlset("<url><loc>https://site.test/&b;</loc></url>").replace(/^<\?xml[^>]*>/, "")}`;
    expect(read(bomb).links.map((link) => link.url)).toEqual(["https://site.test/&b;"]);
  });

  it("bounds entries and unzipped size", () => {
    const many = urlset(
      Array.from({ length: maxSitemapEntries + 10 }, (_, i) => `<url><loc>https://site.test/${i}</loc></url>`).join(""),
    );
    expect(read(many).links).toHaveLength(maxSitemapEntries);
    const bomb = gzipSync(Buffer.alloc(maxSitemapBytes + 1));
    expect(sitemapBytes(bomb)).toBeNull();
    expect(read(bomb, "https://site.test/sitemap.xml.gz", null)).toMatchObject({ kind: "other", links: [] });
  });

  it("survives broken files", () => {
    expect(read(urlset("<url><loc>https://site.test/a</loc><url><loc>https://site.test/b")).links).toHaveLength(1);
    expect(read("<urlset>").links).toEqual([]);
  });
});

describe("sitemaps of other writers", () => {
  const urls = (body: string | Uint8Array, url: string, type: string) => {
    const reading = read(body, url, type);
    return [reading.kind, ...reading.links.map((link) => link.url)];
  };
  const one = urlset("<url><loc>https://site.test/1</loc></url>");

  it("are told by what they hold, whatever their type", () => {
    for (const type of [
      "application/octet-stream",
      "application/gzip",
      "application/x-gzip",
      "application/x-compressed",
      "text/plain",
    ]) {
      expect(urls(gzipSync(one), "https://site.test/pages.gz", type), type).toEqual(["sitemap", "https://site.test/1"]);
      expect(urls(one, "https://site.test/pages.xml.gz", type), type).toEqual(["sitemap", "https://site.test/1"]);
    }
    expect(
      urls(gzipSync("https://site.test/1\nhttps://site.test/2\n"), "https://site.test/list.txt.gz", "application/gzip"),
    ).toEqual(["sitemap", "https://site.test/1", "https://site.test/2"]);
    expect(urls(gzipSync("<html><p>배</p></html>"), "https://site.test/page.gz", "application/gzip")).toEqual([
      "other",
    ]);
    expect(urls(gzipSync(Buffer.alloc(9_000, 7)), "https://site.test/data.gz", "application/gzip")).toEqual(["other"]);
  });

  it("may leave <loc> out", () => {
    const index = `<sitemapindex><sitemap>\nhttps://site.test/a.xml?x=1&amp;y=2\n</sitemap><sitemap><loc>https://site.test/b.xml</loc></sitemap>
      <sitemap><lastmod>2024-01-01</lastmod><![CDATA[https://site.test/c.xml]]></sitemap><sitemap>see below</sitemap></sitemapindex>`;
    expect(read(index).links.map((link) => link.url)).toEqual([
      "https://site.test/a.xml?x=1&y=2",
      "https://site.test/b.xml",
      "https://site.test/c.xml",
    ]);
    const media = urlset(
      "<url><loc>https://site.test/1</loc><video:video><video:player_loc>https://site.test/p</video:player_loc></video:video></url>",
    );
    expect(read(media).links.map((link) => link.url)).toEqual(["https://site.test/1"]);
  });
});
