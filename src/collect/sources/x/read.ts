import { decodeHTML } from "entities";
import { type Item, itemOf } from "../../../domain/item.ts";
import { SchemaError } from "../../errors.ts";
import { type Answer, readEach } from "../answer.ts";
import { furtherCursor } from "../further.ts";
import { givenFields } from "../given-fields.ts";
import type { Cost, NextAddress, Note, ReadContext, SourceReading } from "../source.ts";
import { numberParam, withParams } from "../wire-url.ts";
import { isWithin } from "../within.ts";
import { dollarsOf, fewest, most, postPrice, pricePerPost, spendQuota, userPrice } from "./money.ts";
import { type Post, post, searchPage, type User, user } from "./schema.ts";

export function readSearch(answer: Answer, context: ReadContext): SourceReading {
  const { url } = answer;
  const { order, hashAuthor } = context;
  const { data, includes, meta } = answer.json(searchPage);
  if (data === undefined && meta.result_count > 0) throw new SchemaError("data: is missing");
  const posts = readEach(data ?? [], post);
  const users = readEach(includes?.users ?? [], user).good;
  const authors = new Map(users.map((one) => [one.id, one]));
  const query = url.searchParams.get("query") ?? "";
  const seen = numberParam(url, "naru.seen", 0);
  const wanted = posts.good
    .map((one) => toItem(one, query, authors, hashAuthor))
    .filter((item) => isWithin(item, order))
    .slice(0, (order.maxResults ?? Infinity) - seen);
  const billed = { posts: data?.length ?? 0, users: includes?.users?.length ?? 0 };
  const { next, notes } = goOn(url, meta.next_token ?? null, seen + wanted.length, billed, context);
  return {
    items: wanted,
    listed: posts.good.length,
    next,
    notes,
    unreadable: posts.unreadable,
    list: true,
    total: meta.result_count === 0 && meta.next_token == null ? 0 : null,
    costs: costsOf(posts.good, billed),
  };
}

/** A post is billed once a day, however many searches find it. Of users that is not said, so each is counted. */
function costsOf(posts: readonly Post[], billed: { posts: number; users: number }): Cost[] {
  const odd = (billed.posts - posts.length) * postPrice + billed.users * userPrice;
  return [
    { bucket: "posts", amount: billed.posts },
    ...posts.map(({ id }) => ({ bucket: spendQuota.bucket, amount: postPrice, item: id })),
    ...(odd > 0 ? [{ bucket: spendQuota.bucket, amount: odd }] : []),
  ];
}

function goOn(
  url: URL,
  token: string | null,
  seen: number,
  billed: { posts: number; users: number },
  { order, now }: ReadContext,
): { next: NextAddress[]; notes: Note[] } {
  const share = numberParam(url, "naru.budget", 0);
  const spent = numberParam(url, "naru.spent", 0) + billed.posts * postPrice + billed.users * userPrice;
  const read = numberParam(url, "naru.read", 0) + billed.posts;
  const price = pricePerPost(order);
  const name = `"${url.searchParams.get("query") ?? ""}"`;
  const { cursor, notes: stuck } = furtherCursor(url, "next_token", token, name);
  const notes: Note[] = [...narrowness(order.since, now, name), ...stuck];
  const left = (order.maxResults ?? Infinity) - seen;
  const affordable = Math.floor((share - spent) / price);
  const goesOn = cursor !== null && left > 0;
  if (goesOn && affordable >= fewest) {
    if (!url.searchParams.has("next_token")) {
      const message = `${name}: will cost ${dollarsOf(share)} at most (a post ${dollarsOf(price)}).`;
      notes.push({ code: "cost", message });
    }
    const changes = {
      next_token: cursor,
      max_results: Math.max(fewest, Math.min(most, left, affordable)),
      "naru.seen": seen,
      "naru.read": read,
      "naru.spent": spent,
    };
    return { next: [{ url: withParams(url, changes) }], notes };
  }
  if (goesOn) {
    const message = `${name}: the budget of ${dollarsOf(share)} is used up after ${read} posts, and there are more.`;
    notes.push({ code: "stopped_early", message });
  }
  const message = `${name}: cost about ${dollarsOf(spent)} (${read} posts); X bills a post once a day.`;
  return { next: [], notes: [...notes, { code: "cost", message }] };
}

export const reachMs = 7 * 86_400_000;

function narrowness(since: Date | null, now: Date, name: string): Note[] {
  if (since === null || now.getTime() - since.getTime() <= reachMs) return [];
  return [{ code: "permission_narrow", message: `${name}: X's search reaches 7 days back and no further.` }];
}

function toItem(
  one: Post,
  query: string,
  authors: ReadonlyMap<string, User>,
  hashAuthor: (id: string) => string,
): Item {
  const { public_metrics: metrics, referenced_tweets: references } = one;
  const author = authors.get(one.author_id ?? "");
  const of = (type: string) => references?.find((reference) => reference.type === type)?.id;
  const parent = of("replied_to") ?? of("quoted") ?? of("retweeted");
  const hashtags = one.entities?.hashtags?.map(({ tag }) => tag) ?? [];
  return itemOf({
    url: postUrl(one.id),
    kind: "post",
    // `&`, `<` and `>` come as entities.
    text: decodeHTML(one.note_tweet?.text ?? one.text),
    author: author?.name ?? author?.username ?? null,
    publishedAt: one.created_at ?? null,
    language: one.lang != null && /^[a-z]{2}$/.test(one.lang) ? one.lang : null,
    fields: givenFields({
      query,
      authorHash: one.author_id == null ? undefined : hashAuthor(one.author_id),
      authorFollowers: author?.public_metrics?.followers_count ?? undefined,
      likes: metrics?.like_count ?? undefined,
      replies: metrics?.reply_count ?? undefined,
      reposts: metrics?.retweet_count ?? undefined,
      quotes: metrics?.quote_count ?? undefined,
      bookmarks: metrics?.bookmark_count ?? undefined,
      views: metrics?.impression_count ?? undefined,
      hashtags: hashtags.length > 0 ? hashtags : undefined,
      relation: references?.[0]?.type,
    }),
    parentUrl: parent === undefined || !/^\d{1,25}$/.test(parent) ? null : postUrl(parent),
  });
}

/** Opens the post whatever its author is called. */
function postUrl(id: string): string {
  return `https://x.com/i/status/${id}`;
}
