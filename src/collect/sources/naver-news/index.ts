import { type Item, itemOf } from "../../../domain/item.ts";
import { type Answer, readEach } from "../answer.ts";
import { givenFields } from "../given-fields.ts";
import {
  judgeNaver,
  naverCredentials,
  naverFirst,
  naverHomes,
  naverNext,
  naverQuotas,
  naverRequest,
} from "../naver-search.ts";
import { plainText } from "../plain-text.ts";
import type { Order, ReadContext, Source, SourceReading } from "../source.ts";
import { withParams } from "../wire-url.ts";
import { isOlder, isWithin, roomLeft } from "../within.ts";
import { type NewsResult, newsResult, searchPage } from "./schema.ts";

/** Naver news search by its official API: title, summary and time of each article. */
export const naverNews: Source = {
  id: "naver-news",
  name: { ko: "네이버 뉴스", en: "Naver news" },
  description: {
    ko: "네이버 뉴스 검색 결과를 공식 API로 모읍니다. 기사 본문은 가져오지 않습니다.",
    en: "Collects Naver news search results by the official API, without the articles themselves.",
  },
  way: "api",
  permission: {
    ko: "공식 검색 API가 주는 제목과 요약만 모읍니다. 기사 본문은 언론사의 것이라 가져오지 않습니다.",
    en: "Takes the titles and summaries that the official search API gives. Articles belong to their publishers and are not fetched.",
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
  fields: ["query", "originalUrl", "isSummary"],
  version: "1",
  begin: (order) => order.query.map((query) => ({ url: firstPage(order, query) })),
  request: naverRequest,
  read,
  judge: judgeNaver,
};

function firstPage(order: Order, query: string): string {
  const { homes, credentials } = order;
  return naverFirst(
    credentials === "legacy" ? `${homes.legacy}/v1/search/news.json` : `${homes.hub}/search/v1/news`,
    query,
    order,
  );
}

function read(answer: Answer, { order }: ReadContext): SourceReading {
  const { total, items: values } = answer.json(searchPage);
  const { good, unreadable } = readEach(values, newsResult);
  const query = answer.url.searchParams.get("query") ?? "";
  const all = good.map((result) => toItem(result, query));
  const items = all.filter((item) => isWithin(item, order)).slice(0, roomLeft(answer.url, order));
  const isPast = order.set.sort === "date" && all.length > 0 && all.every((item) => isOlder(item, order.since));
  const { next, notes } = isPast
    ? { next: null, notes: [] }
    : naverNext(answer.url, { read: values.length, taken: items.length, total }, order);
  return {
    items,
    next: next === null ? [] : [{ url: next }],
    notes,
    total,
    unreadable,
    list: true,
    listed: good.length,
  };
}

function toItem({ title, link, originallink, description, pubDate }: NewsResult, query: string): Item {
  return itemOf({
    url: articleUrl(link),
    kind: "result",
    title: plainText(title),
    text: plainText(description),
    publishedAt: momentOf(pubDate),
    fields: givenFields({ query, originalUrl: originallink === "" ? undefined : originallink, isSummary: true }),
  });
}

/** Naver's own address names the section by which an article was found; the article is the same in each. */
function articleUrl(link: string): string {
  const url = new URL(link);
  return url.host === "n.news.naver.com" ? withParams(url, { sid: null }) : url.href;
}

/** Null without a zone: where the reading machine stands must not tell the time. */
function momentOf(pubDate: string): Date | null {
  if (!/ (?:[+-]\d{4}|GMT|UTC)$/.test(pubDate)) return null;
  const moment = new Date(pubDate);
  return Number.isNaN(moment.getTime()) ? null : moment;
}
