import type { Item } from "../../domain/item.ts";
import type { Order } from "./source.ts";

/** Whether an item is of the time that was asked for. One without a time is kept. */
export function isWithin({ publishedAt }: Item, { since, until }: Order): boolean {
  if (publishedAt === null) return true;
  return (since === null || publishedAt >= since) && (until === null || publishedAt < until);
}

/** Whether an item shows that a list, newest first, has gone past the time that was asked for. */
export function isOlder(item: Item | undefined, since: Date | null): boolean {
  return since !== null && item?.publishedAt != null && item.publishedAt < since;
}
