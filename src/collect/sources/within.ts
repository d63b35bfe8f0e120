import type { Order } from "./source.ts";

/** Whether something of this time is asked for; what has no time is. */
export function isWithin(time: Date | null, { since, until }: Order): boolean {
  if (time === null) return true;
  return (since === null || time >= since) && (until === null || time < until);
}

/** Whether a time shows that a list, newest first, has gone past what is asked for. */
export function isOlder(time: Date | null | undefined, since: Date | null): boolean {
  return since !== null && time != null && time < since;
}
