import type { Order } from "./source.ts";
import { numberParam } from "./wire-url.ts";

/** A time, or something that was published at one; null when it has none. */
type Timed = Date | null | { publishedAt: Date | null };

/** Whether something of this time is asked for; what has no time is. */
export function isWithin(timed: Timed, { since, until }: Order): boolean {
  const time = timeOf(timed);
  if (time === null) return true;
  return (since === null || time >= since) && (until === null || time < until);
}

/** Whether a list, newest first, has gone past what is asked for with this one. */
export function isOlder(timed: Timed, since: Date | null): boolean {
  const time = timeOf(timed);
  return since !== null && time !== null && time < since;
}

/** How many more items of a query are wanted; `naru.took` of the address says how many came before. */
export function roomLeft(address: URL, { maxResults }: Pick<Order, "maxResults">): number {
  return maxResults === null
    ? Number.POSITIVE_INFINITY
    : Math.max(0, maxResults - numberParam(address, "naru.took", 0));
}

/** How many to ask for at once of an API that cannot be told of dates: where some are asked for, any number of a page may fall out. */
export function sizeFor(most: number, wanted: number | null, { since, until }: Pick<Order, "since" | "until">): number {
  return wanted === null || since !== null || until !== null ? most : Math.min(most, wanted);
}

function timeOf(timed: Timed): Date | null {
  return timed === null || timed instanceof Date ? timed : timed.publishedAt;
}
