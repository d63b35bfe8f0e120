import { openStandIn, type StandIn, type StandInAnswer, type StandInRequest } from "./stand-in.ts";

export interface YoutubeReply {
  id: string;
  text: string;
  by: string;
  at: string;
}

export interface YoutubeThread extends YoutubeReply {
  replies: YoutubeReply[];
}

export interface YoutubeVideo {
  id: string;
  title: string;
  description: string;
  channel: string;
  at: string;
  /** Null: turned off. */
  threads: YoutubeThread[] | null;
  /** Languages of its caption tracks; null: their owner alone may see the list. */
  captions: string[] | null;
  /** Taken down: searches may go on showing it for a while, its details are gone. */
  removed: boolean;
}

/** YouTube's Data API v3 as far as naru asks it. `state` may be changed while it runs. */
export interface YoutubeStandIn extends StandIn {
  state: {
    videos: YoutubeVideo[];
    /** Lists come under another name. */
    broken: boolean;
    /** Results that a search lets one reach. */
    reach: number;
    /** Every page leads to the first one. */
    stuck: boolean;
  };
}

export const youtubeKey = "youtube-key-for-tests";
export const youtubeChannel = "UCnaruboatmanchannel0000";
const handle = "@naruboat";
const uploads = "UUnaruboatmanchannel0000";
const repliesShown = 5;

/** Own Korean texts; the number makes each another. Without comments unless they are given. */
export function youtubeVideo(n: number, more: Partial<YoutubeVideo> = {}): YoutubeVideo {
  return {
    id: `nv${String(n).padStart(9, "0")}`,
    title: `스위스 호수 ${n}번째 영상 "뷁"`,
    description: `나룻배를 타고 ${n}번 호수를 건넜습니다.\n물빛이 고와서 정말 행복했어요 & 또 갈래요.`,
    channel: youtubeChannel,
    at: timeOf(n),
    threads: [],
    captions: [],
    removed: false,
    ...more,
  };
}

/** The later the number, the older. */
export function timeOf(n: number): string {
  return new Date(Date.UTC(2026, 10, 20, 3) - n * 3_600_000).toISOString().replace(".000Z", "Z");
}

export function youtubeThread(id: string, replies: number): YoutubeThread {
  const said = (index: number): YoutubeReply => ({
    id: `${id}.r${index}`,
    text: `${index}번째 답글: 저도 그 나루에 가 봤어요 <웃음>`,
    by: `UCreplier${index}`,
    at: timeOf(index),
  });
  return {
    id,
    text: `노를 젓는 모습이 참 좋네요 & 부럽습니다`,
    by: "UCwriter",
    at: timeOf(1),
    replies: Array.from({ length: replies }, (_, index) => said(index + 1)),
  };
}

export async function openYoutube(): Promise<YoutubeStandIn> {
  const state: YoutubeStandIn["state"] = { videos: [], broken: false, reach: 500, stuck: false };
  const standIn = await openStandIn((request) => answer(request, state));
  return { ...standIn, state };
}

export function youtubeError(status: number, reason: string, message = reason): StandInAnswer {
  return { status, body: { error: { code: status, message, errors: [{ message, domain: "youtube", reason }] } } };
}

function answer({ url }: StandInRequest, state: YoutubeStandIn["state"]): StandInAnswer | null {
  const params = url.searchParams;
  if (params.get("key") !== youtubeKey) {
    const message = "API key not valid. Please pass a valid API key.";
    const error = { code: 400, message, errors: [{ message, reason: "badRequest" }], status: "INVALID_ARGUMENT" };
    return { status: 400, body: { error: { ...error, details: [{ reason: "API_KEY_INVALID" }] } } };
  }
  if ([...params.keys()].some((name) => name.startsWith("naru."))) return youtubeError(400, "unexpectedParameter");
  if (params.get("part") === null) return youtubeError(400, "missingRequiredParameter");
  const list = url.pathname.replace(/^\/youtube\/v3\//, "");
  const most = /^comment/.test(list) ? 100 : 50;
  const size = Number(params.get("maxResults") ?? 5);
  if (!Number.isInteger(size) || size < 1 || size > most) return youtubeError(400, "invalidParameter");
  const lists: Record<string, () => StandInAnswer | null> = {
    search: () => search(params, size, state),
    channels: () => channels(params),
    playlistItems: () => playlist(params, size, state),
    videos: () => videos(params, state),
    captions: () => captions(params, state),
    commentThreads: () => threads(params, size, state),
    comments: () => replies(params, size, state),
  };
  const given = lists[list]?.() ?? null;
  if (state.stuck && given?.status === undefined) {
    return { body: { ...(given?.body as object), nextPageToken: "P0_0" } };
  }
  if (!state.broken || given === null || given.status !== undefined) return given;
  const { items, ...rest } = given.body as { items?: unknown };
  return { body: { ...rest, entries: items } };
}

function search(params: URLSearchParams, size: number, { videos: all, reach }: YoutubeStandIn["state"]) {
  if (params.get("type") !== "video") return youtubeError(400, "invalidFilters");
  const after = params.get("publishedAfter");
  const before = params.get("publishedBefore");
  const found = all
    .filter(({ title, description }) => `${title} ${description}`.includes(params.get("q") ?? ""))
    .filter(({ at }) => (after === null || Date.parse(at) >= Date.parse(after)) && (before === null || at < before));
  const hits = found.slice(0, reach).map(({ id, title, at }) => ({
    kind: "youtube#searchResult",
    id: { kind: "youtube#video", videoId: id },
    snippet: { publishedAt: at, title: title.replaceAll('"', "&quot;") },
  }));
  return page(hits, size, params, found.length);
}

function channels(params: URLSearchParams): StandInAnswer {
  const asked = params.get("id")?.split(",") ?? [];
  const known = asked.includes(youtubeChannel) || params.get("forHandle") === handle;
  const pageInfo = { totalResults: known ? 1 : 0, resultsPerPage: 5 };
  // As the real one does, nothing found comes without a list.
  if (!known) return { body: { kind: "youtube#channelListResponse", pageInfo } };
  return { body: { pageInfo, items: [{ id: youtubeChannel, contentDetails: { relatedPlaylists: { uploads } } }] } };
}

function playlist(params: URLSearchParams, size: number, { videos: all }: YoutubeStandIn["state"]) {
  if (params.get("playlistId") !== uploads) return youtubeError(404, "playlistNotFound");
  const ours = all.filter(({ channel }) => channel === youtubeChannel).sort((a, b) => (a.at < b.at ? 1 : -1));
  const items = ours.map(({ id, at }) => ({ contentDetails: { videoId: id, videoPublishedAt: at } }));
  return page(items, size, params, items.length);
}

function videos(params: URLSearchParams, { videos: all }: YoutubeStandIn["state"]): StandInAnswer {
  const ids = params.get("id")?.split(",") ?? [];
  if (ids.length === 0 || ids.length > 50) return youtubeError(400, "invalidFilters");
  const items = all.filter(({ id, removed }) => ids.includes(id) && !removed).map(details);
  return { body: { items, pageInfo: { totalResults: items.length, resultsPerPage: items.length } } };
}

function details({ id, title, description, channel, at, threads: said, captions: tracks }: YoutubeVideo) {
  const number = Number(id.slice(2));
  const commentCount = said?.reduce((sum, thread) => sum + 1 + thread.replies.length, 0);
  return {
    id,
    snippet: {
      publishedAt: at,
      channelId: channel,
      title,
      description,
      channelTitle: "나룻배 여행",
      tags: ["스위스", "호수"],
      defaultAudioLanguage: "ko-KR",
      thumbnails: {
        default: { url: `https://i.ytimg.com/vi/${id}/default.jpg`, width: 120 },
        high: { url: `https://i.ytimg.com/vi/${id}/hq.jpg`, width: 480 },
      },
    },
    contentDetails: { duration: "PT1H2M3S", caption: String((tracks ?? []).length > 0) },
    statistics: {
      viewCount: String(1_000 + number),
      likeCount: String(number),
      ...(commentCount === undefined ? {} : { commentCount: String(commentCount) }),
    },
  };
}

function captions(params: URLSearchParams, { videos: all }: YoutubeStandIn["state"]): StandInAnswer {
  const video = all.find(({ id, removed }) => id === params.get("videoId") && !removed);
  if (video === undefined) return youtubeError(404, "videoNotFound");
  if (video.captions === null) return youtubeError(403, "forbidden");
  const items = video.captions.map((language) => ({ snippet: { language, trackKind: "standard", name: "" } }));
  return { body: { items } };
}

function threads(params: URLSearchParams, size: number, { videos: all }: YoutubeStandIn["state"]): StandInAnswer {
  const video = all.find(({ id, removed }) => id === params.get("videoId") && !removed);
  if (video === undefined) return youtubeError(404, "videoNotFound", "The video <code>videoId</code> cannot be found.");
  if (video.threads === null) return youtubeError(403, "commentsDisabled", "The video has disabled comments.");
  const items = video.threads.map((thread) => ({
    snippet: { topLevelComment: said(thread, params, video.id), totalReplyCount: thread.replies.length },
    ...(thread.replies.length === 0
      ? {}
      : { replies: { comments: thread.replies.slice(0, repliesShown).map((one) => said(one, params, video.id)) } }),
  }));
  return page(items, size, params, items.length);
}

function replies(params: URLSearchParams, size: number, { videos: all }: YoutubeStandIn["state"]): StandInAnswer {
  const parentId = params.get("parentId");
  const thread = all.flatMap(({ threads: of }) => of ?? []).find(({ id }) => id === parentId);
  if (thread === undefined) return youtubeError(404, "commentNotFound");
  return page(
    thread.replies.map((one) => said(one, params, null)),
    size,
    params,
    null,
  );
}

function said({ id, text, by, at }: YoutubeReply, params: URLSearchParams, videoId: string | null) {
  const plain = params.get("textFormat") === "plainText";
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return {
    id,
    snippet: {
      ...(videoId === null ? {} : { videoId }),
      textDisplay: plain ? text : escaped,
      textOriginal: text,
      authorDisplayName: "@뱃사공",
      authorChannelId: { value: by },
      likeCount: 3,
      publishedAt: at,
      updatedAt: at,
    },
  };
}

function page(items: readonly unknown[], size: number, params: URLSearchParams, total: number | null): StandInAnswer {
  const token = params.get("pageToken");
  const start = token === null ? 0 : Number(/^P(\d+)_/.exec(token)?.[1] ?? Number.NaN);
  if (Number.isNaN(start)) return youtubeError(400, "invalidPageToken");
  const end = start + size;
  return {
    body: {
      ...(end < items.length ? { nextPageToken: `P${end}_${items.length}` } : {}),
      pageInfo: { resultsPerPage: size, ...(total === null ? {} : { totalResults: total }) },
      items: items.slice(start, end),
    },
  };
}
