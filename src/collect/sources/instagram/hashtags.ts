import { InvalidInputError } from "../../../platform/errors.ts";
import { SchemaError } from "../../errors.ts";
import { type Answer, readSome } from "../answer.ts";
import { graphCursor } from "../graph.ts";
import type { NextAddress, Note, Order, Quota, ReadContext, SourceReading } from "../source.ts";
import { addressOf, numberParam, withParams } from "../wire-url.ts";
import { isOlder, isWithin } from "../within.ts";
import { mediaItem } from "./media-item.ts";
import { hashtagIds, hashtagMedia, media } from "./schema.ts";

export const hashtagPage = 50;

/** Hashtags that an account may ask for in seven days; the same one again is free, and does not begin its seven days anew. */
export const hashtagQuota: Quota = {
  bucket: "hashtags",
  limit: 30,
  window: { kind: "rolling", ms: 7 * 86_400_000 },
  of: { ko: "7일 동안 서로 다른 해시태그", en: "different hashtags in 7 days" },
};

/** Hashtags as people write them, `#` or not. @throws InvalidInputError for what Instagram has no hashtag of. */
export function readHashtags(queries: readonly string[]): string[] {
  const tags = [...new Set(queries.map(readHashtag))];
  if (tags.length <= hashtagQuota.limit) return tags;
  throw new InvalidInputError(
    "source_option_wrong",
    `Instagram answers for 30 hashtags in 7 days, and these are ${tags.length}.`,
    {
      field: "query",
      next: "Ask for 30 or fewer, and for the others a week later.",
    },
  );
}

function readHashtag(query: string): string {
  const tag = query
    .normalize("NFC")
    .replace(/^[#＃]+/, "")
    .toLowerCase();
  const wrong = (message: string, next: string) =>
    new InvalidInputError("source_option_wrong", message, { field: "query", next });
  if (/\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u.test(tag)) {
    throw wrong(
      `Instagram's API finds no hashtags with emoji: ${query.slice(0, 60)}`,
      "Type the hashtag without the emoji.",
    );
  }
  if (/^[\p{L}\p{M}\p{N}_]{1,100}$/u.test(tag)) return tag;
  throw wrong(
    `This is no hashtag: ${query.slice(0, 60)}`,
    `A hashtag is one word of letters, digits and underscores: --query ${tag.replaceAll(/[^\p{L}\p{M}\p{N}_]/gu, "").slice(0, 60) || "스위스여행"}`,
  );
}

export function hashtagAddress({ homes }: Order, tag: string): NextAddress {
  return { url: addressOf(`${homes.graph}/v25.0/ig_hashtag_search`, { q: tag }) };
}

/** The hashtag that an address is about, or null when it is about none. */
export function hashtagOf({ pathname, searchParams }: URL): string | null {
  if (pathname.endsWith("/ig_hashtag_search")) return searchParams.get("q");
  return /\/\d{1,30}\/(?:recent|top)_media$/.test(pathname) ? searchParams.get("naru.tag") : null;
}

export function readHashtagId(answer: Answer, { order }: ReadContext): SourceReading {
  const [found] = answer.json(hashtagIds).data;
  const tag = answer.url.searchParams.get("q") ?? "";
  if (found === undefined) return { items: [], notes: [unknownHashtag(tag)] };
  if (!/^\d{1,30}$/.test(found.id)) throw new SchemaError("data.0.id: is no number");
  const edge = order.set.sort === "top" ? "top_media" : "recent_media";
  const url = addressOf(`${order.homes.graph}/v25.0/${found.id}/${edge}`, {
    fields:
      "id,caption,media_type,media_url,permalink,timestamp,like_count,comments_count,children{media_type,media_url}",
    limit: Math.min(hashtagPage, order.maxResults ?? hashtagPage),
    "naru.tag": tag,
    "naru.page": 1,
  });
  return { items: [], next: [{ url }] };
}

export function unknownHashtag(tag: string): Note {
  return {
    code: "not_allowed",
    message: `#${tag}: Instagram gives nothing out for it. There is no such hashtag, or it counts as sensitive.`,
  };
}

export function readHashtagMedia(answer: Answer, { order }: ReadContext): SourceReading {
  const { url } = answer;
  const { data, paging } = answer.json(hashtagMedia);
  const { good, unreadable } = readSome(data, media);
  const tag = url.searchParams.get("naru.tag") ?? "";
  const posts = good.map((one) => mediaItem(one, { query: `#${tag}` }, null));
  const seen = numberParam(url, "naru.seen", 0);
  const wanted = posts.filter((post) => isWithin(post, order)).slice(0, (order.maxResults ?? Infinity) - seen);
  const reading = { items: wanted, unreadable, list: true, total: data.length === 0 ? 0 : null };
  const first = good[0]?.id;
  // The cursor is the same on every page and moves on all the same: only the posts tell when it does not.
  if (first !== undefined && first === url.searchParams.get("naru.first")) {
    const message = `#${tag}: Instagram gave the same page twice; it ended there.`;
    return { ...reading, items: [], notes: [{ code: "stopped_early", message }] };
  }
  const isRecent = url.pathname.endsWith("/recent_media");
  const isDone = posts.length === 0 || (isRecent && posts.every((post) => isOlder(post, order.since)));
  if (isDone || paging?.next == null) return reading;
  return { ...reading, next: nextPage(url, paging.cursors?.after, seen + wanted.length, first ?? "", order) };
}

function nextPage(
  url: URL,
  after: string | null | undefined,
  seen: number,
  first: string,
  { maxResults }: Order,
): NextAddress[] {
  const cursor = graphCursor(after);
  const left = (maxResults ?? Infinity) - seen;
  if (cursor === null || left <= 0) return [];
  const page = numberParam(url, "naru.page", 1) + 1;
  const limit = Math.min(hashtagPage, left);
  return [
    { url: withParams(url, { after: cursor, limit, "naru.page": page, "naru.seen": seen, "naru.first": first }) },
  ];
}
