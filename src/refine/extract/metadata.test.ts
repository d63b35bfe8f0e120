import { describe, expect, it } from "vitest";
import { readPage } from "../read-page.ts";

const document = (head: string, body = "<p>나루에 배가 닿았다. 사람들이 내렸다.</p>") =>
  readPage({
    url: "https://site.test/a/b.html",
    contentType: "text/html; charset=utf-8",
    robotsTags: [],
    body: Buffer.from(`<html><head>${head}</head><body>${body}</body></html>`),
  }).document;
const ld = (value: unknown) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;

describe("fields of a page", () => {
  it("come from JSON-LD, also inside @graph", () => {
    const graph = {
      "@context": "https://schema.org",
      "@graph": [
        { "@type": "WebSite", name: "나루일보" },
        {
          "@type": "NewsArticle",
          headline: "섬마을 도서관",
          author: [{ name: "이서연" }, { name: "김하나" }],
          datePublished: "2024-03-05T14:20:00+09:00",
          dateModified: "2024-03-06",
          inLanguage: "ko-KR",
        },
      ],
    };
    expect(document(ld(graph))).toMatchObject({
      title: "섬마을 도서관",
      author: "이서연, 김하나",
      siteName: "나루일보",
      publishedAt: new Date("2024-03-05T05:20:00Z"),
      modifiedAt: new Date("2024-03-05T15:00:00Z"),
      language: "ko",
    });
  });

  it("come from OpenGraph and meta names", () => {
    const head =
      '<meta property="og:title" content="제목"><meta property="og:site_name" content="사이트"><meta property="article:published_time" content="2024-03-05T00:00:00Z"><meta name="author" content="By 김하나 (hana@site.test)"><meta property="og:image" content="/og.jpg">';
    expect(document(head)).toMatchObject({
      title: "제목",
      siteName: "사이트",
      author: "김하나",
      publishedAt: new Date("2024-03-05T00:00:00Z"),
      images: [{ url: "https://site.test/og.jpg", alt: null }],
    });
  });

  it("come from microdata, time elements and bylines", () => {
    expect(
      document(
        "",
        '<article itemscope itemtype="https://schema.org/BlogPosting"><span itemprop="author">박달수</span><time itemprop="datePublished" datetime="2023-01-02T03:04:05Z">어제</time><p>나루에 배가 닿았다.</p></article>',
      ),
    ).toMatchObject({ author: "박달수", publishedAt: new Date("2023-01-02T03:04:05Z") });
    expect(
      document(
        "",
        '<span class="nickname">네모</span><span class="se_publishDate">2023. 9. 16. 21:40</span><p>나루에 배가 닿았다.</p>',
      ),
    ).toMatchObject({ author: "네모", publishedAt: new Date("2023-09-16T12:40:00Z") });
  });

  it("survive JSON-LD of any shape", () => {
    for (const value of [
      null,
      1,
      "x",
      [],
      [[null]],
      { "@type": 5 },
      { "@type": "Article", author: 3, headline: ["", 2], image: { url: {} } },
      { "@graph": "x" },
    ]) {
      expect(document(`<title>제목</title>${ld(value)}`)?.title).toBe("제목");
    }
    expect(
      document(
        '<title>제목</title><script type="application/ld+json">{"@type":"Article","headline":"줄\n바꿈"</script>',
      )?.title,
    ).toBe("제목");
  });

  it("hold pictures of the text with alt texts, lazy ones too, and no icons", () => {
    const body = `<nav><img src="/logo.png"></nav><article>${"<p>나루에 배가 닿았다. 사람들이 내렸고 배는 다시 떠났다.</p>".repeat(5)}
      <img src="data:image/gif;base64,R0" data-lazy-src="/lazy.jpg" alt="나루터 전경"><img src="p.jpg"><img src="/pixel.gif" width="1" height="1">
      <figure><img data-src="https://cdn.test/x.jpg" alt=" 배 "><figcaption>배</figcaption></figure><img src="javascript:x"></article>`;
    expect(document("", body)?.images).toEqual([
      { url: "https://site.test/lazy.jpg", alt: "나루터 전경" },
      { url: "https://site.test/a/p.jpg", alt: null },
      { url: "https://cdn.test/x.jpg", alt: "배" },
    ]);
  });

  it("tell the language by the letters before the label", () => {
    expect(document("<title>x</title>", "<p>나루에 배가 닿았다. 사람들이 내렸고 배는 다시 떠났다.</p>")?.language).toBe(
      "ko",
    );
    expect(
      readPage({
        url: "https://a.test/",
        contentType: "text/html",
        robotsTags: [],
        body: Buffer.from(
          '<html lang="ko"><body><p>The boat came to the landing, and the people who were on it went home.</p>',
        ),
      }).document?.language,
    ).toBe("en");
  });
});

it("reads the date from the line under the heading when no field holds it", () => {
  const board = (line: string) =>
    document("", `<table><tr><td><h2>첫 여행</h2><p>${line}</p><div>말없이 걷기만 했다.</div></td></tr></table>`)
      ?.publishedAt;
  expect(board("<b>먼산</b> | 2026-08-29 16:10 | 조회 1331")).toEqual(new Date("2026-08-29T07:10:00Z"));
  expect(board("작성일 2026.03.05.")).toEqual(new Date("2026-03-04T15:00:00Z"));
  expect(board("(2026년 3월 5일 목)")).toEqual(new Date("2026-03-04T15:00:00Z"));
  expect(board("2026년 3월 5일에 처음 그 산을 올랐습니다.")).toBeNull();
  expect(board("1331번째 글")).toBeNull();
});
