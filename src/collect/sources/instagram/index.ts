import { InvalidInputError } from "../../../platform/errors.ts";
import type { Answer } from "../answer.ts";
import { graphError, judgeGraph } from "../graph.ts";
import type {
  ApiRequest,
  Keys,
  NextAddress,
  Order,
  ReadContext,
  Source,
  SourceFailure,
  SourceReading,
} from "../source.ts";
import { wireUrl } from "../wire-url.ts";
import { accountAddress, isAccountAddress, readAccount, readAccounts, withAskingId } from "./accounts.ts";
import {
  hashtagAddress,
  hashtagOf,
  hashtagQuota,
  readHashtagId,
  readHashtagMedia,
  readHashtags,
  unknownHashtag,
} from "./hashtags.ts";

/**
 * Instagram by Meta's Graph API: chosen professional accounts (business discovery) and hashtags. A post that is missing from a listing may be gone,
 * archived, or held back from the API by its owner, and Instagram does not say which: what is stored stays.
 */
export const instagram: Source = {
  id: "instagram",
  name: { ko: "인스타그램", en: "Instagram" },
  description: {
    ko: "고른 비즈니스·크리에이터 계정의 게시물과 해시태그가 달린 공개 게시물을 공식 Graph API로 모읍니다.",
    en: "Collects posts of chosen professional accounts, and public posts with a hashtag, by the official Graph API.",
  },
  way: "api",
  permission: {
    ko: "페이스북 페이지에 연결된 내 비즈니스·크리에이터 계정과 앱 검수가 필요합니다. 계정은 instagram_basic, instagram_manage_insights, pages_read_engagement 권한으로, 해시태그는 Instagram Public Content Access로 열립니다.",
    en: "Asks for a professional account of your own linked to a Facebook page, and for an app that Meta reviewed: instagram_basic, instagram_manage_insights and pages_read_engagement for accounts, Instagram Public Content Access for hashtags.",
  },
  credentials: [
    {
      id: "graph",
      name: { ko: "인스타그램 Graph API 토큰", en: "Instagram Graph API token" },
      variables: ["INSTAGRAM_USER_ID", "INSTAGRAM_ACCESS_TOKEN"],
      open: ["INSTAGRAM_USER_ID"],
      applyAt: "https://developers.facebook.com/apps/",
    },
  ],
  homes: { graph: "https://graph.facebook.com" },
  quotas: [hashtagQuota],
  options: [
    {
      name: "account",
      says: {
        ko: "게시물을 모을 계정들. 쉼표나 줄로 나누며 @는 있어도 됩니다: account=naru.river,@naru_cafe. 파일에서 읽으려면 account@=accounts.txt",
        en: "accounts whose posts are wanted, separated by commas or lines, with or without @: account=naru.river,@naru_cafe. From a file: account@=accounts.txt",
      },
    },
    {
      name: "sort",
      says: {
        ko: "해시태그의 최근 게시물(recent, 약 24시간) 또는 인기 게시물(top)",
        en: "posts of a hashtag: recent ones (about 24 hours) or the most popular (top)",
      },
      oneOf: ["recent", "top"],
      default: "recent",
    },
    {
      name: "profile",
      says: {
        ko: "계정의 소개와 팔로워 수도 담을지(yes) 게시물만 담을지(no)",
        en: "whether the account itself (about text, followers) is kept too, or posts alone",
      },
      oneOf: ["yes", "no"],
      default: "yes",
    },
  ],
  asks: "none",
  paceMs: 1_000,
  allowAddresses: [],
  fields: ["account", "query", "authorHash", "mediaType", "likes", "comments", "followers", "follows", "mediaCount"],
  version: "2",
  begin,
  request,
  read,
  judge,
};

function begin(order: Order): NextAddress[] {
  const accounts = readAccounts(order.set.account ?? "");
  const tags = readHashtags(order.query);
  if (accounts.length + tags.length === 0) {
    throw new InvalidInputError("query_missing", "Instagram needs accounts or hashtags.", {
      field: "query",
      next: "Type: naru collect --source instagram --set account=naru.river, or --query 스위스여행,독일여행",
    });
  }
  return [
    ...accounts.map((account) => accountAddress(order, account)),
    ...tags.map((tag) => hashtagAddress(order, tag)),
  ];
}

function request(url: URL, { values }: Keys): ApiRequest | null {
  const id = values.INSTAGRAM_USER_ID ?? "";
  const access_token = values.INSTAGRAM_ACCESS_TOKEN ?? "";
  if (isAccountAddress(url)) return { url: wireUrl(withAskingId(url, id), { access_token }) };
  const tag = hashtagOf(url);
  if (tag === null) return null;
  return {
    url: wireUrl(url, { user_id: id, access_token }),
    costs: [{ bucket: hashtagQuota.bucket, amount: 1, item: tag }],
  };
}

function read(answer: Answer, context: ReadContext): SourceReading | null {
  const { url } = answer;
  if (isAccountAddress(url)) return readAccount(answer, context);
  if (hashtagOf(url) === null) return null;
  return url.pathname.endsWith("/ig_hashtag_search")
    ? readHashtagId(answer, context)
    : readHashtagMedia(answer, context);
}

const words = {
  renew:
    "Make a new long-lived token (it lasts 60 days) at https://developers.facebook.com/tools/explorer/ and set INSTAGRAM_ACCESS_TOKEN to it.",
  own: "INSTAGRAM_USER_ID must be the id of your own professional account (17 digits, no name), and the token must be allowed to use it.",
  accounts: "instagram_basic, instagram_manage_insights and pages_read_engagement",
  hashtags: "instagram_basic and the feature Instagram Public Content Access",
};

const dayMs = 86_400_000;

function judge(answer: Answer, _: Order, now: Date): SourceFailure | null {
  const error = graphError(answer);
  if (error === null) return null;
  const { code, subcode, message } = error;
  const tag = hashtagOf(answer.url);
  const permissions = tag === null ? words.accounts : words.hashtags;
  const told = judgeGraph(answer, error, now, { renew: words.renew, permissions });
  if (told !== null) return told;
  // What the path or `user_id` names is not there for this token: no word about the account or hashtag asked for.
  if (code === 100 && (subcode === 33 || /\buser_id\b/.test(message))) {
    return { reason: "permission_denied", detail: `${message.slice(0, 200)} ${words.own}` };
  }
  if (tag === null) return judgeAccount(answer.url, code, message);
  // Another program asked for the same account's hashtags: ours still counts fewer.
  if (code === 18) return { reason: "quota_exhausted", detail: message, until: new Date(now.getTime() + dayMs) };
  const isSearch = answer.url.pathname.endsWith("/ig_hashtag_search");
  if (code === 24 || subcode === 2207024 || (isSearch && code === 100)) {
    return { reason: "not_found", detail: message, note: unknownHashtag(tag) };
  }
  return null;
}

/** 110 is also what an account with an age limit gives. A field that is no more has the code of an account that never was. */
function judgeAccount(url: URL, code: number, message: string): SourceFailure | null {
  if (code === 100 && /nonexist(?:ing|ent) field/i.test(message)) return { reason: "schema_changed", detail: message };
  if ((code !== 100 && code !== 110) || url.searchParams.has("naru.page")) return null;
  const account = url.searchParams.get("naru.account") ?? "";
  const why = "there is no such professional account, or it has an age limit";
  return {
    reason: "not_found",
    detail: message,
    note: { code: "not_allowed", message: `@${account}: Instagram gives nothing out; ${why}.` },
  };
}
