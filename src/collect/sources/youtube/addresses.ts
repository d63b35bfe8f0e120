import type { Order } from "../source.ts";
import { addressOf } from "../wire-url.ts";

export const pageSize = 50;
export const commentPageSize = 100;

/** Address of one of the API's lists. */
export function listAddress(
  { homes }: Order,
  list: string,
  params: Readonly<Record<string, string | number | null | undefined>>,
): string {
  return addressOf(`${homes.api}/${list}`, params);
}

/** Where a channel is asked for its uploads, by its id or its `@handle`. */
export function channelAddress(order: Order, name: string): string {
  const which = name.startsWith("@") ? { forHandle: name } : { id: name };
  return listAddress(order, "channels", { part: "contentDetails", ...which });
}

/** Where details of videos are asked for: fifty at a time, or one by one behind their caption tracks. */
export function videoAddresses(order: Order, ids: readonly string[]): { url: string }[] {
  if (order.set.captions === "yes") {
    return ids.map((videoId) => ({ url: listAddress(order, "captions", { part: "snippet", videoId }) }));
  }
  const batches = Array.from({ length: Math.ceil(ids.length / pageSize) }, (_, index) =>
    ids.slice(index * pageSize, (index + 1) * pageSize),
  );
  return batches.map((batch) => ({ url: detailsAddress(order, batch) }));
}

/** `tracks` is what captions.list told of the one video. */
export function detailsAddress(order: Order, ids: readonly string[], tracks?: readonly string[]): string {
  return listAddress(order, "videos", {
    part: "snippet,statistics,contentDetails",
    id: ids.join(","),
    "naru.tracks": tracks?.join(";"),
  });
}

/** Threads of each video that are wanted. */
export function mostThreads({ set }: Order): number {
  return set.maxComments === undefined ? Number.POSITIVE_INFINITY : Number(set.maxComments);
}

/** Newest first: the one order in which `since` can end the reading. */
export function threadsAddress(order: Order, videoId: string): string {
  return listAddress(order, "commentThreads", {
    part: "snippet,replies",
    videoId,
    order: "time",
    textFormat: "plainText",
    maxResults: Math.min(commentPageSize, mostThreads(order)),
  });
}

export function repliesAddress(order: Order, videoId: string, parentId: string): string {
  return listAddress(order, "comments", {
    part: "snippet",
    parentId,
    textFormat: "plainText",
    maxResults: commentPageSize,
    "naru.video": videoId,
  });
}

/** What people open a video by. */
export function watchUrl(videoId: string): string {
  return addressOf("https://www.youtube.com/watch", { v: videoId });
}

export function commentUrl(videoId: string, commentId: string): string {
  return addressOf("https://www.youtube.com/watch", { lc: commentId, v: videoId });
}
