import iconv from "iconv-lite";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openSite } from "../../../../test/sites/small-site.ts";
import { describePageSource } from "../../../../test/sources/page-source-contract.ts";
import { openSourceRun, type SourceRun } from "../../../../test/sources/run-source.ts";
import { entriesOnPage, type FeedSite, openFeedSite } from "../../../../test/stand-ins/feed-site.ts";
import { answerOf } from "../answer.ts";
import type { Order } from "../source.ts";
import { feed } from "./index.ts";

describePageSource({
  source: feed,
  open: openFeedSite,
  order: ({ origin }) => ({ urls: [`${origin}/rss.xml`] }),
  fill: ({ state }, count) => {
    state.entries = Array.from({ length: count }, (_, index) => index + 1);
  },
  pageSize: entriesOnPage,
  change: ({ state }) => {
    state.broken = true;
  },
  korean: '1번째 소식: 뱃사공이 "뷁"이라 외치며 강을 건넜다.',
  remove: ({ state }) => {
    state.entries.shift();
    return "silent";
  },
});

const order: Order = {
  urls: ["https://site.test/feed"],
  query: [],
  maxResults: null,
  since: null,
  until: null,
  set: { pages: "no" },
  homes: {},
  credentials: null,
};
const read = (body: string | Uint8Array, contentType = "application/xml", changes: Partial<Order> = {}) =>
  feed.read?.(
    answerOf({
      url: "https://site.test/feed",
      status: 200,
      headers: { "content-type": contentType },
      body: typeof body === "string" ? Buffer.from(body) : body,
    }),
    { order: { ...order, ...changes }, hashAuthor: (id) => id, now: new Date("2026-11-20T12:00:00Z") },
  );

describe("formats", () => {
  it("reads RSS with whole texts, authors, categories, pictures and enclosures", () => {
    const reading =
      read(`<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>강</title>
      <language>ko-kr</language><item><title>&lt;b&gt;배&lt;/b&gt; &amp;amp; 물</title><link>/a?x=1</link><author>boat@example.com (홍길동)</author>
      <description>짧게</description><content:encoded><![CDATA[<p>첫 줄</p><p>둘째 줄<img src="b.png" alt="그림"></p>]]></content:encoded>
      <pubDate>Fri, 20 Nov 2026 09:00:00 KST</pubDate><category>물</category><enclosure url="https://site.test/a.mp3" length="1" type="audio/mpeg"/>
      </item><item><description>제목도 주소도 없는 글</description></item></channel></rss>`);
    expect(reading?.items).toMatchObject([
      {
        url: "https://site.test/a?x=1",
        title: "배 & 물",
        text: "첫 줄\n둘째 줄",
        author: "홍길동",
        language: "ko",
        publishedAt: new Date("2026-11-20T00:00:00Z"),
        images: [{ url: "https://site.test/b.png", alt: "그림" }],
        fields: { feed: "강", isSummary: false, categories: ["물"], enclosures: ["https://site.test/a.mp3"] },
      },
      {
        url: expect.stringMatching(/^https:\/\/site\.test\/feed\?naru\.item=[0-9a-f]{20}$/),
        fields: { isSummary: true },
      },
    ]);
    expect(reading).toMatchObject({ listed: 2, unreadable: 0 });
  });

  it("reads Atom, RDF and JSON Feed", () => {
    const atom =
      read(`<feed xmlns="http://www.w3.org/2005/Atom"><title>강</title><entry><id>urn:1</id><title type="text">물 &lt;길&gt;</title>
      <link rel="self" href="https://site.test/self"/><link href="https://site.test/1"/><author><name>뱃사공</name></author>
      <updated>2026-11-19T01:00:00Z</updated><content type="html">&lt;p&gt;본문&lt;/p&gt;</content></entry></feed>`);
    expect(atom?.items).toMatchObject([{ url: "https://site.test/1", text: "본문", author: "뱃사공" }]);
    const rdf =
      read(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="https://site.test/"><title>강</title></channel><item rdf:about="https://site.test/2"><title>둘째</title><link>https://site.test/2</link>
      <description>설명</description><dc:date>2026-11-18T10:00:00+09:00</dc:date></item></rdf:RDF>`);
    expect(rdf?.items).toMatchObject([
      { url: "https://site.test/2", title: "둘째", publishedAt: new Date("2026-11-18T01:00:00Z") },
    ]);
    const json = read(
      JSON.stringify({
        version: "https://jsonfeed.org/version/1.1",
        title: "강",
        items: [
          { id: "3", url: "https://site.test/3", content_text: "1 < 2 & 3", date_published: "2026-11-17T00:00:00Z" },
        ],
      }),
      "application/feed+json",
    );
    expect(json?.items).toMatchObject([{ url: "https://site.test/3", text: "1 < 2 & 3" }]);
  });

  it("reads CP949, whether the header or the XML declaration says so", () => {
    const xml =
      '<?xml version="1.0" encoding="euc-kr"?><rss version="2.0"><channel><title>강</title><item><title>똠방각하 펲시</title><link>https://site.test/1</link></item></channel></rss>';
    expect(read(iconv.encode(xml, "cp949"))?.items[0]?.title).toBe("똠방각하 펲시");
    const bare = xml.replace(' encoding="euc-kr"', "");
    expect(read(iconv.encode(bare, "cp949"), "text/xml; charset=ks_c_5601-1987")?.items[0]?.title).toBe(
      "똠방각하 펲시",
    );
  });

  it("reads feeds whatever prefix, case and escapes they are written with", () => {
    const titles = (text: string) => read(text)?.items.map(({ title, url }) => [title, url]);
    const one = [["글", "https://site.test/1"]];
    const entry = '<a:id>1</a:id><a:title>글</a:title><a:link href="https://site.test/1"/>';
    expect(
      titles(`<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>강</a:title><a:entry>${entry}</a:entry></a:feed>`),
    ).toEqual(one);
    const item = '<item xmlns="http://purl.org/rss/1.0/"><title>글</title><link>https://site.test/1</link></item>';
    expect(titles(`<RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${item}</RDF>`)).toEqual(one);
    const php = String.raw`{"version":"https:\/\/jsonfeed.org\/version\/1.1","items":[{"id":"1","url":"https:\/\/site.test\/1","title":"글"}]}`;
    expect(titles(php)).toEqual(one);
    const based = '<entry><id>1</id><title>글</title><link href="1"/></entry>';
    expect(
      titles(
        `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://other.test/a/"><title>강</title>${based}</feed>`,
      ),
    ).toEqual([["글", "https://other.test/a/1"]]);
  });

  it("keeps entries apart that lead to one page", () => {
    const item = (n: number, link: string, guid = "") =>
      `<item><title>${n}편</title><link>${link}</link>${guid === "" ? "" : `<guid isPermaLink="false">${guid}</guid>`}</item>`;
    const urls = (...items: string[]) =>
      read(`<rss version="2.0"><channel><title>강</title>${items.join("")}</channel></rss>`)?.items.map(
        ({ url }) => url,
      );
    const show = urls(item(1, "/show", "ep-1"), item(2, "/show", "ep-2"), item(2, "/show", "ep-2"), item(3, "/own"));
    expect(new Set(show).size).toBe(3);
    expect(show?.slice(0, 2)).toEqual([
      expect.stringMatching(/^https:\/\/site\.test\/show\?naru\.item=[0-9a-f]{20}$/),
      expect.stringMatching(/^https:\/\/site\.test\/show\?naru\.item=[0-9a-f]{20}$/),
    ]);
    expect(show?.at(-1)).toBe("https://site.test/own");
    // A new one before them changes none of them.
    expect(urls(item(4, "/show", "ep-4"), item(1, "/show", "ep-1"))?.[1]).toBe(show?.[0]);
    const parts = urls(item(1, "/changes#v1"), item(2, "/changes#v2"));
    expect(new Set(parts?.map((url) => url.replace(/#.*/, ""))).size).toBe(2);
    expect(urls(item(1, "/same", "a"), item(1, "/same", "a"))).toEqual([
      "https://site.test/same",
      "https://site.test/same",
    ]);
  });

  it("spends little time on a document type that never ends", () => {
    const started = performance.now();
    expect(() => read(`<rss version="2.0">${"<!DOCTYPE ".repeat(300_000)}`)).not.toThrow();
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it("takes what it can from broken feeds, and nothing from declared entities", () => {
    const broken =
      read(`<rss><channel><title>강</title><item><title>첫 & 글</title><link>https://site.test/1</link><description><p>열린 채</description></item>
      <item><title>둘째</title><link>https://site.test/2</link>`);
    expect(broken?.items.map(({ url }) => url)).toEqual(["https://site.test/1", "https://site.test/2"]);
    const bomb = read(
      `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><rss version="2.0"><channel><item><title>&b;</title></item></channel></rss>`,
    );
    expect(bomb?.items.every(({ title }) => !title?.includes("aaaa"))).toBe(true);
  });

  it("keeps to the time that was asked for and to the number", () => {
    const item = (day: number) =>
      `<item><title>${day}</title><link>https://site.test/${day}</link><pubDate>${day} Nov 2026 00:00:00 GMT</pubDate></item>`;
    const xml = `<rss version="2.0"><channel>${[19, 18, 17, 16].map(item).join("")}</channel></rss>`;
    const since = new Date("2026-11-17T00:00:00Z");
    expect(read(xml, "application/xml", { since })?.items.map(({ title }) => title)).toEqual(["19", "18", "17"]);
    expect(read(xml, "application/xml", { since, maxResults: 2 })?.items).toHaveLength(2);
  });
});

describe("a site with feeds", () => {
  let run: SourceRun;
  let site: FeedSite;
  beforeAll(async () => {
    run = await openSourceRun("feed", {}, () => ({}));
  });
  afterEach(() => site.close());
  afterAll(() => run.close());
  const open = async (entries: number[]) => {
    site = await openFeedSite();
    site.state.entries = entries;
    return { allowAddresses: [new URL(site.origin).host], urls: [`${site.origin}/rss.xml`] };
  };
  const mine = async () => (await run.documents()).filter(({ url }) => url.startsWith(site.origin));

  it("puts the visited page in the place of the feed's text, for good", async () => {
    const request = { ...(await open([1, 2])), set: { pages: "yes" } };
    await run.collect(request);
    const first = await mine();
    expect(first.map(({ kind }) => kind)).toEqual(["page", "page"]);
    expect(first[0]?.text).toContain("12번째로 강을 건넌 이야기");
    const second = await run.collect(request);
    expect(second.progress.documents).toBe(0);
    expect(await mine()).toEqual(first);
  });

  it("leaves the feed's text where robots.txt forbids the page, and asks for no feed that it forbids", async () => {
    const request = { ...(await open([3])), set: { pages: "yes" } };
    site.state.robots = "User-agent: *\nDisallow: /news/";
    const view = await run.collect(request);
    expect(view.progress.byReason).toEqual({ robots_denied: 1 });
    expect(await mine()).toMatchObject([{ kind: "post", fields: { isSummary: true } }]);
    await site.close();
    const closed = await open([4]);
    site.state.robots = "User-agent: *\nDisallow: /";
    expect(await run.collect(closed)).toMatchObject({ status: "done", errorCode: "robots_denied" });
    expect(site.log.map(({ url }) => url.pathname)).toEqual(["/robots.txt"]);
  });

  it("finds the feeds that a site names, and says when there are none", async () => {
    const request = await open([5]);
    const link = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">';
    site.state.pages["/"] = {
      type: "text/html",
      body: `<html><head><title>강</title>${link}</head><body>강가</body></html>`,
    };
    await run.collect({ ...request, urls: [`${site.origin}/`] });
    expect((await mine()).map(({ title }) => title)).toEqual(["나룻배 5호 & 새 소식"]);
    site.state.pages["/none"] = { type: "text/html", body: "<title>강</title><p>강가</p>" };
    const none = await run.collect({ ...request, urls: [`${site.origin}/none`] });
    expect(none.notes).toMatchObject([{ code: "nothing_found" }]);
  });

  it("finds the feeds of a site that has moved, and says when a page that is called a feed is none", async () => {
    const request = await open([6]);
    site.state.pages["/home"] = {
      type: "text/html",
      body: '<html><head><base href="/sub/"><title>강</title><link rel="alternate" type="application/rss+xml" href="../rss.xml"><link rel="alternate" type="application/atom+xml" href="none"></head></html>',
    };
    site.state.pages["/sub/none"] = { type: "text/html", body: "<html><title>강</title><p>없는 피드</p></html>" };
    site.failNext({ status: 301, headers: { location: "/home" } });
    const view = await run.collect({ ...request, urls: [`${site.origin}/old`] });
    expect((await mine()).map(({ title, kind }) => [title, kind])).toEqual([["나룻배 6호 & 새 소식", "post"]]);
    expect(view.notes).toMatchObject([{ code: "nothing_found", message: expect.stringContaining("/sub/none") }]);
  });

  it("says that there is more where the number asked for reaches beyond the first page", async () => {
    const request = await open([9, 8, 7, 6, 5, 4, 3]);
    const few = await run.collect({ ...request, maxResults: 4 });
    expect(few.notes).toEqual([]);
    const more = await run.collect({ ...request, maxResults: 7 });
    expect(more.notes).toMatchObject([{ code: "truncated", message: expect.stringContaining("first 5 entries") }]);
  });

  it("asks conditionally, and takes what a 304 leaves unsaid from the archive", async () => {
    site = await openFeedSite();
    let asked = 0;
    const server = await openSite({
      "/rss.xml": (request, response) => {
        asked += 1;
        if (request.headers["if-none-match"] === '"1"') response.writeHead(304, { etag: '"1"' }).end();
        else {
          const item = "<item><title>한 글</title><link>https://site.test/304</link></item>";
          response
            .writeHead(200, { "content-type": "application/rss+xml", etag: '"1"' })
            .end(`<rss version="2.0"><channel><title>강</title>${item}</channel></rss>`);
        }
      },
    });
    const request = { urls: [server.url("/rss.xml")], allowAddresses: [server.host] };
    const first = await run.collect(request);
    const second = await run.collect(request);
    await server.close();
    expect([first.progress.documents, second.progress.documents, asked]).toEqual([1, 0, 2]);
    expect(await run.items(second.id)).toMatchObject([{ url: "https://site.test/304", state: "known" }]);
  });
});
