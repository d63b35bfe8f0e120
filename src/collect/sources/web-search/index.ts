import { type Item, itemOf } from "../../../domain/item.ts";
import type { Answer } from "../answer.ts";
import { plainText } from "../plain-text.ts";
import type { NextAddress, Note, Order, ReadContext, Source, SourceReading } from "../source.ts";
import { numberParam, withParams } from "../wire-url.ts";
import { isWithin, roomLeft } from "../within.ts";
import type { ResultPage, SearchProvider, SearchResult } from "./provider.ts";
import { providerOf, providers } from "./providers/index.ts";

/** Web search by the official API of a search engine; each result is an item, and the page behind it is where a crawl begins. */
export const webSearch: Source = {
  id: "web-search",
  name: { ko: "웹 검색", en: "Web search" },
  description: {
    ko: "검색 엔진의 공식 API로 찾고, 찾은 쪽을 robots.txt가 허락하는 만큼 모읍니다.",
    en: "Searches by a search engine's official API and collects the pages found, as far as their robots.txt allows.",
  },
  way: "api",
  permission: {
    ko: "검색 결과는 각 API의 약관을, 찾은 쪽은 그 사이트의 robots.txt와 약관을 따릅니다.",
    en: "Results are under the terms of the API that gave them, pages under their own site's robots.txt and terms.",
  },
  credentials: providers.flatMap(({ credentials }) => credentials),
  credentialsFor: (set) => providerOf(set).credentials.map(({ id }) => id),
  homes: Object.assign({}, ...providers.map(({ homes }) => homes)) as Record<string, string>,
  quotas: providers.flatMap(({ quotas }) => quotas),
  options: [
    {
      name: "provider",
      says: {
        ko: "검색할 곳: naver, kakao, searxng(직접 띄운 서버), brave, google(2027-01-01 종료)",
        en: "who searches: naver, kakao, searxng (a server of one's own), brave, google (ends 2027-01-01)",
      },
      oneOf: providers.map(({ id }) => id),
      default: "naver",
    },
    {
      name: "pages",
      says: {
        ko: "no: 검색 결과만 모으고 찾은 쪽은 열지 않습니다",
        en: "no: results only, the pages found are not visited",
      },
      oneOf: ["yes", "no"],
      default: "yes",
    },
    {
      name: "section",
      says: {
        ko: "카카오에서 찾을 곳: 웹 문서(web) 또는 블로그(blog)",
        en: "what Kakao searches: web documents or blogs",
      },
      oneOf: ["web", "blog"],
      default: "web",
    },
  ],
  asks: "query",
  paceMs: 200,
  allowAddresses: [],
  fields: ["query", "provider", "rank", "site", "isSummary"],
  version: "2",
  begin: (order) => order.query.map((query) => ({ url: firstOf(order, query) })),
  request: (url, keys, { set, homes }) => {
    const provider = providerOf(set);
    return provider.owns(url, homes) ? provider.request(url, keys) : null;
  },
  read,
  judge: (answer, { set, homes }) => {
    const provider = providerOf(set);
    return provider.owns(answer.url, homes) ? (provider.judge?.(answer) ?? null) : null;
  },
};

/** The query goes along as a note: each provider names its own parameter differently. */
function firstOf(order: Order, query: string): string {
  return withParams(new URL(providerOf(order.set).first(order, query)), { "naru.query": query });
}

function read(answer: Answer, { order }: ReadContext): SourceReading | null {
  const provider = providerOf(order.set);
  // A page that was found: the general reader's.
  if (!provider.owns(answer.url, order.homes)) return null;
  const page = provider.read(answer);
  const query = answer.url.searchParams.get("naru.query") ?? "";
  const seen = numberParam(answer.url, "naru.seen", 0);
  const room = roomLeft(answer.url, order);
  const told = { query, provider: provider.id };
  const all = page.results.map((result, index) => toItem(result, { ...told, rank: seen + index + 1 }));
  const read = all.filter((item) => item !== null);
  const items = read.filter((item) => isWithin(item, order)).slice(0, room);
  const next: NextAddress[] = order.set.pages === "no" ? [] : pagesBehind(items, provider, order);
  const taken = seen + page.results.length;
  const enough = items.length >= room;
  if (page.next !== null && !enough) {
    const took = numberParam(answer.url, "naru.took", 0) + items.length;
    const notes = { "naru.query": query, "naru.seen": taken, "naru.took": took };
    next.push({ url: withParams(new URL(page.next), notes) });
  }
  return {
    items,
    next,
    notes: notesOf(page, { query, taken, enough, provider, order, first: seen === 0 }),
    // What time leaves over says nothing of how much there is.
    total: page.total,
    unreadable: page.unreadable + all.length - read.length,
    list: true,
    listed: page.results.length,
  };
}

/** Null for a result that leads nowhere on the web. */
function toItem(
  { url, title, snippet, siteName, publishedAt = null }: SearchResult,
  told: { query: string; provider: string; rank: number },
): Item | null {
  const address = URL.parse(url);
  if (address === null || !/^https?:$/.test(address.protocol)) return null;
  const shown = plainText(title);
  return itemOf({
    url: address.href,
    kind: "result",
    title: shown === "" ? address.href : shown,
    text: plainText(snippet),
    publishedAt,
    fields: { ...told, isSummary: true, ...(siteName === undefined ? {} : { site: plainText(siteName) }) },
  });
}

/** A result that is an address of the search itself is no page: it would be asked with the keys. */
function pagesBehind(items: readonly Item[], provider: SearchProvider, { homes }: Order): NextAddress[] {
  return items
    .filter(({ url }) => !provider.owns(new URL(url), homes))
    .map(({ url }): NextAddress => ({ url, way: "page" }));
}

interface Told {
  query: string;
  taken: number;
  /** As many as were wanted. */
  enough: boolean;
  provider: SearchProvider;
  order: Order;
  first: boolean;
}

function notesOf(
  { total, next, results, trouble }: ResultPage,
  { query, taken, enough, provider, order, first }: Told,
): Note[] {
  const notes: Note[] = [];
  if (!enough && next === null && results.length > 0 && total !== null && total > taken) {
    const [all, had] = [total.toLocaleString("en"), taken.toLocaleString("en")];
    notes.push({
      code: "truncated",
      message: `"${query}": ${all} results, of which ${provider.name.en} gives ${had}.`,
    });
  }
  if (trouble !== undefined) {
    notes.push({ code: "nothing_found", message: `"${query}": ${provider.name.en} gave nothing; ${trouble}.` });
  }
  if (first && !provider.dated && (order.since ?? order.until) !== null) {
    const message = `${provider.name.en} does not tell when pages were published: results of every time were taken.`;
    notes.push({ code: "dates_unknown", message });
  }
  return notes;
}
