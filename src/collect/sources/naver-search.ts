import { z } from "zod";
import type { Answer } from "./answer.ts";
import type { ApiRequest, CredentialSet, Keys, Note, Order, Quota, SourceFailure } from "./source.ts";
import { numberParam, wireUrl, withParams } from "./wire-url.ts";

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
  },
];

export const naverPage = 100;
/** Where the last page may begin. It reaches to the 1,099th result. */
const lastStart = 1_000;

/**
 * The next page behind one of which `read` results were read, or a note when there is more than can be had. The last page begins at 1,000, so that it
 * has the last result of the page before once more.
 */
export function naverNext(
  url: URL,
  read: number,
  total: number,
  { maxResults }: Pick<Order, "maxResults">,
): { next: string | null; notes: Note[] } {
  const start = numberParam(url, "start", 1);
  const seen = start - 1 + read;
  const wanted = Math.min(maxResults ?? total, total);
  if (read === 0 || seen >= wanted) return { next: null, notes: [] };
  if (start < lastStart) {
    const nextStart = Math.min(start + read, lastStart);
    const display = Math.min(naverPage, wanted - nextStart + 1);
    return { next: withParams(url, { start: nextStart, display }), notes: [] };
  }
  const query = url.searchParams.get("query") ?? "";
  const message = `"${query}": ${total.toLocaleString("en")} results, of which Naver gives no more than the ${seen.toLocaleString("en")} that were taken.`;
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

/** `SE01`–`SE06` and the gateway's own codes. The quota of a day and that of a second both come as 429. */
export function judgeNaver(answer: Answer): SourceFailure | null {
  if (answer.status < 400) return null;
  const body = answer.json(errorBody);
  const code = String(body.errorCode ?? body.error?.errorCode ?? "");
  const detail = `${code} ${body.errorMessage ?? body.error?.message ?? ""}`.trim();
  if (answer.status === 429) {
    const daily = code === "012" || /(?:quota|한도|하루|일일)/i.test(detail);
    return daily ? { reason: "quota_exhausted", detail, bucket: "calls" } : { reason: "rate_limited", detail };
  }
  if (answer.status === 401 || code === "024" || code === "200") return { reason: "auth_expired", detail };
  if (answer.status === 403) return { reason: "permission_denied", detail };
  if (/^SE0[1-6]$/.test(code)) return { reason: "http_error", detail };
  return null;
}
