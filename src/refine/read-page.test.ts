import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { readPage } from "./read-page.ts";

const read = (body: string | Uint8Array, contentType: string | null = "text/html", url = "https://site.test/a") =>
  readPage({ url, contentType, robotsTags: [], body: typeof body === "string" ? Buffer.from(body) : body });

describe("readPage", () => {
  it("reads a CP949 page whole: charset, text, fields, links, robots, canonical", () => {
    const html = `<html lang="ko"><head><meta http-equiv="Content-Type" content="text/html; charset=euc-kr"><title>뷁 이야기 - 나루</title>
      <meta name="robots" content="noarchive"><meta property="og:site_name" content="나루"><meta name="author" content="김펲"><link rel="canonical" href="/글/1">
      <meta property="article:published_time" content="2024-03-05 14:20"></head><body><div id="nav"><a href="/list">목록</a></div>
      <div class="article-body"><p>뷁과 똠은 CP949에만 있는 글자다. 이 문장이 깨지지 않아야 한다.</p><p>햏과 펲도 마찬가지다. 두 번째 문단은 조금 더 길게 써서 본문임을 알게 한다.</p></div></body></html>`;
    const reading = readPage({
      url: "https://site.test/글/1?utm=x",
      contentType: "text/html",
      robotsTags: ["naru: noai"],
      body: iconv.encode(html, "cp949"),
    });
    expect(reading).toMatchObject({
      kind: "html",
      charset: { name: "cp949", source: "meta", replaced: 0 },
      canonicalUrl: "https://site.test/%EA%B8%80/1",
      robots: { noindex: false, nofollow: false, noarchive: true, noai: true },
      wall: null,
      links: [{ url: "https://site.test/list" }],
      document: {
        title: "뷁 이야기",
        author: "김펲",
        language: "ko",
        weakness: null,
        text: "뷁과 똠은 CP949에만 있는 글자다. 이 문장이 깨지지 않아야 한다.\n햏과 펲도 마찬가지다. 두 번째 문단은 조금 더 길게 써서 본문임을 알게 한다.",
      },
    });
    expect(reading.document?.publishedAt?.toISOString()).toBe("2024-03-05T05:20:00.000Z");
  });

  it("tells kinds by header and first bytes", () => {
    expect(read("나루\r\n\r\n배", "text/plain; charset=utf-8")).toMatchObject({
      kind: "text",
      document: { title: "나루", text: "나루\n배" },
    });
    expect(read("<p>hi", null).kind).toBe("html");
    expect(read("<p>hi", "text/plain").kind).toBe("text");
    expect(read(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]), "image/png").kind).toBe("other");
    expect(read(Buffer.from([0x25, 0x50, 0x44, 0x46, 1, 2, 3]), null).kind).toBe("other");
    expect(read('{"a":1}', "application/json").kind).toBe("other");
    expect(read("<html><body>x", "application/xhtml+xml").kind).toBe("html");
    expect(read("body{}", "text/css").kind).toBe("other");
  });

  it("never throws and gives well-formed strings", () => {
    const bad = [
      "",
      "\0\0\0",
      "<",
      "</",
      "<a",
      "<!doctype",
      "<title>",
      '<title>&lt;script&gt;alert("x")&lt;/script&gt; 나루 \ud800</title><p>본문</p>',
      "<script>",
      "<table><tr><td>".repeat(500),
      '<script type="application/ld+json">{"@type":"Article","headline":"\\ud800 x\\u0000","datePublished":{},"author":[[[]]]}</script><p>x',
      '<script type="application/ld+json">[[[[[[[[]]]]]]]]</script>',
      '<base href="http://[">\n<a href="x">',
      '<meta http-equiv=refresh content="0;url=">',
      "&#0;&#xD800;&#x110000;&nosuch;",
      "가".repeat(400_000),
    ];
    for (const html of bad) {
      for (const type of ["text/html", "text/html; charset=euc-kr", "application/xml", null]) {
        const { document } = read(Buffer.from(html), type);
        for (const value of [document?.title, document?.text, document?.author]) {
          expect((value ?? "").isWellFormed()).toBe(true);
          expect(value ?? "").not.toContain("\0");
        }
      }
    }
    expect(
      readPage({ url: "not a url", contentType: "text/html", robotsTags: [], body: Buffer.from("<a href=/x>x</a>") })
        .links,
    ).toEqual([]);
  });

  it("takes markup out of titles", () => {
    expect(read("<title>&lt;b&gt;굵은&lt;/b&gt; 제목이 있는 글</title><p>본문</p>").document?.title).toBe(
      "굵은 제목이 있는 글",
    );
  });

  it.each([
    ["a line of 1 MB", `<p>${"나루에 배가 닿았다. ".repeat(40_000)}</p>`],
    ["100,000 open divs", `${"<div>".repeat(100_000)}나루`],
    ["50,000 headings", "<h2>관련 기사</h2><p>x</p>".repeat(50_000)],
    ["100,000 links", '<a href="/x">관련</a>'.repeat(100_000)],
    ["long class names", `<div class="${"a-".repeat(200_000)}">나루</div>`],
    ["many class names", Array.from({ length: 30_000 }, (_, i) => `<div class="c${i} nav${i}">x</div>`).join("")],
    ["a title of separators", `<title>${"a - ".repeat(100_000)}</title>`],
  ])("reads %s in good time", (_, html) => {
    const start = performance.now();
    expect(read(html).kind).toBe("html");
    expect(performance.now() - start).toBeLessThan(6_000);
  });
});
