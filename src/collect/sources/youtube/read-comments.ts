import type { Item } from "../../../domain/item.ts";
import { type Answer, readSome } from "../answer.ts";
import { furtherCursor } from "../further.ts";
import type { NextAddress, Order, ReadContext, SourceReading } from "../source.ts";
import { numberParam, withParams } from "../wire-url.ts";
import { isWithin } from "../within.ts";
import { commentPageSize, mostThreads, repliesAddress, threadsAddress, watchUrl } from "./addresses.ts";
import { commentItem } from "./items.ts";
import { comment, commentThread, listOf, type Video } from "./schema.ts";

/** Where the comments of videos begin; a video that says that it has none is not asked. */
export function threadsOf(videos: readonly Video[], order: Order): NextAddress[] {
  if (order.set.comments === "no") return [];
  return videos
    .filter(({ statistics }) => statistics.commentCount !== 0)
    .map(({ id }) => ({ url: threadsAddress(order, id) }));
}

/** Threads come with some of their replies at most: where some are missing all are asked for. */
export function readThreads(answer: Answer, context: ReadContext): SourceReading {
  const { order } = context;
  const { values, nextPageToken } = listOf(answer);
  const { good, unreadable } = readSome(values, commentThread);
  const videoId = answer.url.searchParams.get("videoId") ?? "";
  const items: Item[] = [];
  const next: NextAddress[] = [];
  for (const { snippet, replies } of good) {
    const { topLevelComment: top, totalReplyCount: replyCount } = snippet;
    items.push(commentItem(top, { videoId, parentId: null, replyCount }, context));
    const given = replies?.comments ?? [];
    if (given.length < replyCount) next.push({ url: repliesAddress(order, videoId, top.id) });
    else items.push(...given.map((one) => reply(one, videoId, top.id, context)));
  }
  const seen = numberParam(answer.url, "naru.seen", 0) + values.length;
  const last = good.at(-1)?.snippet.topLevelComment.snippet.publishedAt;
  const tooOld = order.since !== null && last !== undefined && last < order.since;
  const { cursor, notes } = furtherCursor(answer.url, "pageToken", nextPageToken, watchUrl(videoId));
  if (cursor !== null && values.length > 0 && !tooOld) {
    const left = mostThreads(order) - seen;
    if (left > 0) {
      const maxResults = Math.min(commentPageSize, left);
      next.push({ url: withParams(answer.url, { pageToken: cursor, maxResults, "naru.seen": seen }) });
    } else {
      const message = `${watchUrl(videoId)}: the newest ${seen.toLocaleString("en")} comment threads were taken, as asked; there are more.`;
      notes.push({ code: "truncated", message });
    }
  }
  const isWhole = !answer.url.searchParams.has("pageToken") && nextPageToken === null && next.length === 0;
  return {
    items: items.filter((item) => isWithin(item, order)),
    next,
    notes,
    unreadable,
    // A list that comes up empty proves nothing.
    ...(isWhole && unreadable === 0 && items.length > 0
      ? { allComments: { root: watchUrl(videoId), urls: items.map(({ url }) => url) } }
      : {}),
  };
}

export function readReplies(answer: Answer, context: ReadContext): SourceReading {
  const { values, nextPageToken } = listOf(answer);
  const { good, unreadable } = readSome(values, comment);
  const videoId = answer.url.searchParams.get("naru.video") ?? "";
  const parentId = answer.url.searchParams.get("parentId") ?? "";
  const items = good.map((one) => reply(one, videoId, parentId, context));
  const next =
    nextPageToken === null || values.length === 0
      ? []
      : [{ url: withParams(answer.url, { pageToken: nextPageToken }) }];
  return { items: items.filter((item) => isWithin(item, context.order)), next, unreadable };
}

function reply(one: Parameters<typeof commentItem>[0], videoId: string, parentId: string, context: ReadContext): Item {
  return commentItem(one, { videoId, parentId, replyCount: null }, context);
}
