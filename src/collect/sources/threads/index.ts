import { type Item, itemOf } from "../../../domain/item.ts";
import { type Answer, readEach } from "../answer.ts";
import { graphError, graphTime, judgeGraph } from "../graph.ts";
import type {
  ApiRequest,
  Keys,
  NextAddress,
  Note,
  Order,
  ReadContext,
  Source,
  SourceFailure,
  SourceReading,
} from "../source.ts";
import { addressOf, numberParam, wireUrl } from "../wire-url.ts";
import { isWithin } from "../within.ts";
import { carriedIds, nextPage, searchLimit } from "./pages.ts";
import { searchPage, type Thread, thread } from "./schema.ts";

/** Threads by Meta's keyword search. */
export const threads: Source = {
  id: "threads",
  name: { ko: "스레드", en: "Threads" },
  description: {
    ko: "낱말이나 #주제 태그로 찾은 공개 게시물을 공식 API로 모읍니다.",
    en: "Collects public posts found by a word or a #topic tag, by the official API.",
  },
  way: "api",
  permission: {
    ko: "threads_basic과 threads_keyword_search 권한이 필요합니다. Meta가 앱을 승인하기 전에는 내 게시물만 검색됩니다.",
    en: "Asks for threads_basic and threads_keyword_search. Until Meta has approved the app, the search finds your own posts only.",
  },
  credentials: [
    {
      id: "graph",
      name: { ko: "스레드 API 토큰", en: "Threads API token" },
      variables: ["THREADS_ACCESS_TOKEN"],
      applyAt: "https://developers.facebook.com/docs/threads/get-started",
    },
  ],
  homes: { graph: "https://graph.threads.net" },
  quotas: [
    {
      bucket: "queries",
      limit: 2_200,
      window: { kind: "rolling", ms: 86_400_000 },
      of: { ko: "24시간 동안 결과가 있는 검색", en: "searches with results in 24 hours" },
    },
  ],
  options: [
    {
      name: "sort",
      says: { ko: "최근 게시물(recent) 또는 인기 게시물(top)", en: "recent posts, or the most popular (top)" },
      oneOf: ["recent", "top"],
      default: "recent",
    },
  ],
  asks: "query",
  paceMs: 1_000,
  allowAddresses: [],
  fields: ["query", "authorHash", "mediaType", "hasReplies", "isReply", "isQuote"],
  version: "2",
  begin: (order) => order.query.map((query) => firstPage(order, query)),
  request,
  read,
  judge,
};

/** `#나루` looks for the topic tag. */
function firstPage({ homes, set, since, until, maxResults }: Order, query: string): NextAddress {
  const isTag = /^[#＃]/.test(query);
  const url = addressOf(`${homes.graph}/v1.0/keyword_search`, {
    q: query.replace(/^[#＃]+/, ""),
    search_type: set.sort === "top" ? "TOP" : "RECENT",
    search_mode: isTag ? "TAG" : null,
    fields: "id,text,media_type,permalink,timestamp,username,has_replies,is_quote_post,is_reply",
    limit: Math.min(searchLimit, maxResults ?? searchLimit),
    since: since === null ? null : Math.floor(since.getTime() / 1000),
    until: until === null ? null : Math.ceil(until.getTime() / 1000),
  });
  return { url };
}

function request(url: URL, { values }: Keys): ApiRequest | null {
  if (!url.pathname.endsWith("/v1.0/keyword_search")) return null;
  return {
    url: wireUrl(url, { access_token: values.THREADS_ACCESS_TOKEN ?? "" }),
    costs: [{ bucket: "queries", amount: 1, setAside: true }],
  };
}

function read(answer: Answer, { order, hashAuthor }: ReadContext): SourceReading {
  const { url } = answer;
  const { data, paging } = answer.json(searchPage);
  const { good, unreadable } = readEach(data, thread);
  const carried = carriedIds(url);
  const seen = numberParam(url, "naru.seen", 0);
  const wanted = good
    .filter(({ id }) => !carried.has(id))
    .map((one) => toItem(one, url, hashAuthor))
    .filter((item) => isWithin(item, order))
    .slice(0, (order.maxResults ?? Infinity) - seen);
  const { next, notes } = nextPage({
    url,
    threads: good,
    length: data.length,
    after: paging?.cursors?.after,
    seen: seen + wanted.length,
    maxResults: order.maxResults,
    since: order.since,
  });
  return {
    items: wanted,
    listed: good.length,
    next,
    notes: [...notes, ...narrowness(url, good)],
    unreadable,
    list: true,
    // A search that finds nothing is free.
    costs: data.length === 0 ? [] : [{ bucket: "queries", amount: 1 }],
  };
}

function toItem(one: Thread, url: URL, hashAuthor: (id: string) => string): Item {
  const tag = url.searchParams.get("search_mode") === "TAG" ? "#" : "";
  return itemOf({
    url: one.permalink,
    kind: "post",
    text: one.text ?? "",
    author: one.username ?? null,
    publishedAt: graphTime(one.timestamp),
    fields: {
      query: `${tag}${url.searchParams.get("q") ?? ""}`,
      ...(one.username == null ? {} : { authorHash: hashAuthor(one.username) }),
      ...(one.media_type == null ? {} : { mediaType: one.media_type }),
      ...(one.has_replies == null ? {} : { hasReplies: one.has_replies }),
      ...(one.is_reply == null ? {} : { isReply: one.is_reply }),
      ...(one.is_quote_post == null ? {} : { isQuote: one.is_quote_post }),
    },
  });
}

/** The API does not say that it searched one's own posts only; that all are by one author is what it looks like. */
function narrowness(url: URL, found: readonly Thread[]): Note[] {
  const [first] = found;
  const isFirst = !url.searchParams.has("naru.page");
  if (!isFirst || found.length < 2 || first?.username == null) return [];
  if (found.some(({ username }) => username !== first.username)) return [];
  const message = `All posts found are by @${first.username}. Until Meta approves threads_keyword_search for the app, Threads searches your own posts only.`;
  return [{ code: "permission_narrow", message }];
}

const words = {
  renew: "Make a new long-lived token (it lasts 60 days) in the app's dashboard and set THREADS_ACCESS_TOKEN to it.",
  permissions: "threads_basic and threads_keyword_search",
};

function judge(answer: Answer, _: Order, now: Date): SourceFailure | null {
  const error = graphError(answer);
  return error === null ? null : judgeGraph(answer, error, now, words);
}
