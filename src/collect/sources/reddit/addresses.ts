import { normalizeUrl } from "../../url-normal-form.ts";
import type { Order } from "../source.ts";
import { addressOf } from "../wire-url.ts";

export const pageSize = 100;
/** Ids that may be asked for at once. */
export const moreSize = 100;

/** Without it Reddit escapes `<`, `>` and `&` in texts. */
const raw = { raw_json: 1 } as const;
/** The one order of comments that stays, so that the same rest is asked for in the same way. */
const sort = "old";

export function listingAddress({ homes, set, maxResults }: Order, subreddit: string): string {
  return addressOf(`${homes.oauth}/r/${subreddit}/${set.sort}`, {
    ...raw,
    t: set.sort === "top" ? set.period : null,
    limit: Math.min(pageSize, maxResults ?? pageSize),
  });
}

export function searchAddress({ homes, set, maxResults }: Order, q: string, subreddits: readonly string[]): string {
  const within = subreddits.length === 0 ? "" : `/r/${subreddits.join("+")}`;
  return addressOf(`${homes.oauth}${within}/search`, {
    ...raw,
    q,
    type: "link",
    sort: set.sort,
    t: set.period,
    restrict_sr: subreddits.length === 0 ? null : 1,
    limit: Math.min(pageSize, maxResults ?? pageSize),
  });
}

/** A post with its comments; `under` is the comment from which to go on where the thread was cut for its depth. */
export function treeAddress({ homes }: Order, postId: string, under?: string): string {
  return addressOf(`${homes.oauth}/comments/${postId}`, { ...raw, sort, limit: 500, comment: under });
}

export function moreAddress({ homes }: Order, postId: string, ids: readonly string[]): string {
  return addressOf(`${homes.oauth}/api/morechildren`, {
    ...raw,
    api_type: "json",
    sort,
    link_id: `t3_${postId}`,
    limit_children: "false",
    children: ids.join(","),
  });
}

/** What people open something by; in the normal form, so that parents are found by it. */
export function peopleUrl(path: string): string {
  const url = `https://www.reddit.com${path.startsWith("/") ? path : `/${path}`}`;
  return normalizeUrl(url)?.url ?? url;
}
