import { type Item, itemOf } from "../../../domain/item.ts";
import type { Answer } from "../answer.ts";
import { readEach } from "../answer.ts";
import {
  judgeNaver,
  naverCredentials,
  naverHomes,
  naverLastStart,
  naverPage,
  naverQuotas,
  naverReach,
  naverRequest,
} from "../naver-search.ts";
import { plainText } from "../plain-text.ts";
import type { NextAddress, Note, Order, ReadContext, Source, SourceReading } from "../source.ts";
import { addressOf, numberParam, withParams } from "../wire-url.ts";
import { midnightOf } from "../zoned-day.ts";
import { type BlogResult, blogResult, searchPage } from "./schema.ts";

/** Naver blog search by its official API: what it tells of each post, never the post itself. */
export const naverBlog: Source = {
  id: "naver-blog",
  name: { ko: "네이버 블로그", en: "Naver blog" },
  description: {
    ko: "네이버 블로그 검색 결과를 공식 API로 모읍니다.",
    en: "Collects Naver blog search results by the official API.",
  },
  way: "api",
  permission: {
    ko: "공식 검색 API의 결과만 모읍니다. 본문은 사이트의 robots.txt가 허락할 때만, 따로 켜야 가져옵니다.",
    en: "Takes what the official search API gives. Whole posts only where robots.txt allows it and you turn them on.",
  },
  credentials: naverCredentials,
  homes: naverHomes,
  quotas: naverQuotas,
  options: [
    {
      name: "sort",
      says: { ko: "정확도순(sim) 또는 날짜순(date)", en: "by relevance (sim) or by date" },
      oneOf: ["sim", "date"],
      default: "sim",
    },
  ],
  asks: "query",
  paceMs: 100,
  allowAddresses: [],
  fields: ["query", "blogName", "blogUrl", "isSummary"],
  version: "1",
  begin: (order) => order.query.map((query) => ({ url: firstPage(order, query) })),
  request: (url, keys) =>
    /\/search(?:\/v1)?\/blog|\/v1\/search\/blog/.test(url.pathname) ? naverRequest(url, keys) : null,
  read,
  judge: judgeNaver,
};

function firstPage({ homes, credentials, maxResults, set }: Order, query: string): string {
  const base = credentials === "legacy" ? `${homes.legacy}/v1/search/blog.json` : `${homes.hub}/search/v1/blog`;
  return addressOf(base, {
    query,
    display: Math.min(naverPage, maxResults ?? naverPage),
    start: 1,
    sort: set.sort,
  });
}

function read(answer: Answer, { order }: ReadContext): SourceReading | null {
  const { total, items: values } = answer.json(searchPage);
  const { good, unreadable } = readEach(values, blogResult);
  const query = answer.url.searchParams.get("query") ?? "";
  const items = good.map((result) => toItem(result, query));
  const wanted = items.filter((item) => isWithin(item, order));
  const { next, notes } = goOn(answer.url, values.length, total, order);
  return { items: wanted, next, notes, total, unreadable, list: true };
}

/** The day alone is told; it counts from its first moment in Korea. */
function toItem(result: BlogResult, query: string): Item {
  const day = /^(\d{4})(\d{2})(\d{2})$/.exec(result.postdate);
  return itemOf({
    url: result.link,
    kind: "result",
    title: plainText(result.title),
    text: plainText(result.description),
    author: result.bloggername === "" ? null : plainText(result.bloggername),
    publishedAt: day === null ? null : midnightOf(`${day[1]}-${day[2]}-${day[3]}`, "Asia/Seoul"),
    fields: { query, blogName: plainText(result.bloggername), blogUrl: result.bloggerlink, isSummary: true },
  });
}

function isWithin({ publishedAt }: Item, { since, until }: Order): boolean {
  if (publishedAt === null) return true;
  // Only the day is known: a post of the day on which `since` falls may be older or younger, and is kept.
  if (since !== null && publishedAt.getTime() + 86_400_000 <= since.getTime()) return false;
  return until === null || publishedAt.getTime() < until.getTime();
}

/** The next page, or a note when there is more than can be had. */
function goOn(url: URL, read: number, total: number, { maxResults }: Order): { next: NextAddress[]; notes: Note[] } {
  const start = numberParam(url, "start", 1);
  const seen = start - 1 + read;
  const wanted = maxResults ?? total;
  const query = url.searchParams.get("query") ?? "";
  if (read === 0 || seen >= Math.min(wanted, total)) return { next: [], notes: [] };
  const nextStart = start + read;
  if (nextStart > naverLastStart) {
    const message = `"${query}": ${total.toLocaleString("en")} results, of which Naver gives the first ${naverReach.toLocaleString("en")}; ${seen.toLocaleString("en")} were taken.`;
    return { next: [], notes: [{ code: "truncated", message }] };
  }
  const display = Math.min(naverPage, wanted - seen);
  return { next: [{ url: withParams(url, { start: nextStart, display }) }], notes: [] };
}
