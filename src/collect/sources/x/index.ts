import { InvalidInputError } from "../../../platform/errors.ts";
import type { Answer } from "../answer.ts";
import type { ApiRequest, Keys, NextAddress, Order, Source, SourceFailure } from "../source.ts";
import { addressOf, numberParam, wireUrl } from "../wire-url.ts";
import { budgetOf, fewest, most, pricePerPost, shareOf, spendQuota } from "./money.ts";
import { reachMs, readSearch } from "./read.ts";
import { problem } from "./schema.ts";

/** X by its search of the last seven days. Every post costs money: nothing is asked before a budget is set, and nothing beyond it. */
export const x: Source = {
  id: "x",
  name: { ko: "X (트위터)", en: "X (Twitter)" },
  description: {
    ko: "최근 7일의 공개 게시물을 공식 검색 API로 모읍니다. 게시물마다 요금이 있어 예산을 먼저 정해야 합니다.",
    en: "Collects public posts of the last 7 days by the official search API. Every post costs money, so a budget is set first.",
  },
  way: "api",
  permission: {
    ko: "선불 크레딧이 있는 개발자 계정이 필요합니다. 게시물 하나에 0.005달러, 작성자 정보 하나에 0.010달러가 듭니다.",
    en: "Asks for a developer account with prepaid credits: $0.005 a post, $0.010 an author's profile.",
  },
  credentials: [
    {
      id: "app",
      name: { ko: "X 앱의 Bearer 토큰", en: "bearer token of an X app" },
      variables: ["X_BEARER_TOKEN"],
      applyAt: "https://console.x.com/",
    },
  ],
  homes: { api: "https://api.x.com" },
  quotas: [
    spendQuota,
    {
      bucket: "posts",
      limit: 2_000_000,
      window: { kind: "month", zone: "UTC" },
      of: { ko: "한 달 게시물", en: "posts a month" },
    },
  ],
  options: [
    {
      name: "budget",
      says: {
        ko: "이 수집에, 그리고 하루 동안 X에 쓸 수 있는 최대 금액(미국 달러): budget=2.00",
        en: "US dollars that this collection may cost, and that may be spent on X in a day: budget=2.00",
      },
    },
    {
      name: "authors",
      says: {
        ko: "작성자 이름과 팔로워 수도 가져올지(yes, 게시물당 최대 0.010달러 추가)",
        en: "whether names and follower counts of authors come too (yes: up to $0.010 more a post)",
      },
      oneOf: ["yes", "no"],
      default: "no",
    },
  ],
  asks: "query",
  // 450 requests in 15 minutes.
  paceMs: 2_000,
  allowAddresses: [],
  fields: [
    "query",
    "authorHash",
    "authorFollowers",
    "likes",
    "replies",
    "reposts",
    "quotes",
    "bookmarks",
    "views",
    "hashtags",
    "relation",
  ],
  version: "2",
  begin,
  request,
  read: readSearch,
  judge,
};

/** The newest posts that may be asked for are half a minute old. */
const youngestMs = 30_000;
/** The oldest are seven days old when the request comes, which is later than now. */
const slackMs = 600_000;

function begin(order: Order, now: Date): NextAddress[] {
  const share = shareOf(order);
  const affordable = Math.floor(share / pricePerPost(order));
  const { since, until, homes } = order;
  const oldest = new Date(now.getTime() - reachMs + slackMs);
  if (until !== null && until <= oldest) {
    throw new InvalidInputError(
      "source_option_wrong",
      "X's search reaches 7 days back, and what is asked for is older.",
      {
        field: "until",
        next: "Ask for a time within the last 7 days.",
      },
    );
  }
  const isPast = until !== null && until.getTime() < now.getTime() - youngestMs;
  return order.query.map((query) => ({
    url: addressOf(`${homes.api}/2/tweets/search/recent`, {
      query,
      max_results: Math.max(fewest, Math.min(most, order.maxResults ?? most, affordable)),
      "tweet.fields": "author_id,created_at,entities,lang,note_tweet,public_metrics,referenced_tweets",
      expansions: order.set.authors === "yes" ? "author_id" : null,
      "user.fields": order.set.authors === "yes" ? "name,public_metrics,username" : null,
      start_time: since !== null && since > oldest ? secondOf(since) : null,
      end_time: isPast ? secondOf(until) : null,
      "naru.budget": share,
    }),
  }));
}

function secondOf(moment: Date): string {
  return moment.toISOString().replace(/\.\d{3}Z$/, "Z");
}

function request(url: URL, { values }: Keys, order: Order): ApiRequest | null {
  if (!url.pathname.endsWith("/2/tweets/search/recent")) return null;
  const posts = numberParam(url, "max_results", most);
  return {
    url: wireUrl(url),
    headers: [["Authorization", `Bearer ${values.X_BEARER_TOKEN ?? ""}`]],
    costs: [
      { bucket: spendQuota.bucket, amount: posts * pricePerPost(order), limit: budgetOf(order), setAside: true },
      { bucket: "posts", amount: posts, setAside: true },
    ],
  };
}

function judge(answer: Answer, _: Order, now: Date): SourceFailure | null {
  const { status, headers } = answer;
  if (status < 400) return null;
  const { title = "", detail: told = "", type = "", reason = "", errors = [] } = answer.json(problem);
  const said = new Set([title, told, reason, errors[0]?.message ?? ""].filter((text) => text !== ""));
  const detail = [...said].join(": ").slice(0, 400);
  if (status === 402 || /\/credits$/.test(type) || title === "CreditsDepleted") {
    return {
      reason: "quota_exhausted",
      detail: advise(detail, "The prepaid credits are used up; buy more at https://console.x.com/."),
    };
  }
  if (title === "UsageCapExceeded" || /\/usage-capped$/.test(type)) {
    return { reason: "quota_exhausted", detail, bucket: "posts" };
  }
  if (status === 429) {
    const reset = Number(headers["x-rate-limit-reset"] ?? 0) * 1000;
    if (reset <= now.getTime() || reset > now.getTime() + 86_400_000) return null;
    return { reason: "quota_exhausted", detail: detail || "Too many requests in 15 minutes.", until: new Date(reset) };
  }
  if (status === 401) {
    return {
      reason: "auth_expired",
      detail: advise(detail, "Make a new bearer token at https://console.x.com/ and set X_BEARER_TOKEN."),
    };
  }
  if (status === 403) {
    return { reason: "permission_denied", detail: advise(detail, "The app must belong to a project with credits.") };
  }
  return detail === ""
    ? null
    : { reason: status >= 500 ? "server_error" : status === 404 ? "not_found" : "http_error", detail };
}

/** What X said, as a sentence, and what to do about it. */
function advise(detail: string, next: string): string {
  const said = detail.replace(/[.\s]+$/, "");
  return said === "" ? next : `${said}. ${next}`;
}
