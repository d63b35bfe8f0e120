import { type Item, itemOf } from "../../../domain/item.ts";
import { InvalidInputError } from "../../../platform/errors.ts";
import { type Answer, readSome } from "../answer.ts";
import { furtherCursor } from "../further.ts";
import { graphCursor } from "../graph.ts";
import type { NextAddress, Order, ReadContext, SourceReading } from "../source.ts";
import { addressOf, numberParam, withParams } from "../wire-url.ts";
import { isOlder, isWithin } from "../within.ts";
import { mediaItem, profileUrl } from "./media-item.ts";
import { discovery, media } from "./schema.ts";

/** Posts of one answer; Instagram takes more, but answers slower and counts them heavier. */
export const accountPage = 50;

/** In the public address in the place of the id of the account that asks. */
const asking = "ig-user";

/** Accounts as people write them: `@naru`, a profile's address, separated by commas, spaces or lines. @throws InvalidInputError */
export function readAccounts(text: string): string[] {
  const words = text.split(/[\s,，、]+/).filter((word) => word !== "");
  const names = words.map((word) => {
    const name = word
      .replace(/^https?:\/\/(?:www\.)?instagram\.com\//i, "")
      .replace(/^@/, "")
      .replace(/[/?].*$/, "");
    if (/^[A-Za-z0-9._]{1,30}$/.test(name)) return name.toLowerCase();
    throw new InvalidInputError(
      "source_option_wrong",
      `This is no name of an Instagram account: ${word.slice(0, 60)}`,
      {
        field: "set.account",
        next: "Type names of letters, digits, dots and underscores: --set account=naru.river,@naru_cafe",
      },
    );
  });
  return [...new Set(names)];
}

export function accountAddress(order: Order, account: string): NextAddress {
  const limit = Math.min(accountPage, order.maxResults ?? accountPage);
  const url = addressOf(`${order.homes.graph}/v25.0/${asking}`, {
    fields: fieldsOf(account, limit, null),
    "naru.account": account,
  });
  return { url };
}

export function isAccountAddress(url: URL): boolean {
  return url.pathname.endsWith(`/v25.0/${asking}`);
}

/** The account that asks stands in the path on the wire. */
export function withAskingId(url: URL, id: string): URL {
  const wire = new URL(url);
  wire.pathname = wire.pathname.replace(asking, encodeURIComponent(id));
  return wire;
}

function fieldsOf(account: string, limit: number, after: string | null): string {
  const place = after === null ? "" : `.after(${after})`;
  const posts = `media.limit(${limit})${place}{id,caption,media_type,media_url,permalink,timestamp,like_count,comments_count,children{media_type,media_url}}`;
  return `business_discovery.username(${account}){username,name,biography,followers_count,follows_count,media_count,${posts}}`;
}

export function readAccount(answer: Answer, { order, hashAuthor }: ReadContext): SourceReading {
  const { business_discovery: account } = answer.json(discovery);
  const name = answer.url.searchParams.get("naru.account") ?? account.username ?? "";
  const seen = numberParam(answer.url, "naru.seen", 0);
  const isFirst = !answer.url.searchParams.has("naru.page");
  const { good, unreadable } = readSome(account.media?.data ?? [], media);
  const posts = good.map((one) => mediaItem(one, { account: name }, name));
  const wanted = posts.filter((post) => isWithin(post, order)).slice(0, (order.maxResults ?? Infinity) - seen);
  const profile: Item[] = isFirst && order.set.profile !== "no" ? [profileItem(account, name, hashAuthor(name))] : [];
  // Newest first, but for the posts that the owner pinned to the top: the last one tells how far it is.
  const isDone = posts.length === 0 || isOlder(posts.at(-1) ?? null, order.since);
  const after = isDone ? null : account.media?.paging?.cursors?.after;
  const { cursor, notes } = furtherCursor(answer.url, "naru.after", graphCursor(after), `@${name}`);
  return {
    items: [...profile, ...wanted],
    listed: good.length,
    next: nextPage(answer.url, name, cursor, seen + wanted.length, order),
    notes,
    total: account.media_count ?? null,
    unreadable,
    list: true,
  };
}

function profileItem(
  account: ReturnType<typeof discovery.parse>["business_discovery"],
  name: string,
  authorHash: string,
): Item {
  return itemOf({
    url: profileUrl(name),
    kind: "profile",
    title: account.name || name,
    text: account.biography ?? "",
    author: name,
    fields: {
      account: name,
      authorHash,
      ...(account.followers_count == null ? {} : { followers: account.followers_count }),
      ...(account.follows_count == null ? {} : { follows: account.follows_count }),
      ...(account.media_count == null ? {} : { mediaCount: account.media_count }),
    },
  });
}

function nextPage(url: URL, account: string, cursor: string | null, seen: number, order: Order): NextAddress[] {
  const left = (order.maxResults ?? Infinity) - seen;
  if (cursor === null || left <= 0) return [];
  const fields = fieldsOf(account, Math.min(accountPage, left), cursor);
  const page = numberParam(url, "naru.page", 1) + 1;
  return [{ url: withParams(url, { fields, "naru.page": page, "naru.seen": seen, "naru.after": cursor }) }];
}
