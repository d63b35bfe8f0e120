import { z } from "zod";
import type { Answer } from "./answer.ts";
import type { ApiRequest, CredentialSet, Keys, Note, Order, Quota, SourceFailure } from "./source.ts";
import { addressOf, numberParam, wireUrl, withParams } from "./wire-url.ts";
import { roomLeft, sizeFor } from "./within.ts";

/** Naver's search API has two homes: NAVER API HUB, and the Developers Center, whose keys end on 2027-06-30. */
export const naverCredentials: readonly CredentialSet[] = [
  {
    id: "hub",
    name: { ko: "네이버 API HUB", en: "NAVER API HUB" },
    variables: ["NAVER_HUB_KEY_ID", "NAVER_HUB_KEY"],
    applyAt: "https://www.ncloud.com/",
  },
  {
    id: "legacy",
    name: { ko: "네이버 개발자 센터 (2027-06-30까지)", en: "Naver Developers, until 2027-06-30" },
    variables: ["NAVER_CLIENT_ID", "NAVER_CLIENT_SECRET"],
    applyAt: "https://developers.naver.com/apps/",
  },
];

export const naverHomes = {
  hub: "https://naverapihub.apigw.ntruss.com",
  legacy: "https://openapi.naver.com",
} as const;

export const naverQuotas: readonly Quota[] = [
  {
    bucket: "calls",
    limit: 25_000,
    window: { kind: "day", zone: "Asia/Seoul" },
    of: { ko: "하루 호출", en: "calls a day" },
    // Blogs, news and web documents are one API to Naver.
    ledger: "naver",
  },
];

const mostOnPage = 100;
/** Where the last page may begin. It reaches to the 1,099th result. */
const lastStart = 1_000;

type Wish = Pick<Order, "maxResults" | "since" | "until">;

/** Where a search begins at `base`. */
export function naverFirst(base: string, query: string, order: Order): string {
  return addressOf(base, {
    query,
    display: sizeFor(mostOnPage, order.maxResults, order),
    start: 1,
    sort: order.set.sort,
  });
}

/**
 * The next page behind one on which `read` results stood, `taken` of them as they were asked for; or a note when there is more than can be had. The
 * last page begins at 1,000, so that it has the last result of the page before once more.
 */
export function naverNext(
  url: URL,
  { read, taken, total }: { read: number; taken: number; total: number },
  wish: Wish,
): { next: string | null; notes: Note[] } {
  const start = numberParam(url, "start", 1);
  const seen = start - 1 + read;
  const left = roomLeft(url, wish) - taken;
  if (seen >= total || left <= 0) return { next: null, notes: [] };
  if (read > 0 && start < lastStart) {
    const nextStart = Math.min(start + read, lastStart);
    const again = seen + 1 - nextStart;
    const display = sizeFor(mostOnPage, left + again, wish);
    const took = numberParam(url, "naru.took", 0) + taken;
    return { next: withParams(url, { start: nextStart, display, "naru.took": took }), notes: [] };
  }
  if (seen === 0) return { next: null, notes: [] };
  const query = url.searchParams.get("query") ?? "";
  const message = `"${query}": ${total.toLocaleString("en")} results, of which Naver shows no more than ${seen.toLocaleString("en")}.`;
  return { next: null, notes: [{ code: "truncated", message }] };
}

/** Adds the keys of the home in use. */
export function naverRequest(url: URL, { values }: Keys): ApiRequest {
  const hub = values.NAVER_HUB_KEY_ID !== undefined;
  return {
    url: wireUrl(url),
    headers: hub
      ? [
          ["X-NCP-APIGW-API-KEY-ID", values.NAVER_HUB_KEY_ID ?? ""],
          ["X-NCP-APIGW-API-KEY", values.NAVER_HUB_KEY ?? ""],
        ]
      : [
          ["X-Naver-Client-Id", values.NAVER_CLIENT_ID ?? ""],
          ["X-Naver-Client-Secret", values.NAVER_CLIENT_SECRET ?? ""],
        ],
    costs: [{ bucket: "calls", amount: 1 }],
  };
}

const errorBody = z.object({
  errorCode: z.union([z.string(), z.number()]).optional(),
  errorMessage: z.string().optional(),
  error: z
    .object({ errorCode: z.union([z.string(), z.number()]).optional(), message: z.string().optional() })
    .optional(),
});

/** `SE01`–`SE06`, the Developers Center's own codes and those of the gateway. What is spent for the day and what came too fast are both 429. */
export function judgeNaver(answer: Answer): SourceFailure | null {
  if (answer.status < 400) return null;
  const body = answer.json(errorBody);
  const code = String(body.errorCode ?? body.error?.errorCode ?? "");
  const detail = `${code} ${body.errorMessage ?? body.error?.message ?? ""}`.trim();
  if (answer.status === 429) {
    // 010 and 400: the day's calls. 012, 410 and 420: those of a second.
    const daily = code === "010" || code === "400" || /(?:quota|query limit|한도|하루|일일)/i.test(detail);
    return daily ? { reason: "quota_exhausted", detail, bucket: "calls" } : { reason: "rate_limited", detail };
  }
  // The key is right, and the API is not among those that were applied for.
  if (answer.status === 403 || code === "210") return { reason: "permission_denied", detail };
  if (answer.status === 401 || code === "024" || code === "200") return { reason: "auth_expired", detail };
  if (/^SE0[1-6]$/.test(code)) return { reason: "http_error", detail };
  return null;
}
