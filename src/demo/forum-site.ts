import {
  daysAgoOf,
  escapeText as h,
  htmlPage,
  koreanStamp,
  momentOf,
  type SamplePage,
  type SampleSite,
  type SiteContext,
} from "./page.ts";
import type { SampleContent } from "./sample-content.ts";
import { robotsText, sitemapXml } from "./site-files.ts";
import { Variety } from "./variety.ts";

/** A forum of the old school: tables for layout, no metadata at all, replies in boxes. */
export function forumSite(content: SampleContent, context: SiteContext): SampleSite {
  const { forum } = content;
  const threads = new Variety("forum order").shuffle(forum.threads).map((thread, index, all) => {
    const variety = new Variety(thread.title);
    const at = momentOf(context, daysAgoOf(index, all.length), variety.between(7, 23), variety.between(0, 59));
    let last = at.getTime();
    const replies = thread.replies.map((line) => {
      const [by = "", text = ""] = line.split(" | ");
      last = Math.min(last + variety.between(4, 300) * 60_000, context.startedAt.getTime());
      return { by, text, at: new Date(last) };
    });
    return {
      ...thread,
      path: `/t/${200 + index}`,
      at,
      replies,
      last: new Date(last),
      views: variety.between(40, 3000),
    };
  });
  type Thread = (typeof threads)[number];
  const pages = new Map<string, SamplePage>();
  const frame = (title: string, main: string) =>
    `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>${h(title)}</title></head><body bgcolor="#f4f4f0">
<table width="960" align="center" cellpadding="4"><tr><td colspan="2"><font size="5"><a href="/">${h(forum.name)}</a></font></td></tr><tr><td colspan="2">${Object.entries(
      forum.boards,
    )
      .map(([id, name]) => `[<a href="/b/${id}">${h(name)}</a>]`)
      .join(" ")} [<a href="/write">글쓰기</a>] [<a href="/members">회원</a>]</td></tr>
<tr><td width="180" valign="top"><b>많이 본 글</b><br>${[...threads]
      .sort((a, b) => b.views - a.views)
      .slice(0, 6)
      .map((thread) => `<a href="${thread.path}">${h(thread.title)}</a>`)
      .join("<br>")}<br><br>오늘 방문 1,204<br>어제 방문 1,377</td><td valign="top">${main}</td></tr>
<tr><td colspan="2" align="center"><small>${h(forum.name)} · 서로 존댓말을 씁니다 · 신고는 운영자에게</small></td></tr></table></body></html>`;
  const table = (shown: readonly Thread[]) =>
    `<table width="100%" border="1"><tr><th>제목</th><th>글쓴이</th><th>날짜</th><th>조회</th></tr>${shown.map((thread) => `<tr><td><a href="${thread.path}">${h(thread.title)}</a> [${thread.replies.length}]</td><td>${h(thread.by)}</td><td>${koreanStamp(thread.at).slice(0, 10)}</td><td>${thread.views}</td></tr>`).join("")}</table>`;

  pages.set("/", htmlPage(frame(forum.name, table(threads)), threads[0]?.last ?? context.startedAt));
  for (const [id, name] of Object.entries(forum.boards)) {
    const inIt = threads.filter((thread) => thread.board === id);
    pages.set(
      `/b/${id}`,
      htmlPage(
        frame(`${name} - ${forum.name}`, `<h2>${h(name)}</h2>${table(inIt)}`),
        inIt[0]?.last ?? context.startedAt,
      ),
    );
  }
  for (const [index, thread] of threads.entries()) {
    const replies = thread.replies.map(
      (reply, at) =>
        `<table class="reply" width="100%" bgcolor="#ffffff"><tr><td><b>${h(reply.by)}</b> <small>${koreanStamp(reply.at)} · ${at + 1}번째 답글</small></td></tr><tr><td>${h(reply.text)}</td></tr></table>`,
    );
    const near = [threads[index - 1], threads[index + 1]].map((other, side) =>
      other === undefined ? "" : `${side === 0 ? "다음" : "이전"}글: <a href="${other.path}">${h(other.title)}</a><br>`,
    );
    const main = `<h2>${h(thread.title)}</h2><p><b>${h(thread.by)}</b> | ${koreanStamp(thread.at)} | 조회 ${thread.views}</p><div class="body">${h(thread.text)}</div><hr>${replies.join("")}<p>${near.join("")}</p>`;
    pages.set(thread.path, htmlPage(frame(`${thread.title} - ${forum.name}`, main), thread.last));
  }
  // Answers 200 and is still not the page: a wall.
  const wall =
    '<h2>로그인이 필요합니다</h2><p>글을 쓰려면 로그인해 주세요.</p><form method="post" action="/login"><input name="id"><input type="password" name="pw"><button>로그인</button></form>';
  pages.set("/write", htmlPage(frame(`로그인 - ${forum.name}`, wall), context.startedAt, { listed: false }));
  const members = `<h2>회원</h2><p>이 목록은 검색에 나오지 않습니다.</p><ul>${[...new Set(threads.map((thread) => thread.by))].map((name) => `<li>${h(name)}</li>`).join("")}</ul>`;
  pages.set(
    "/members",
    htmlPage(frame(`회원 - ${forum.name}`, members), context.startedAt, {
      listed: false,
      headers: { "x-robots-tag": "noindex" },
    }),
  );
  pages.set(
    "/robots.txt",
    robotsText(["User-agent: greedybot", "Disallow: /", "", "User-agent: *", "Disallow: /login", "Allow: /"], context, [
      "/sitemap.xml",
    ]),
  );
  pages.set("/sitemap.xml", sitemapXml(pages, context));
  return { pages, answer: () => null };
}
