import { openStandIn, type StandIn } from "./stand-in.ts";

/** A site that offers its news as RSS, several entries a page, and each as a page of its own. */
export interface FeedSite extends StandIn {
  state: {
    /** Numbers of the entries, newest first. */
    entries: number[];
    /** The entries have another name. */
    broken: boolean;
    /** Answers in the place of the feed's own, by path. */
    pages: Record<string, { type: string; body: string }>;
    /** What was asked to be left alone. */
    robots: string | null;
  };
}

export const entriesOnPage = 5;

export async function openFeedSite(): Promise<FeedSite> {
  const state: FeedSite["state"] = { entries: [], broken: false, pages: {}, robots: null };
  const standIn = await openStandIn(({ url }) => {
    const { origin, pathname, searchParams } = url;
    if (pathname === "/robots.txt") {
      return state.robots === null ? null : { headers: { "content-type": "text/plain" }, body: state.robots };
    }
    const page = state.pages[pathname];
    if (page !== undefined) return { headers: { "content-type": page.type }, body: page.body };
    if (pathname === "/rss.xml") {
      const number = Number(searchParams.get("page") ?? 1);
      const shown = state.entries.slice((number - 1) * entriesOnPage, number * entriesOnPage);
      const more = state.entries.length > number * entriesOnPage ? `${origin}/rss.xml?page=${number + 1}` : null;
      const body = rss(origin, shown, more);
      return {
        headers: { "content-type": "application/rss+xml; charset=utf-8" },
        body: state.broken ? body.replaceAll(/(<\/?)item>/g, "$1neuigkeit>") : body,
      };
    }
    const id = /^\/news\/(\d+)$/.exec(pathname)?.[1];
    return id !== undefined && state.entries.includes(Number(id)) ? { body: newsPage(Number(id)) } : null;
  });
  return { ...standIn, state };
}

function rss(origin: string, numbers: readonly number[], next: string | null): string {
  const link = next === null ? "" : `<atom:link rel="next" href="${next}"/>`;
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>나루 마을 소식</title><link>${origin}/</link>
<description>강가의 소식</description><language>ko-KR</language>${link}${numbers.map((id) => rssItem(origin, id)).join("")}</channel></rss>`;
}

function rssItem(origin: string, id: number): string {
  return `<item><title>나룻배 ${id}호 &amp;amp; 새 소식</title><link>${origin}/news/${id}</link><guid>${origin}/news/${id}</guid>
<dc:creator>뱃사공 ${id}</dc:creator><category>강</category><category>배</category>
<pubDate>Fri, ${String((id % 20) + 1).padStart(2, "0")} Nov 2026 09:00:00 +0900</pubDate>
<description>&lt;p&gt;${id}번째 &lt;b&gt;짧은&lt;/b&gt; 소식&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>${id}번째 소식: 뱃사공이 &quot;뷁&quot;이라 외치며 강을 건넜다.</p><p>물이 맑았다.</p><img src="/boat/${id}.jpg" alt="배">]]></content:encoded>
<enclosure url="${origin}/audio/${id}.mp3" length="1000" type="audio/mpeg"/></item>`;
}

function newsPage(id: number): string {
  const told = Array.from(
    { length: 12 },
    (_, index) => `${id}호 나룻배가 ${index + 1}번째로 강을 건넌 이야기를 사람들이 오래 나누었다.`,
  );
  return `<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>나룻배 ${id}호</title></head><body><main><article><h1>나룻배 ${id}호</h1><p>${told.join("</p><p>")}</p></article></main></body></html>`;
}
