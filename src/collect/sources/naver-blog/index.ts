import { type Item, itemOf } from "../../../domain/item.ts";
import { SchemaError } from "../../errors.ts";
import type { Answer } from "../answer.ts";
import { readEach } from "../answer.ts";
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
import { parseMarkup } from "../select.ts";
import type { NextAddress, Order, ReadContext, Source, SourceReading } from "../source.ts";
import { roomLeft } from "../within.ts";
import { bodyUrl, findPost, type PostId, postUrl } from "./post-address.ts";
import { frameOf, readPost } from "./post-body.ts";
import { type BlogResult, blogResult, searchPage } from "./schema.ts";

/** Naver blog search by its official API: what it tells of each post, and the post itself where operator, order and robots.txt all allow it. */
export const naverBlog: Source = {
  id: "naver-blog",
  name: { ko: "네이버 블로그", en: "Naver blog" },
  description: {
    ko: "네이버 블로그 검색 결과를 공식 API로 모읍니다. 본문은 따로 켤 때만 가져옵니다.",
    en: "Collects Naver blog search results by the official API, and whole posts only when that is turned on.",
  },
  way: "api",
  permission: {
    ko: "공식 검색 API의 결과만 모읍니다. 본문은 운영자가 켜고(naru sources naver-blog --bodies) 사이트의 robots.txt가 허락할 때만 가져오며, 사이트가 금하므로 AI에 쓰이지 않게 표시합니다.",
    en: "Takes what the official search API gives. Whole posts only where the operator turned them on (naru sources naver-blog --bodies) and robots.txt allows it; they are marked as not for AI, as the site demands.",
  },
  credentials: naverCredentials,
  homes: { ...naverHomes, posts: "https://blog.naver.com" },
  quotas: naverQuotas,
  options: [
    {
      name: "sort",
      says: { ko: "정확도순(sim) 또는 날짜순(date)", en: "by relevance (sim) or by date" },
      oneOf: ["sim", "date"],
      default: "sim",
    },
    {
      name: "bodies",
      says: {
        ko: "yes: 운영자와 robots.txt가 허락하면 글 전체를 가져와 요약 대신 둡니다",
        en: "yes: whole posts in the place of summaries, where the operator and robots.txt allow it",
      },
      oneOf: ["yes", "no"],
      default: "no",
    },
  ],
  asks: "query",
  paceMs: 100,
  allowAddresses: [],
  fields: ["query", "blogName", "blogUrl", "isSummary", "tags"],
  version: "3",
  begin: (order) => order.query.map((query) => ({ url: firstPage(order, query) })),
  request: (url, keys, { homes }) => (isSearch(url, homes) ? naverRequest(url, keys) : null),
  read: (answer, context) =>
    isSearch(answer.url, context.order.homes) ? readSearch(answer, context) : readBody(answer, context),
  itemsAt: (url, { homes }) => {
    const post = findPost(url, homes.posts);
    return post === null ? [] : [postUrl(post)];
  },
  judge: judgeNaver,
};

const hubPath = "/search/v1/blog";
const legacyPath = "/v1/search/blog.json";

function isSearch(url: URL, { hub, legacy }: Order["homes"]): boolean {
  const address = `${url.origin}${url.pathname}`;
  return address === `${hub}${hubPath}` || address === `${legacy}${legacyPath}`;
}

function firstPage(order: Order, query: string): string {
  const { homes, credentials } = order;
  return naverFirst(credentials === "legacy" ? `${homes.legacy}${legacyPath}` : `${homes.hub}${hubPath}`, query, order);
}

function readSearch(answer: Answer, { order, bodies }: ReadContext): SourceReading {
  const { total, items: values } = answer.json(searchPage);
  const { good, unreadable } = readEach(values, blogResult);
  const query = answer.url.searchParams.get("query") ?? "";
  const all = good.map((result) => toItem(result, query));
  const items = all.filter((item) => isWithin(item, order)).slice(0, roomLeft(answer.url, order));
  const isPast = order.set.sort === "date" && all.length > 0 && all.every((item) => isOlder(item, order));
  const { next: page, notes } = isPast
    ? { next: null, notes: [] }
    : naverNext(answer.url, { read: values.length, taken: items.length, total }, order);
  const next: NextAddress[] = page === null ? [] : [{ url: page }];
  if (order.set.bodies === "yes") {
    if (bodies === true) next.push(...items.flatMap((item) => bodyOf(item, order)));
    else notes.push({ code: "not_allowed", message: bodiesOff });
  }
  return { items, next, notes, total, unreadable, list: true, listed: good.length };
}

const bodiesOff =
  "Whole posts were asked for, and the operator has not turned them on: naru sources naver-blog --bodies. Summaries were taken.";

/** Posts of Naver alone: other sites' posts that the search finds are those sites' business. */
function bodyOf({ url }: Item, { homes }: Order): NextAddress[] {
  const address = URL.parse(url);
  const post = address === null ? null : findPost(address);
  return post === null ? [] : [{ url: bodyUrl(homes.posts ?? "", post), way: "page" }];
}

/** The post itself, known by the address of its summary, whose place it takes. */
function readBody(answer: Answer, { order, now }: ReadContext): SourceReading | null {
  const post = findPost(answer.url, order.homes.posts);
  if (post === null) return null;
  const page = parseMarkup(answer.text());
  const body = readPost(page, answer.url, now);
  if (body === null) return { items: [], next: framed(frameOf(page, answer.url), post, order) };
  const { title, author, publishedAt, text, tags, images } = body;
  const blogUrl = `blog.naver.com/${post.blogId}`;
  const item = itemOf({
    url: postUrl(post),
    kind: "post",
    title,
    text,
    author,
    publishedAt,
    images,
    fields: { blogName: author ?? "", blogUrl, isSummary: false, ...(tags.length > 0 ? { tags } : {}) },
    // Named AI bots are shut out, and a comment in robots.txt forbids all use for AI, by every reading of it.
    noAi: true,
  });
  return { items: [item] };
}

/** @throws SchemaError when a page is neither a post nor the frame of this one. */
function framed(frame: URL | null, post: PostId, { homes }: Order): NextAddress[] {
  const inner = frame === null ? null : findPost(frame, homes.posts);
  if (inner === null || postUrl(inner) !== postUrl(post))
    throw new SchemaError("The post is in no editor that is known.");
  return [{ url: bodyUrl(homes.posts ?? "", inner), way: "page" }];
}

/** The day alone is told; it counts from its first moment in Korea. */
function toItem(result: BlogResult, query: string): Item {
  const address = URL.parse(result.link);
  const post = address === null ? null : findPost(address);
  return itemOf({
    url: post === null ? result.link : postUrl(post),
    kind: "result",
    title: plainText(result.title),
    text: plainText(result.description),
    author: result.bloggername === "" ? null : plainText(result.bloggername),
    publishedAt: dayFrom(result.postdate),
    fields: { query, blogName: plainText(result.bloggername), blogUrl: result.bloggerlink, isSummary: true },
  });
}

function dayFrom(postdate: string): Date | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(postdate) ?? [];
  const moment = new Date(`${year}-${month}-${day}T00:00:00+09:00`);
  return Number.isNaN(moment.getTime()) ? null : moment;
}

/** Only the day is known: a post of the day on which `since` falls may be older or younger, and is kept. */
function isOlder({ publishedAt }: Item, { since }: Order): boolean {
  return since !== null && publishedAt !== null && publishedAt.getTime() + 86_400_000 <= since.getTime();
}

function isWithin(item: Item, order: Order): boolean {
  const { publishedAt } = item;
  return !isOlder(item, order) && (order.until === null || publishedAt === null || publishedAt < order.until);
}
