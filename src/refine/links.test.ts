import { describe, expect, it } from "vitest";
import { parseHtml } from "./html/parse-html.ts";
import { LinkResolver, linksOf, maxPageLinks } from "./links.ts";

const page = "https://site.test/dir/page.html?x=1";
const links = (html: string) => {
  const tree = parseHtml(html);
  return linksOf(tree, new LinkResolver(page, tree.base));
};
const urls = (html: string) => links(html).map((link) => link.url);

describe("linksOf", () => {
  it("makes addresses absolute and drops fragments", () => {
    expect(
      urls(
        '<a href="/a">1</a><a href="b.html#x">2</a><a href="../c">3</a><a href="?q=2">4</a><a href="//other.test/d">5</a>',
      ),
    ).toEqual([
      "https://site.test/a",
      "https://site.test/dir/b.html",
      "https://site.test/c",
      "https://site.test/dir/page.html?q=2",
      "https://other.test/d",
    ]);
    expect(urls('<a href="/한글 글">1</a><a href=" /x ">2</a><a href="./y">3</a><a href="/a/./b/../c">4</a>')).toEqual([
      "https://site.test/%ED%95%9C%EA%B8%80%20%EA%B8%80",
      "https://site.test/x",
      "https://site.test/dir/y",
      "https://site.test/a/c",
    ]);
  });

  it("agrees with the URL parser on plain paths", () => {
    const resolver = new LinkResolver(page, null);
    for (const href of [
      "/a/b?c=d&e=f",
      "x_y-z.html",
      "a/b/c",
      "/~home",
      "/a%20b",
      "list.php?id=3",
      "a:b",
      "mailto:x",
      "1:2",
      "/",
      "/a//b",
      "c?d:e",
    ]) {
      const parsed = new URL(href, page);
      parsed.hash = "";
      expect(resolver.resolve(href)).toBe(parsed.protocol.startsWith("http") ? parsed.href : null);
    }
  });

  it("honours base, also a relative one", () => {
    expect(urls('<base href="https://cdn.test/shelf/"><a href="p">1</a>')).toEqual(["https://cdn.test/shelf/p"]);
    expect(urls('<base href="/sub/"><a href="p">1</a>')).toEqual(["https://site.test/sub/p"]);
    expect(urls('<base href="javascript:x"><a href="p">1</a>')).toEqual(["https://site.test/dir/p"]);
  });

  it("follows only http and https", () => {
    expect(
      urls(
        '<a href="javascript:alert(1)">x</a><a href="mailto:a@b.c">x</a><a href="tel:1">x</a><a href="data:text/html,x">x</a><a href="ftp://a/b">x</a><a href="#top">x</a><a href="">x</a><a>x</a><a href="http://[bad">x</a>',
      ),
    ).toEqual([]);
  });

  it("says where a link was found and keeps rel tokens", () => {
    const html = `<link rel="alternate" type="application/rss+xml" href="/feed"><link rel="alternate" hreflang="en" href="/en">
      <meta http-equiv="Refresh" content="5; URL='/next'"><map><area href="/area"></map><iframe src="/frame"></iframe>
      <frameset><frame src="/old"></frameset><a href="/a" rel="NoFollow  ugc">x</a>`;
    expect(links(html)).toEqual([
      { url: "https://site.test/next", rel: [], found: "refresh", waitSeconds: 5 },
      { url: "https://site.test/area", rel: [], found: "area" },
      { url: "https://site.test/frame", rel: [], found: "iframe" },
      { url: "https://site.test/old", rel: [], found: "frame" },
      { url: "https://site.test/a", rel: ["nofollow", "ugc"], found: "a" },
      { url: "https://site.test/feed", rel: ["alternate"], found: "alternate" },
    ]);
  });

  it("gives each address once, without nofollow when one occurrence has none", () => {
    expect(links('<a rel=nofollow href="/a">1</a><a href="/a#b">2</a>')).toEqual([
      { url: "https://site.test/a", rel: [], found: "a" },
    ]);
  });

  it("bounds their number and length", () => {
    expect(links(Array.from({ length: 6_000 }, (_, i) => `<a href="/${i}">x</a>`).join(""))).toHaveLength(maxPageLinks);
    expect(urls(`<a href="/${"x".repeat(3_000)}">x</a>`)).toEqual([]);
  });
});

describe("links of pages that are not UTF-8", () => {
  const resolve = (href: string, charset: string) =>
    new LinkResolver("https://old.test/bbs/list.asp", null, charset).resolve(href);
  it.each([
    ["view.asp?word=나루터", "cp949", "https://old.test/bbs/view.asp?word=%B3%AA%B7%E7%C5%CD"],
    ["view.asp?word=%B0%A8%C0%DA", "cp949", "https://old.test/bbs/view.asp?word=%B0%A8%C0%DA"],
    ["/글/하나.asp", "cp949", "https://old.test/%EA%B8%80/%ED%95%98%EB%82%98.asp"],
    ["/글.asp?이름=물새&쪽=2#끝", "cp949", "https://old.test/%EA%B8%80.asp?%C0%CC%B8%A7=%B9%B0%BB%F5&%C2%CA=2"],
    ["?q=뷁 똠", "cp949", "https://old.test/bbs/list.asp?q=%94%EE%20%8Cc"],
    ["?q=나😀", "cp949", "https://old.test/bbs/list.asp?q=%B3%AA%26%23128512%3B"],
    ["?q=日本", "shift_jis", "https://old.test/bbs/list.asp?q=%93%FA%96{"],
    ["?q=나루", "utf-8", "https://old.test/bbs/list.asp?q=%EB%82%98%EB%A3%A8"],
    ["?q=나루", "utf-16le", "https://old.test/bbs/list.asp?q=%EB%82%98%EB%A3%A8"],
  ])("%s in %s", (href, charset, expected) => {
    expect(resolve(href, charset)).toBe(expected);
  });
});
