import { InvalidInputError } from "../../../platform/errors.ts";
import { SchemaError } from "../../errors.ts";
import type { Answer } from "../answer.ts";
import type { ApiRequest, Keys, Login, NextAddress, Order, Source, SourceFailure } from "../source.ts";
import { addressOf, numberParam } from "../wire-url.ts";
import { pageSize, readSearch, windowAnew } from "./read.ts";
import { loginProblem, problem, tokenAnswer } from "./schema.ts";
import { newestWindow } from "./windows.ts";

const path = "/v2/research/video/query/";

/** One gets a token for two hours with the client's key and secret. */
const login: Login = {
  request: ({ values }, homes) => ({
    url: `${homes.api}/v2/oauth/token/`,
    method: "POST",
    headers: [["Content-Type", "application/x-www-form-urlencoded"]],
    body: new URLSearchParams({
      client_key: values.TIKTOK_CLIENT_KEY ?? "",
      client_secret: values.TIKTOK_CLIENT_SECRET ?? "",
      grant_type: "client_credentials",
    }).toString(),
  }),
  read: (answer) => {
    let refusal: string | null = null;
    try {
      const { error, error_description } = answer.json(loginProblem);
      refusal = `${error} ${error_description}`.trim().slice(0, 200);
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
    }
    if (refusal !== null) throw new SchemaError(`TikTok refused the client key or secret: ${refusal}`);
    const { access_token, expires_in } = answer.json(tokenAnswer);
    return { token: access_token, expiresInMs: expires_in * 1000 };
  },
};

/** TikTok by its Research API, which researchers of non-profit institutions are given. */
export const tiktok: Source = {
  id: "tiktok",
  name: { ko: "틱톡", en: "TikTok" },
  description: {
    ko: "낱말이나 #해시태그로 찾은 공개 영상의 설명과 수치를 공식 연구용 API로 모읍니다. 때를 정하지 않으면 최근 30일입니다.",
    en: "Collects descriptions and counts of public videos found by a word or a #hashtag, by the official Research API; of the last 30 days when no time is given.",
  },
  way: "api",
  permission: {
    ko: "승인받은 비영리 기관의 연구자만, 승인된 연구 목적으로만 쓸 수 있습니다. 기업은 신청할 수 없습니다.",
    en: "For approved researchers of non-profit institutions only, and only for the research approved; companies are refused.",
  },
  credentials: [
    {
      id: "research",
      name: { ko: "틱톡 연구용 API 클라이언트", en: "TikTok Research API client" },
      variables: ["TIKTOK_CLIENT_KEY", "TIKTOK_CLIENT_SECRET"],
      applyAt: "https://developers.tiktok.com/products/research-api/",
    },
  ],
  homes: { api: "https://open.tiktokapis.com" },
  quotas: [
    {
      bucket: "requests",
      limit: 1_000,
      window: { kind: "day", zone: "UTC" },
      of: { ko: "하루 요청", en: "requests a day" },
    },
    {
      bucket: "records",
      limit: 100_000,
      window: { kind: "day", zone: "UTC" },
      of: { ko: "하루 영상", en: "videos a day" },
    },
  ],
  options: [
    {
      name: "region",
      says: {
        ko: "작성자의 나라 코드, 여럿은 쉼표로: region=KR,JP (없으면 모든 나라)",
        en: "country codes of the authors, separated by commas: region=KR,JP (none: every country)",
      },
    },
  ],
  asks: "query",
  paceMs: 1_000,
  allowAddresses: [],
  fields: ["query", "authorHash", "region", "views", "likes", "comments", "shares", "hashtags", "transcript"],
  version: "1",
  login,
  begin,
  request,
  read: readSearch,
  judge,
};

/** The whole question stands in the address; `request` makes the body of it. */
function begin(order: Order, now: Date): NextAddress[] {
  const { window, first } = newestWindow(order.since, order.until, now);
  const region = readRegions(order.set.region ?? "").join(",");
  return order.query.map((query) => ({
    url: addressOf(`${order.homes.api}${path}`, {
      term: query.replace(/^＃/, "#"),
      region: region === "" ? null : region,
      start_date: window.start,
      end_date: window.end,
      max_count: Math.min(pageSize, order.maxResults ?? pageSize),
      "naru.first": first,
    }),
  }));
}

function readRegions(text: string): string[] {
  const codes = text.split(/[\s,]+/).filter((code) => code !== "");
  const odd = codes.find((code) => !/^[A-Za-z]{2}$/.test(code));
  if (odd === undefined) return [...new Set(codes.map((code) => code.toUpperCase()))];
  throw new InvalidInputError("source_option_wrong", `This is no country code: ${odd.slice(0, 40)}`, {
    field: "set.region",
    next: "Type codes of two letters: --set region=KR,JP",
  });
}

const fields =
  "id,video_description,create_time,region_code,share_count,view_count,like_count,comment_count,hashtag_names,username,voice_to_text";

function request(url: URL, { token }: Keys): ApiRequest | null {
  if (!url.pathname.endsWith(path)) return null;
  const { searchParams } = url;
  const term = searchParams.get("term") ?? "";
  const region = searchParams.get("region");
  const word = term.startsWith("#")
    ? { operation: "EQ", field_name: "hashtag_name", field_values: [term.slice(1)] }
    : { operation: "EQ", field_name: "keyword", field_values: [term] };
  const where = { operation: "IN", field_name: "region_code", field_values: region?.split(",") ?? [] };
  const max_count = numberParam(url, "max_count", pageSize);
  const search_id = searchParams.get("search_id");
  return {
    url: addressOf(`${url.origin}${url.pathname}`, { fields }),
    method: "POST",
    headers: [
      ["Authorization", `Bearer ${token ?? ""}`],
      ["Content-Type", "application/json"],
    ],
    body: JSON.stringify({
      query: { and: region === null ? [word] : [where, word] },
      start_date: searchParams.get("start_date"),
      end_date: searchParams.get("end_date"),
      max_count,
      ...(searchParams.has("cursor") ? { cursor: numberParam(url, "cursor", 0) } : {}),
      ...(search_id === null ? {} : { search_id }),
    }),
    costs: [
      { bucket: "requests", amount: 1 },
      { bucket: "records", amount: max_count, setAside: true },
    ],
  };
}

/** TikTok names an error in every answer; a good one is called `ok`. */
function judge(answer: Answer): SourceFailure | null {
  const { error } = answer.json(problem);
  if (error === undefined || error.code === "" || error.code === "ok") return null;
  const { code } = error;
  const detail = `${code} ${error.message}`.trim().slice(0, 300);
  if (code === "daily_quota_limit_exceeded") return { reason: "quota_exhausted", detail, bucket: "requests" };
  if (code === "rate_limit_exceeded") return { reason: "rate_limited", detail };
  if (code === "access_token_invalid") return { reason: "auth_expired", detail };
  if (/^scope_|permission|access_denied|unauthorized_client/.test(code)) {
    return {
      reason: "permission_denied",
      detail: `${detail} The client needs the scope research.data.basic, which TikTok grants to approved researchers.`,
    };
  }
  if (code === "invalid_params" && /search.?id/i.test(error.message)) {
    const anew = windowAnew(answer.url);
    if (anew !== null) return { reason: "http_error", detail, ...anew };
  }
  if (answer.status >= 500 || code === "internal_error") return { reason: "server_error", detail };
  return { reason: "http_error", detail };
}
