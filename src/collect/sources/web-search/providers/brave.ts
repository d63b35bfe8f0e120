import { z } from "zod";
import { readEach } from "../../answer.ts";
import { addressOf, numberParam, wireUrl, withParams } from "../../wire-url.ts";
import { sizeFor } from "../../within.ts";
import { isAt, isoMoment, type SearchProvider } from "../provider.ts";

const pageSize = 20;
/** Pages are counted from 0; there are ten. */
const lastOffset = 9;

const page = z.object({
  // Absent when there is nothing.
  web: z.object({ results: z.array(z.unknown()) }).optional(),
  query: z.object({ more_results_available: z.boolean().optional() }),
});
const result = z.object({
  title: z.string(),
  url: z.string(),
  description: z.string().nullish(),
  page_age: z.string().nullish(),
  profile: z.object({ name: z.string().optional() }).nullish(),
});
const failure = z.object({
  error: z.object({ code: z.string().optional(), detail: z.string().optional() }).optional(),
});

/** Brave's search API. */
export const brave: SearchProvider = {
  id: "brave",
  name: { ko: "브레이브 검색", en: "Brave Search" },
  homes: { brave: "https://api.search.brave.com" },
  credentials: [
    {
      id: "brave",
      name: { ko: "브레이브 검색 API 키", en: "Brave Search API key" },
      variables: ["BRAVE_SEARCH_KEY"],
      applyAt: "https://api-dashboard.search.brave.com/",
    },
  ],
  quotas: [],
  dated: true,
  first: (order, query) =>
    addressOf(`${order.homes.brave}/res/v1/web/search`, {
      q: query,
      count: sizeFor(pageSize, order.maxResults, order),
      offset: 0,
      text_decorations: "false",
    }),
  owns: (url, homes) => isAt(url, homes.brave, "/res/v1/web/search"),
  request: (url, { values }) => ({
    url: wireUrl(url),
    headers: [["X-Subscription-Token", values.BRAVE_SEARCH_KEY ?? ""]],
  }),
  read: (answer) => {
    const { web, query } = answer.json(page);
    const values = web?.results ?? [];
    const { good, unreadable } = readEach(values, result);
    const offset = numberParam(answer.url, "offset", 0);
    const more = values.length > 0 && query.more_results_available !== false && offset < lastOffset;
    return {
      results: good.map(({ title, url, description, page_age, profile }) => ({
        url,
        title,
        snippet: description ?? "",
        siteName: profile?.name,
        publishedAt: isoMoment(page_age),
      })),
      unreadable,
      total: null,
      next: more ? withParams(answer.url, { offset: offset + 1 }) : null,
    };
  },
  judge: (answer) => {
    if (answer.status < 400) return null;
    const { error } = answer.json(failure);
    const detail = `${error?.code ?? ""} ${error?.detail ?? ""}`.trim();
    if (/TOKEN_INVALID/i.test(detail)) return { reason: "auth_expired", detail };
    if (answer.status === 429 && /QUOTA/i.test(detail)) return { reason: "quota_exhausted", detail };
    if (/PLAN|SUBSCRIPTION_NOT/i.test(detail)) return { reason: "permission_denied", detail };
    return null;
  },
};
