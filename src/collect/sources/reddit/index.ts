import type { Source } from "../source.ts";
import { credentials, judge, login, request, rest } from "./access.ts";
import { read } from "./read.ts";
import { begin } from "./seeds.ts";

/** Reddit by its OAuth API: subreddits and searches, posts and every comment under them. */
export const reddit: Source = {
  id: "reddit",
  name: { ko: "레딧", en: "Reddit" },
  description: {
    ko: "서브레딧과 검색으로 글과 댓글을 모두 공식 API로 모읍니다.",
    en: "Collects posts of subreddits and searches with all their comments from the official API.",
  },
  way: "api",
  permission: {
    ko: "레딧이 승인한 앱의 열쇠로 공식 API만 씁니다. 레딧에서 지워진 글과 댓글은 다시 모을 때 naru에서도 지웁니다. 상업적 이용과 모델 학습은 레딧의 허락이 따로 있어야 합니다.",
    en: "Uses the official API with the keys of an app that Reddit approved. What is deleted on Reddit is erased here when it is collected again. Commercial use and training of models need Reddit's own consent.",
  },
  credentials,
  homes: { www: "https://www.reddit.com", oauth: "https://oauth.reddit.com" },
  quotas: [
    {
      bucket: "requests",
      limit: 1_000,
      window: { kind: "rolling", ms: 600_000 },
      of: { ko: "10분 동안 요청", en: "requests in ten minutes" },
    },
  ],
  options: [
    { name: "subreddit", says: { ko: "서브레딧 이름, 쉼표로 여럿", en: "names of subreddits, by commas" } },
    {
      name: "sort",
      says: { ko: "새것부터, 뜨는 것부터, 점수 높은 것부터", en: "newest, hottest or best first" },
      oneOf: ["new", "hot", "top"],
      default: "new",
    },
    {
      name: "period",
      says: { ko: "검색과 top에서 언제까지 거슬러 갈지", en: "how far back a search and top go" },
      oneOf: ["hour", "day", "week", "month", "year", "all"],
      default: "all",
    },
    {
      name: "comments",
      says: { ko: "댓글도 모두 모을지", en: "whether all comments are collected too" },
      oneOf: ["yes", "no"],
      default: "yes",
    },
    {
      name: "post",
      says: { ko: "글의 주소나 번호, 쉼표로 여럿", en: "addresses or ids of posts, by commas" },
    },
  ],
  asks: "none",
  // 100 requests a minute are allowed.
  paceMs: 650,
  allowAddresses: [],
  fields: [
    "subreddit",
    "score",
    "upvoteRatio",
    "commentCount",
    "flair",
    "over18",
    "linkUrl",
    "isCrosspost",
    "isSubmitter",
    "authorHash",
  ],
  version: "2",
  login,
  begin,
  request,
  read,
  judge,
  rest,
};
