import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { readPage } from "./read-page.ts";

const read = (body: string | Uint8Array, contentType: string | null) =>
  readPage({
    url: "https://blog.test/feed",
    contentType,
    robotsTags: [],
    body: typeof body === "string" ? Buffer.from(body) : body,
  });
const urls = (body: string | Uint8Array, contentType: string | null = "text/xml") => {
  const reading = read(body, contentType);
  expect(reading.kind).toBe("feed");
  expect(reading.document).toBeNull();
  expect(reading.links.every((link) => link.found === "feed-item")).toBe(true);
  return reading.links.map((link) => link.url);
};

const rss = `<?xml version="1.0" encoding="euc-kr"?><rss version="2.0"><channel><title>느린 산책</title><link>https://blog.test/</link>
  <item><title>뷁</title><link>https://blog.test/1</link></item><item><title>둘</title><guid>https://blog.test/2</guid></item><item><link>/3</link></item></channel></rss>`;

describe("feeds", () => {
  it("reads RSS in any charset, with relative and missing links", () => {
    expect(urls(iconv.encode(rss, "cp949"), "application/rss+xml")).toEqual([
      "https://blog.test/1",
      "https://blog.test/2",
      "https://blog.test/3",
    ]);
  });

  it("reads Atom, RDF and JSON feeds", () => {
    const atom =
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>x</id><title>a</title><link rel="edit" href="/edit"/><link href="/a"/></entry></feed>';
    expect(urls(atom, "application/atom+xml")).toEqual(["https://blog.test/a"]);
    const rdf =
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>t</title></channel><item><title>a</title><link>https://blog.test/r</link></item></rdf:RDF>';
    expect(urls(rdf, "application/rdf+xml")).toEqual(["https://blog.test/r"]);
    const json =
      '{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{"id":"1","url":"https://blog.test/j","content_text":"x"}]}';
    expect(urls(json, "application/json")).toEqual(["https://blog.test/j"]);
  });

  it("is told by its root element even when served as HTML or plain XML", () => {
    expect(
      urls(
        '<?xml version="1.0"?><!-- hello --><rss version="2.0"><channel><item><link>https://blog.test/1</link></item></channel></rss>',
        "text/html",
      ),
    ).toHaveLength(1);
  });

  it("unfolds no declared entities and survives broken feeds", () => {
    const bomb =
      '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss version="2.0"><channel><item><link>https://blog.test/&b;</link></item></channel></rss>';
    expect(JSON.stringify(urls(bomb, "application/rss+xml"))).not.toContain("aaaaaaaa");
    expect(urls("<rss><channel><item><link>https://blog.test/9</link></item><item>", "application/rss+xml")).toContain(
      "https://blog.test/9",
    );
    expect(urls("{", "application/feed+json")).toEqual([]);
  });

  it("reads links of Atom against xml:base, of the feed and of the entry", () => {
    const atom = (base: string, entry: string) =>
      `<feed xmlns="http://www.w3.org/2005/Atom"${base}><title>강</title><id>x</id><updated>2024-01-01T00:00:00Z</updated><entry${entry}><title>하나</title><id>1</id><link href="one.html"/></entry></feed>`;
    expect(urls(atom("", ""))).toEqual(["https://blog.test/one.html"]);
    expect(urls(atom(' xml:base="https://other.test/log/"', ""))).toEqual(["https://other.test/log/one.html"]);
    expect(urls(atom(' xml:base="/log/"', ' xml:base="2024/"'))).toEqual(["https://blog.test/log/2024/one.html"]);
    expect(urls(atom("", ' xml:base="https://other.test/"'))).toEqual(["https://other.test/one.html"]);
  });

  it("reads feeds in UTF-16 that only the header names", () => {
    expect(
      urls(Buffer.from(rss.replace("euc-kr", "utf-16"), "utf16le"), "application/rss+xml; charset=utf-16le"),
    ).toEqual(["https://blog.test/1", "https://blog.test/2", "https://blog.test/3"]);
    expect(urls(Buffer.from(rss, "utf16le").swap16(), "text/xml; charset=utf-16")).toHaveLength(3);
  });
});
