import { type Answer, readEach, readSome } from "../answer.ts";
import { furtherCursor } from "../further.ts";
import type { NextAddress, Order, ReadContext, SourceReading } from "../source.ts";
import { numberParam, withParams } from "../wire-url.ts";
import { isOlder, isWithin } from "../within.ts";
import { channelAddress, detailsAddress, listAddress, pageSize, videoAddresses, watchUrl } from "./addresses.ts";
import { videoItem } from "./items.ts";
import { readReplies, readThreads, threadsOf } from "./read-comments.ts";
import { anyVideo, captionTrack, channel, listOf, playlistItem, searchHit, video } from "./schema.ts";

/** Where the API's lists lead: search and channels to videos, videos to their comments, threads to their replies. */
export function read(answer: Answer, context: ReadContext): SourceReading | null {
  const list = answer.url.pathname.slice(answer.url.pathname.lastIndexOf("/") + 1);
  if (list === "search") return readSearch(answer, context);
  if (list === "channels") return readChannel(answer, context);
  if (list === "playlistItems") return readUploads(answer, context);
  if (list === "captions") return readCaptions(answer, context);
  if (list === "videos") return readVideos(answer, context);
  if (list === "commentThreads") return readThreads(answer, context);
  if (list === "comments") return readReplies(answer, context);
  return null;
}

function readSearch(answer: Answer, { order }: ReadContext): SourceReading {
  const { values, nextPageToken, total } = listOf(answer);
  const { good, unreadable } = readEach(values, searchHit);
  const before = numberParam(answer.url, "naru.seen", 0);
  const seen = before + values.length;
  const wanted = order.maxResults ?? Number.POSITIVE_INFINITY;
  const ids = [...new Set(good.map(({ id }) => id.videoId))].slice(0, Math.max(0, wanted - before));
  const next: NextAddress[] = videoAddresses(order, ids);
  const query = `"${answer.url.searchParams.get("q") ?? ""}"`;
  const { cursor, notes } = furtherCursor(answer.url, "pageToken", nextPageToken, query);
  if (seen < wanted && values.length > 0) {
    if (cursor !== null) next.push(furtherPage(answer.url, cursor, seen, order));
    else if (nextPageToken === null && (total ?? 0) > seen) {
      const message = `${query}: YouTube tells of about ${total?.toLocaleString("en")} videos and lists ${seen.toLocaleString("en")}; narrower dates bring others.`;
      notes.push({ code: "truncated", message });
    }
  }
  // The total is an estimate: only 0 can be relied on.
  const newestAt = newestOf(good.flatMap(({ snippet }) => snippet?.publishedAt ?? []));
  return {
    items: [],
    next,
    notes,
    unreadable,
    list: true,
    listed: ids.length,
    newestAt,
    total: total === 0 ? 0 : null,
  };
}

function newestOf(times: readonly Date[]): Date | null {
  return times.reduce<Date | null>((newest, time) => (newest === null || time > newest ? time : newest), null);
}

function furtherPage(url: URL, pageToken: string, seen: number, { maxResults }: Order): NextAddress {
  const size = Math.min(pageSize, (maxResults ?? Number.POSITIVE_INFINITY) - seen);
  return { url: withParams(url, { pageToken, maxResults: size, "naru.seen": seen }) };
}

function readChannel(answer: Answer, { order }: ReadContext): SourceReading {
  const { good, unreadable } = readSome(listOf(answer).values, channel);
  const { searchParams } = answer.url;
  const name = searchParams.get("forHandle") ?? searchParams.get("id") ?? "";
  const [found] = good;
  if (found === undefined) {
    return { items: [], notes: [{ code: "not_allowed", message: `YouTube has no channel ${name}.` }] };
  }
  const url = listAddress(order, "playlistItems", {
    part: "contentDetails",
    playlistId: found.contentDetails.relatedPlaylists.uploads,
    maxResults: Math.min(pageSize, order.maxResults ?? pageSize),
    "naru.channel": name,
  });
  return { items: [], next: [{ url }], unreadable };
}

/** A channel's uploads, newest first. */
function readUploads(answer: Answer, { order }: ReadContext): SourceReading {
  const { values, nextPageToken, total } = listOf(answer);
  const { good, unreadable } = readEach(values, playlistItem);
  const times = good.flatMap(({ contentDetails }) => contentDetails.videoPublishedAt ?? []);
  const ids = good
    .filter(({ contentDetails }) => isWithin({ publishedAt: contentDetails.videoPublishedAt ?? null }, order))
    .map(({ contentDetails }) => contentDetails.videoId);
  const seen = numberParam(answer.url, "naru.seen", 0) + ids.length;
  const room = (order.maxResults ?? Number.POSITIVE_INFINITY) - (seen - ids.length);
  const next: NextAddress[] = videoAddresses(order, ids.slice(0, Math.max(0, room)));
  // The list is nearly in order: a video that was made public late may stand among older ones.
  const tooOld = times.length > 0 && times.every((time) => isOlder(time, order.since));
  const channelName = answer.url.searchParams.get("naru.channel") ?? "";
  const { cursor, notes } = furtherCursor(answer.url, "pageToken", nextPageToken, `Uploads of ${channelName}`);
  if (cursor !== null && values.length > 0 && ids.length < room && !tooOld) {
    next.push({ url: withParams(answer.url, { pageToken: cursor, "naru.seen": seen }) });
  }
  return {
    items: [],
    next,
    notes,
    unreadable,
    list: true,
    isFirst: !answer.url.searchParams.has("pageToken"),
    markAt: channelAddress(order, channelName),
    newestAt: newestOf(times),
    listed: good.length,
    total: total === 0 ? 0 : null,
  };
}

/** The tracks travel in the address of the video's details; their texts belong to their owner and are never asked for. */
function readCaptions(answer: Answer, { order }: ReadContext): SourceReading {
  const { good, unreadable } = readEach(listOf(answer).values, captionTrack);
  const tracks = good.slice(0, 60).map(({ snippet: { language, trackKind = "standard", name = "" } }) =>
    `${language} ${trackKind} ${name}`
      .replaceAll(/[;\s]+/g, " ")
      .trim()
      .slice(0, 40),
  );
  const id = answer.url.searchParams.get("videoId") ?? "";
  // Percent-encoded Korean is nine characters long, and addresses end at 2,048.
  while (encodeURIComponent(tracks.join(";")).length > 1_500) tracks.pop();
  return { items: [], next: [{ url: detailsAddress(order, [id], tracks) }], unreadable };
}

function readVideos(answer: Answer, context: ReadContext): SourceReading {
  const { order } = context;
  const { values, total } = listOf(answer);
  const { good, unreadable } = readSome(values, video);
  const told = answer.url.searchParams.get("naru.tracks");
  const tracks = told === null ? null : told.split(";").filter((track) => track !== "");
  const items = good.map((one) => videoItem(one, tracks, context));
  const present = readEach(values, anyVideo);
  const asked = answer.url.searchParams.get("id")?.split(",") ?? [];
  // Only a whole answer proves that a video is missing.
  const isWhole = present.unreadable === 0 && total === values.length;
  const gone = isWhole ? asked.filter((id) => !present.good.some((one) => one.id === id)) : [];
  return {
    items: items.filter((item) => isWithin(item, order)),
    next: threadsOf(good, order),
    unreadable,
    goneWhole: gone.map(watchUrl),
  };
}
