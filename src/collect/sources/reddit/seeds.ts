import { InvalidInputError } from "../../../platform/errors.ts";
import type { NextAddress, Order } from "../source.ts";
import { listingAddress, searchAddress, treeAddress } from "./addresses.ts";

/** Where an order begins: searches (within the subreddits that are named), or the subreddits' lists; and single posts. */
export function begin(order: Order): NextAddress[] {
  const { query, set, urls } = order;
  const subreddits = listed(set.subreddit).map(subredditOf);
  const posts = [...listed(set.post), ...urls].map(postOf);
  const lists =
    query.length > 0
      ? query.map((q) => searchAddress(order, q, subreddits))
      : subreddits.map((name) => listingAddress(order, name));
  const seeds = [...lists, ...posts.map((id) => treeAddress(order, id))];
  if (seeds.length > 0) return seeds.map((url) => ({ url }));
  throw new InvalidInputError("query_missing", "Reddit needs something to look for, a subreddit or a post.", {
    field: "query",
    next: "Type: naru collect --source reddit --set subreddit=korea (or --query 스위스, or both)",
  });
}

function listed(text: string | undefined): string[] {
  return [...new Set((text ?? "").split(/[,+\s]+/).filter((part) => part !== ""))];
}

/** `korea`, `r/korea` or an address. */
function subredditOf(text: string): string {
  const name = /^(?:https:\/\/(?:www\.|old\.)?reddit\.com)?\/?(?:r\/)?([A-Za-z0-9_]{2,24})\/?$/.exec(text)?.[1];
  if (name !== undefined) return name;
  throw wrong("subreddit", text, "Type its name without r/, such as korea.");
}

/** `1abcde`, `t3_1abcde` or an address. */
function postOf(text: string): string {
  const { hostname = "", pathname = "" } = URL.parse(text) ?? {};
  const isReddit = /^(?:www\.|old\.)?reddit\.com$/.test(hostname);
  const id = isReddit
    ? /\/comments\/([a-z0-9]{3,12})(?:\/|$)/.exec(pathname)?.[1]
    : /^(?:t3_)?([a-z0-9]{3,12})$/.exec(text)?.[1];
  if (id !== undefined) return id;
  throw wrong("post", text, "Type the post's address, or the letters behind /comments/ in it.");
}

function wrong(name: string, value: string, next: string): InvalidInputError {
  return new InvalidInputError("source_option_wrong", `${name} cannot be "${value.slice(0, 60)}".`, {
    field: `set.${name}`,
    next,
  });
}
