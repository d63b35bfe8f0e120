import { openStandIn, type StandIn } from "./stand-in.ts";

/** A site of films: a list of reviews without pages of their own, and a board whose posts have theirs. */
export interface ReviewSite extends StandIn {
  state: {
    /** Numbers of what is listed, newest first. */
    listed: number[];
    /** Posts that are gone although they are listed. */
    gone: number[];
    /** The classes have other names. */
    broken: boolean;
    robots: string | null;
  };
}

export const reviewsOnPage = 4;

export async function openReviewSite(): Promise<ReviewSite> {
  const state: ReviewSite["state"] = { listed: [], gone: [], broken: false, robots: null };
  const standIn = await openStandIn(({ url }) => {
    const { pathname, searchParams } = url;
    if (pathname === "/robots.txt") {
      return state.robots === null ? null : { headers: { "content-type": "text/plain" }, body: state.robots };
    }
    const page = Number(searchParams.get("page") ?? 1);
    const shown = state.listed.slice((page - 1) * reviewsOnPage, page * reviewsOnPage);
    const more = state.listed.length > page * reviewsOnPage;
    const next = more ? `<a class="next" href="?film=7&page=${page + 1}">다음</a>` : "";
    if (pathname === "/reviews") {
      return sent(state, `<ul class="reviews">${shown.map(review).join("")}</ul>${next}`);
    }
    if (pathname === "/board") {
      const rows = shown
        .map((id) => `<tr><td class="title"><a href="/board/post/${id}#top">글 ${id}</a></td></tr>`)
        .join("");
      return sent(
        state,
        `<table class="board">${rows}</table><div class="paging">${next}</div><a href="/login">로그인</a>`,
      );
    }
    const id = Number(/^\/board\/post\/(\d+)$/.exec(pathname)?.[1] ?? Number.NaN);
    if (!state.listed.includes(id) || state.gone.includes(id)) return null;
    return { body: post(id) };
  });
  return { ...standIn, state };
}

function sent({ broken }: ReviewSite["state"], body: string) {
  const page = `<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>강가의 영화</title></head><body><h1>강가의 영화</h1>${body}</body></html>`;
  return { body: broken ? page.replaceAll(/class="(?:reviews|board)"/g, 'class="neu"') : page };
}

/** The number makes each another. */
export const reviewText = (id: number) => `${id}번째로 본 영화 "뷁의 강"은 나루터 장면이 오래 남았다.`;

function review(id: number): string {
  return `<li class="review"><span class="stars" data-score="${(id % 10) + 1}">★★★</span><b class="writer">관객 ${id}</b>
<em class="day">2026.11.${String((id % 18) + 1).padStart(2, "0")}</em><p class="words">${reviewText(id).replaceAll('"', "&quot;")}
<button class="spoiler-button">숨김</button></p><span class="liked">공감 1,20${id % 10}</span></li>`;
}

function post(id: number): string {
  return `<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>글 ${id} - 강가</title></head><body>
<article><h1>강가 소식 ${id}</h1><div class="by"><span class="name">뱃사공 ${id}</span><time datetime="2026-11-${String((id % 18) + 1).padStart(2, "0")}T09:00:00+09:00">며칠 전</time></div>
<div class="body"><p>${reviewText(id)}</p><div class="advert">광고입니다</div><img src="/river/${id}.jpg" alt="강"></div>
<p class="tags"><a>강</a><a>배</a></p><p class="readers">조회 1.2만</p></article></body></html>`;
}
