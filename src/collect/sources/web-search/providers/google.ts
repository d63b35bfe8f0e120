import { z } from "zod";
import { readEach } from "../../answer.ts";
import { addressOf, wireUrl, withParams } from "../../wire-url.ts";
import { isAt, type SearchProvider } from "../provider.ts";

const pageSize = 10;
/** The last page begins here: a hundred results of a query can be had. */
const lastStart = 91;

const page = z.object({
  items: z.array(z.unknown()).optional(),
  searchInformation: z.object({ totalResults: z.string().optional() }).optional(),
  queries: z.object({ nextPage: z.array(z.object({ startIndex: z.number() })).optional() }),
});
const result = z.object({ title: z.string(), link: z.string(), snippet: z.string().default("") });
const failure = z.object({
  error: z.object({
    status: z.string().optional(),
    message: z.string().optional(),
    errors: z.array(z.object({ reason: z.string().optional() })).optional(),
  }),
});

/** Google's Custom Search JSON API: closed to new customers, ends on 2027-01-01. */
export const google: SearchProvider = {
  id: "google",
  name: { ko: "구글 맞춤 검색 (옛 방식, 2027-01-01 종료)", en: "Google Custom Search (legacy, ends 2027-01-01)" },
  homes: { google: "https://www.googleapis.com" },
  credentials: [
    {
      id: "google",
      name: {
        ko: "구글 맞춤 검색 키와 엔진 ID (새 프로젝트는 받지 않음)",
        en: "Google Custom Search key and engine id; not given to new projects",
      },
      variables: ["GOOGLE_SEARCH_KEY", "GOOGLE_SEARCH_CX"],
      open: ["GOOGLE_SEARCH_CX"],
      applyAt: "https://developers.google.com/custom-search/v1/overview",
    },
  ],
  quotas: [
    {
      bucket: "google",
      // What one may pay for; the hundred free ones of a day end with an answer of Google's own.
      limit: 10_000,
      window: { kind: "day", zone: "America/Los_Angeles" },
      of: { ko: "구글 하루 검색", en: "searches a day by Google" },
    },
  ],
  dated: false,
  first: ({ homes, maxResults }, query) =>
    addressOf(`${homes.google}/customsearch/v1`, {
      q: query,
      num: Math.min(pageSize, maxResults ?? pageSize),
      start: 1,
    }),
  owns: (url, homes) => isAt(url, homes.google, "/customsearch/v1"),
  request: (url, { values }) => ({
    url: wireUrl(url, { key: values.GOOGLE_SEARCH_KEY ?? "", cx: values.GOOGLE_SEARCH_CX ?? "" }),
    costs: [{ bucket: "google", amount: 1 }],
  }),
  read: (answer) => {
    const { items = [], searchInformation, queries } = answer.json(page);
    const { good, unreadable } = readEach(items, result);
    const start = queries.nextPage?.[0]?.startIndex ?? null;
    const total = Number(searchInformation?.totalResults ?? Number.NaN);
    const more = items.length > 0 && start !== null && start <= lastStart;
    return {
      results: good.map(({ title, link, snippet }) => ({ url: link, title, snippet })),
      unreadable,
      total: Number.isFinite(total) ? total : null,
      next: more ? withParams(answer.url, { start }) : null,
    };
  },
  judge: (answer) => {
    if (answer.status < 400) return null;
    const { status = "", message = "", errors = [] } = answer.json(failure).error;
    const reasons = errors.map(({ reason }) => reason ?? "").join(" ");
    const detail = `${status} ${message}`.trim();
    if (/API_KEY_INVALID|keyInvalid|badRequest.*API key/i.test(`${reasons} ${message}`) || answer.status === 401)
      return { reason: "auth_expired", detail };
    // A minute's queries and a day's come with the same status, and often with the same reason.
    if (/userRateLimitExceeded/i.test(reasons) || /per (?:minute|second|100 seconds)/i.test(message))
      return { reason: "rate_limited", detail };
    if (/dailyLimit|quotaExceeded|RESOURCE_EXHAUSTED/i.test(`${reasons} ${status}`))
      return { reason: "quota_exhausted", detail, bucket: "google" };
    if (/rateLimitExceeded/i.test(reasons)) return { reason: "rate_limited", detail };
    if (answer.status === 403) {
      const why = "Google gives this API to no new project, and to nobody from 2027-01-01 on";
      return { reason: "permission_denied", detail: `${detail} (${why}; try --set provider=brave or provider=naver)` };
    }
    return null;
  },
};
