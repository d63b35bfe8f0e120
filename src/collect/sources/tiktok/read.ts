import { type Item, itemOf } from "../../../domain/item.ts";
import { type Answer, readEach } from "../answer.ts";
import { givenFields } from "../given-fields.ts";
import { jsonWithLongNumbers } from "../long-numbers.ts";
import type { NextAddress, Note, Order, ReadContext, SourceReading } from "../source.ts";
import { numberParam, withParams } from "../wire-url.ts";
import { isWithin } from "../within.ts";
import { searchPage, type Video, video } from "./schema.ts";
import { windowBefore } from "./windows.ts";

export const pageSize = 100;
/** Pages without a video in a row after which a list that says it goes on is left: videos that are gone leave gaps, not deserts. */
const maxEmpty = 5;

export function readSearch(answer: Answer, { order, hashAuthor }: ReadContext): SourceReading {
  const { url } = answer;
  const { data } = jsonWithLongNumbers(answer, searchPage);
  const { good, unreadable } = readEach(data.videos, video);
  const seen = numberParam(url, "naru.seen", 0);
  const wanted = good
    .map((one) => toItem(one, url, hashAuthor))
    .filter((item) => isWithin(item, order))
    .slice(0, (order.maxResults ?? Infinity) - seen);
  const { next, notes } = goOn(url, data, seen + wanted.length, order);
  return {
    items: wanted,
    listed: good.length,
    next,
    notes,
    unreadable,
    list: true,
    // A window without videos may well be followed by one with some.
    total: data.videos.length === 0 ? 0 : null,
    costs: [{ bucket: "records", amount: data.videos.length }],
  };
}

function goOn(
  url: URL,
  data: ReturnType<typeof searchPage.parse>["data"],
  seen: number,
  { maxResults }: Order,
): { next: NextAddress[]; notes: Note[] } {
  if (seen >= (maxResults ?? Infinity)) return { next: [], notes: [] };
  const empty = data.videos.length === 0 ? numberParam(url, "naru.empty", 0) + 1 : 0;
  const before = numberParam(url, "cursor", 0);
  const cursor = data.cursor ?? before + pageSize;
  const notes: Note[] = [];
  if (data.has_more === true) {
    if (empty < maxEmpty && cursor > before) {
      const start = numberParam(url, "naru.start", numberParam(url, "naru.seen", 0));
      const search_id = data.search_id ?? null;
      const changes = { cursor, search_id, "naru.seen": seen, "naru.empty": empty || null, "naru.start": start };
      return { next: [{ url: withParams(url, changes) }], notes };
    }
    const message = `"${url.searchParams.get("term") ?? ""}": TikTok said that there are more from ${dayText(url, "start_date")} to ${dayText(url, "end_date")}, and gave none.`;
    notes.push({ code: "stopped_early", message });
  }
  const earlier = windowBefore(url.searchParams.get("start_date") ?? "", url.searchParams.get("naru.first") ?? "");
  if (earlier === null) return { next: [], notes };
  const changes = {
    start_date: earlier.start,
    end_date: earlier.end,
    cursor: null,
    search_id: null,
    "naru.seen": seen,
    "naru.empty": null,
    "naru.start": null,
    "naru.anew": null,
  };
  return { next: [{ url: withParams(url, changes) }], notes };
}

/**
 * TikTok forgets a search that is left for a while, as one that waited for a new day's quota was: its window is read from its beginning
 * again, once. Null where that was done already, or where the address is the beginning.
 */
export function windowAnew(url: URL): { next: NextAddress[]; note: Note } | null {
  const { searchParams } = url;
  if (!searchParams.has("search_id") || searchParams.has("naru.anew")) return null;
  const changes = {
    cursor: null,
    search_id: null,
    "naru.seen": numberParam(url, "naru.start", 0),
    "naru.empty": null,
    "naru.start": null,
    "naru.anew": 1,
  };
  const message = `"${searchParams.get("term") ?? ""}": TikTok had forgotten the search from ${dayText(url, "start_date")} to ${dayText(url, "end_date")}; it was begun anew.`;
  return { next: [{ url: withParams(url, changes) }], note: { code: "stopped_early", message } };
}

function dayText(url: URL, name: string): string {
  return (url.searchParams.get(name) ?? "").replace(/^(\d{4})(\d{2})/, "$1-$2-");
}

function toItem(one: Video, url: URL, hashAuthor: (id: string) => string): Item {
  const text = one.video_description ?? "";
  return itemOf({
    // The player opens a video whatever its author is called now.
    url: `https://www.tiktok.com/player/v1/${one.id}`,
    kind: "video",
    // A video has no title but its description; TikTok's pages show the beginning of it.
    title: text.trim().split("\n", 1)[0]?.slice(0, 100) || null,
    text,
    author: one.username ?? null,
    publishedAt: one.create_time == null ? null : new Date(one.create_time * 1000),
    fields: givenFields({
      query: url.searchParams.get("term") ?? "",
      authorHash: one.username == null ? undefined : hashAuthor(one.username),
      region: one.region_code ?? undefined,
      views: one.view_count ?? undefined,
      likes: one.like_count ?? undefined,
      comments: one.comment_count ?? undefined,
      shares: one.share_count ?? undefined,
      hashtags: one.hashtag_names ?? undefined,
      transcript: one.voice_to_text || undefined,
    }),
  });
}
