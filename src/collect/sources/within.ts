import type { Order } from "./source.ts";

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

function timeOf(timed: Timed): Date | null {
  return timed === null || timed instanceof Date ? timed : timed.publishedAt;
}
