import type { ApiRequest, Keys, Order, Source } from "../source.ts";
import { wireUrl } from "../wire-url.ts";
import { bucketOf, judgeYoutube } from "./judge.ts";
import { read } from "./read.ts";
import { begin } from "./seeds.ts";

const lists = new Set(["search", "channels", "playlistItems", "videos", "captions", "commentThreads", "comments"]);
const zone = "America/Los_Angeles";

/** YouTube by its Data API: searches, uploads of channels, videos, and every comment under them. */
export const youtube: Source = {
  id: "youtube",
  name: { ko: "유튜브", en: "YouTube" },
  description: {
    ko: "검색, 채널, 영상 번호로 영상과 댓글, 답글을 공식 API로 모읍니다. 자막은 어떤 것이 있는지만 적습니다.",
    en: "Collects videos with their comments and replies by search, channel or id from the official API. Of captions it notes which there are.",
  },
  way: "api",
  permission: {
    ko: "자신의 API 키로 공식 API만 씁니다. 구글의 정책에 따라 모은 것은 30일 안에 다시 받거나 지워야 하고, 지워진 영상과 댓글은 naru에서도 지웁니다. 자막 글은 주인만 받을 수 있어 받지 않습니다.",
    en: "Uses the official API with your own key. Google's policy asks that stored data be fetched anew or deleted within 30 days; videos that are gone are erased here with their comments. Texts of captions are only for their owner and never fetched.",
  },
  credentials: [
    {
      id: "key",
      name: { ko: "유튜브 Data API 키", en: "YouTube Data API key" },
      variables: ["YOUTUBE_API_KEY"],
      applyAt: "https://console.cloud.google.com/apis/library/youtube.googleapis.com",
    },
  ],
  homes: { api: "https://www.googleapis.com/youtube/v3" },
  quotas: [
    {
      bucket: "search",
      limit: 100,
      window: { kind: "day", zone },
      of: { ko: "하루 검색 (태평양 시각 자정에 새로 참)", en: "searches a day, filled again at midnight Pacific time" },
    },
    {
      bucket: "units",
      limit: 10_000,
      window: { kind: "day", zone },
      of: { ko: "하루 단위: 목록 1쪽에 1, 자막 목록에 50", en: "units a day: 1 a page, 50 a list of captions" },
    },
  ],
  options: [
    {
      name: "channel",
      says: { ko: "채널의 @이름이나 번호, 쉼표로 여럿", en: "handles or ids of channels, by commas" },
    },
    { name: "video", says: { ko: "영상의 번호나 주소, 쉼표로 여럿", en: "ids or addresses of videos, by commas" } },
    {
      name: "comments",
      says: { ko: "댓글과 모든 답글도 모을지", en: "whether comments and all replies are collected too" },
      oneOf: ["yes", "no"],
      default: "yes",
    },
    {
      name: "maxComments",
      says: { ko: "영상마다 댓글 타래를 몇 개까지 (최근 것부터)", en: "comment threads of each video, newest first" },
    },
    {
      name: "captions",
      says: {
        ko: "어떤 자막이 있는지 적을지 (영상마다 51단위)",
        en: "whether to note which captions there are, 51 units a video",
      },
      oneOf: ["no", "yes"],
      default: "no",
    },
    {
      name: "order",
      says: { ko: "검색 결과의 차례", en: "order of search results" },
      oneOf: ["relevance", "date", "rating", "title", "viewCount"],
      default: "relevance",
    },
    { name: "region", says: { ko: "볼 수 있는 나라, 예: KR", en: "country in which they can be watched, such as KR" } },
    { name: "language", says: { ko: "잘 맞는 언어, 예: ko", en: "language that suits best, such as ko" } },
  ],
  asks: "none",
  paceMs: 100,
  allowAddresses: [],
  fields: [
    "channel",
    "authorHash",
    "views",
    "likes",
    "commentCount",
    "replyCount",
    "durationSeconds",
    "tags",
    "hasCaptions",
    "captionTracks",
  ],
  version: "1",
  begin,
  request,
  read,
  judge: judgeYoutube,
};

function request(url: URL, { values }: Keys, { homes }: Order): ApiRequest | null {
  const list = url.pathname.slice(url.pathname.lastIndexOf("/") + 1);
  if (!lists.has(list) || !url.href.startsWith(`${homes.api}/`)) return null;
  return {
    url: wireUrl(url, { key: values.YOUTUBE_API_KEY ?? "" }),
    costs: [{ bucket: bucketOf(url), amount: list === "captions" ? 50 : 1 }],
  };
}
