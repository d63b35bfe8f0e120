import type { Answer } from "../answer.ts";
import type { ApiRequest, CredentialSet, Keys, Login, Order, SourceFailure } from "../source.ts";
import { wireUrl } from "../wire-url.ts";
import { errorBody, token } from "./schema.ts";

const applyAt =
  "https://support.reddithelp.com/hc/en-us/articles/14945211791892-Developer-Platform-Accessing-Reddit-Data";

/** An approved app, and who answers for it: Reddit wants to be told in every request. */
export const credentials: readonly CredentialSet[] = [
  {
    id: "agent",
    name: { ko: "승인된 앱과 직접 정한 User-Agent", en: "an approved app and a User-Agent of your own" },
    variables: ["REDDIT_CLIENT_ID", "REDDIT_CLIENT_SECRET", "REDDIT_USER_AGENT"],
    open: ["REDDIT_USER_AGENT"],
    applyAt,
  },
  {
    id: "user",
    name: { ko: "승인된 앱과 그 앱을 맡은 레딧 사용자", en: "an approved app and the Reddit user behind it" },
    variables: ["REDDIT_CLIENT_ID", "REDDIT_CLIENT_SECRET", "REDDIT_USERNAME"],
    open: ["REDDIT_USERNAME"],
    applyAt,
  },
];

/** `<platform>:<app>:<version> (by /u/<user>)`, as Reddit's rules ask. */
export function userAgentOf({ values }: Keys): string {
  const own = values.REDDIT_USER_AGENT;
  const agent = own ?? `node:naru:0.1 (by /u/${(values.REDDIT_USERNAME ?? "").replace(/^\/?u\//, "")})`;
  return agent.replace(/[^\x20-\x7e]/g, "");
}

export const login: Login = {
  request: (keys, homes) => {
    const { REDDIT_CLIENT_ID: id = "", REDDIT_CLIENT_SECRET: secret = "" } = keys.values;
    return {
      url: `${homes.www}/api/v1/access_token`,
      method: "POST",
      headers: [
        ["Authorization", `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`],
        ["Content-Type", "application/x-www-form-urlencoded"],
        ["User-Agent", userAgentOf(keys)],
      ],
      body: "grant_type=client_credentials",
    };
  },
  read: (answer) => {
    const { access_token, expires_in } = answer.json(token);
    return { token: access_token, expiresInMs: expires_in * 1_000 };
  },
};

export function request(url: URL, keys: Keys, { homes }: Order): ApiRequest | null {
  if (!url.href.startsWith(`${homes.oauth}/`)) return null;
  return {
    url: wireUrl(url),
    headers: [
      ["Authorization", `bearer ${keys.token ?? ""}`],
      ["User-Agent", userAgentOf(keys)],
    ],
    costs: [{ bucket: "requests", amount: 1 }],
  };
}

/** What is left of the ten minutes that Reddit counts by, told with every answer. */
export function rest({ status, headers }: Answer): number | null {
  const resetMs = Number(headers["x-ratelimit-reset"] ?? Number.NaN) * 1_000;
  const left = Number(headers["x-ratelimit-remaining"] ?? Number.NaN);
  return resetMs > 0 && (left < 1 || status === 429) ? resetMs : null;
}

export function judge(answer: Answer): SourceFailure | null {
  const { status, url } = answer;
  if (status < 300) return null;
  if (status < 400) {
    // A list of a subreddit that there is not leads to a search for one.
    return { reason: "not_found", detail: `There is no ${decodeURIComponent(url.pathname).slice(0, 60)}.` };
  }
  const { message = "", reason } = answer.json(errorBody);
  const detail = `${status} ${reason ?? ""} ${message}`.replaceAll(/\s+/g, " ").slice(0, 200);
  if (status === 403) return { reason: "permission_denied", detail };
  if (status === 404) return { reason: "not_found", detail };
  return null;
}
