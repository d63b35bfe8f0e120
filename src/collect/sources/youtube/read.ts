import { type Answer, readEach } from "../answer.ts";
import type { NextAddress, Note, Order, ReadContext, SourceReading } from "../source.ts";
import { numberParam, withParams } from "../wire-url.ts";
import { isWithin } from "../within.ts";
import { detailsAddress, listAddress, pageSize, videoAddresses, watchUrl } from "./addresses.ts";
import { videoItem } from "./items.ts";
import { readReplies, readThreads, threadsOf } from "./read-comments.ts";
import { anyVideo, captionTrack, channel, listOf, playlistItem, searchHit, video } from "./schema.ts";

/** Where the API's lists lead: search and channels to videos, videos to their comments, threads to their replies. */
export function read(answer: Answer, context: ReadContext): SourceReading | null {
  const list = answer.url.pathname.slice(answer.url.pathname.lastIndexOf("/") + 1);
  if (list === "search") return readSearch(answer, context);
  if (list === "channels") return readChannels(answer, context);
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
  const ids = [...new Set(good.map(({ id }) => id.videoId))];
  const seen = numberParam(answer.url, "naru.seen", 0) + values.length;
  const wanted = order.maxResults ?? Number.POSITIVE_INFINITY;
  const next: NextAddress[] = videoAddresses(order, ids);
  const notes: Note[] = [];
  if (seen < wanted && values.length > 0) {
    if (nextPageToken !== null) next.push(furtherPage(answer.url, nextPageToken, seen, order));
    else if ((total ?? 0) > seen) {
      const query = answer.url.searchParams.get("q") ?? "";
      const message = `"${query}": YouTube tells of about ${total?.toLocaleString("en")} videos and lists ${seen.toLocaleString("en")}; narrower dates bring others.`;
      notes.push({ code: "truncated", message });
    }
  }
  // The total is an estimate: only 0 can be relied on.
  return { items: [], next, notes, unreadable, list: true, listed: ids.length, total: total === 0 ? 0 : null };
}

function furtherPage(url: URL, pageToken: string, seen: number, { maxResults }: Order): NextAddress {
  const size = Math.min(pageSize, (maxResults ?? Number.POSITIVE_INFINITY) - seen);
  return { url: withParams(url, { pageToken, maxResults: size, "naru.seen": seen }) };
}

function readChannels(answer: Answer, { order }: ReadContext): SourceReading {
  const { good, unreadable } = readEach(listOf(answer).values, channel);
  const asked = answer.url.searchParams.get("id")?.split(",") ?? [];
  const handle = answer.url.searchParams.get("forHandle");
  const missing = handle === null ? asked.filter((id) => !good.some((one) => one.id === id)) : [];
  if (handle !== null && good.length === 0) missing.push(handle);
  const notes: Note[] = missing.map((id) => ({ code: "not_allowed", message: `YouTube has no channel ${id}.` }));
  const next = good.map(({ contentDetails }) => ({
    url: listAddress(order, "playlistItems", {
      part: "contentDetails",
      playlistId: contentDetails.relatedPlaylists.uploads,
      maxResults: Math.min(pageSize, order.maxResults ?? pageSize),
    }),
  }));
  return { items: [], next, notes, unreadable };
}

/** A channel's uploads, newest first. */
function readUploads(answer: Answer, { order }: ReadContext): SourceReading {
  const { values, nextPageToken, total } = listOf(answer);
  const { good, unreadable } = readEach(values, playlistItem);
  const times = good.map(({ contentDetails }) => contentDetails.videoPublishedAt);
  const ids = good
    .filter(({ contentDetails }) => isWithin({ publishedAt: contentDetails.videoPublishedAt ?? null }, order))
    .map(({ contentDetails }) => contentDetails.videoId);
  const seen = numberParam(answer.url, "naru.seen", 0) + ids.length;
  const room = (order.maxResults ?? Number.POSITIVE_INFINITY) - (seen - ids.length);
  const next: NextAddress[] = videoAddresses(order, ids.slice(0, Math.max(0, room)));
  const { since } = order;
  const tooOld = since !== null && times.some((time) => time !== undefined && time < since);
  if (nextPageToken !== null && values.length > 0 && ids.length < room && !tooOld) {
    next.push({ url: withParams(answer.url, { pageToken: nextPageToken, "naru.seen": seen }) });
  }
  const isFirst = !answer.url.searchParams.has("pageToken");
  return { items: [], next, unreadable, list: true, isFirst, listed: good.length, total: total === 0 ? 0 : null };
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
  const { good, unreadable } = readEach(values, video);
  const told = answer.url.searchParams.get("naru.tracks");
  const tracks = told === null ? null : told.split(";").filter((track) => track !== "");
  const items = good.map((one) => videoItem(one, tracks, context));
  const present = readEach(values, anyVideo);
  const asked = answer.url.searchParams.get("id")?.split(",") ?? [];
  // Only a whole answer proves that a video is missing.
  const isWhole = present.unreadable === 0 && (total ?? 0) <= values.length;
  const gone = isWhole ? asked.filter((id) => !present.good.some((one) => one.id === id)) : [];
  return {
    items: items.filter((item) => isWithin(item, order)),
    next: threadsOf(good, order),
    unreadable,
    goneWhole: gone.map(watchUrl),
  };
}
