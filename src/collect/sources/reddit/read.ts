import type { Answer } from "../answer.ts";
import { furtherCursor } from "../further.ts";
import type { NextAddress, ReadContext, SourceReading } from "../source.ts";
import { numberParam, withParams } from "../wire-url.ts";
import { isWithin } from "../within.ts";
import { pageSize, treeAddress } from "./addresses.ts";
import { postItem } from "./items.ts";
import { readMore, readTree } from "./read-tree.ts";
import { listing, readPosts } from "./schema.ts";

export function read(answer: Answer, context: ReadContext): SourceReading | null {
  const { pathname } = answer.url;
  if (pathname.endsWith("/api/morechildren")) return readMore(answer, context);
  if (/\/comments\/[^/]+$/.test(pathname)) return readTree(answer, context);
  return readListing(answer, context);
}

/** Reddit ends every list near this number, however much there is. */
const ceiling = 1_000;
const nearCeiling = ceiling * 0.9;

function readListing(answer: Answer, context: ReadContext): SourceReading {
  const { order } = context;
  const { url } = answer;
  const { after, children } = answer.json(listing).data;
  const posts = readPosts(children);
  const took = numberParam(url, "naru.took", 0);
  const room = (order.maxResults ?? Number.POSITIVE_INFINITY) - took;
  const wanted = posts.good.filter(({ created_utc: publishedAt }) => isWithin({ publishedAt }, order)).slice(0, room);
  const seen = numberParam(url, "naru.seen", 0) + children.length;
  const next: NextAddress[] = [];
  if (order.set.comments !== "no") {
    next.push(...wanted.filter((one) => one.num_comments > 0).map(({ id }) => ({ url: treeAddress(order, id) })));
  }
  const { cursor, notes } = furtherCursor(url, "after", after, nameOf(url));
  const isPast = isPastSince(posts.good.at(-1)?.created_utc, context, url);
  if (wanted.length < room && !isPast) {
    if (cursor !== null && children.length > 0) {
      const left = room - wanted.length;
      const counters = { "naru.seen": seen, "naru.took": took + wanted.length };
      next.push({ url: withParams(url, { after: cursor, limit: Math.min(pageSize, left), ...counters }) });
    } else if (!after && seen >= nearCeiling) {
      notes.push({
        code: "truncated",
        message: `${nameOf(url)}: Reddit lists no more than about 1,000 posts; ${seen} were read.`,
      });
    }
  }
  return {
    items: wanted.map((one) => postItem(one, context)),
    next,
    notes,
    unreadable: posts.unreadable,
    list: true,
    listed: posts.good.length,
  };
}

/** Only a list by time ends where it gets too old. */
function isPastSince(oldest: Date | undefined, { order }: ReadContext, url: URL): boolean {
  const byTime = order.set.sort === "new" || url.pathname.endsWith("/new");
  return byTime && order.since !== null && oldest !== undefined && oldest < order.since;
}

function nameOf(url: URL): string {
  const query = url.searchParams.get("q");
  return query === null ? decodeURIComponent(url.pathname).slice(0, 100) : `"${query}"`;
}
