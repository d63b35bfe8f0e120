import type { Order } from "./source.ts";

/** Whether something of this time is asked for; what has no time is. */
export function isWithin(time: Date | null, { since, until }: Order): boolean {
  if (time === null) return true;
  return (since === null || time >= since) && (until === null || time < until);
}
