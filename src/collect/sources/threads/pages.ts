import { furtherCursor } from "../further.ts";
import { graphCursor, graphTime } from "../graph.ts";
import type { NextAddress, Note } from "../source.ts";
import { numberParam, withParams } from "../wire-url.ts";
import type { Thread } from "./schema.ts";

/** Posts that one answer holds at most. */
export const searchLimit = 100;
/** Posts of one second whose ids are carried to the next page. More of them hardly fit an address, and come twice without harm. */
const maxCarried = 20;

/** What of a page was read, as far as the next one depends on it. */
export interface PageRead {
  url: URL;
  /** As the API listed them. */
  threads: readonly Thread[];
  /** How many the answer held, readable or not. */
  length: number;
  after: string | null | undefined;
  seen: number;
  maxResults: number | null;
  since: Date | null;
}

/**
 * The page after this one. The API documents no cursor: recent posts go on before the oldest that was read, the most popular end with one
 * page, which a note tells. `until` counts whole seconds, so the posts of the last one come again and are carried in the address to be left out.
 */
export function nextPage(page: PageRead): { next: NextAddress[]; notes: Note[] } {
  const { url, threads, length, seen } = page;
  const left = (page.maxResults ?? Infinity) - seen;
  const times = threads.flatMap((one) => graphTime(one.timestamp)?.getTime() ?? []);
  const oldest = times.length === 0 ? null : Math.min(...times);
  const isRecent = url.searchParams.get("search_type") === "RECENT";
  if (left <= 0 || length === 0) return none;
  if (isRecent && page.since !== null && oldest !== null && oldest < page.since.getTime()) return none;
  const count = { "naru.page": numberParam(url, "naru.page", 1) + 1, "naru.seen": seen };
  const { cursor, notes } = furtherCursor(
    url,
    "after",
    graphCursor(page.after),
    `"${url.searchParams.get("q") ?? ""}"`,
  );
  if (cursor !== null) return { next: [{ url: withParams(url, { ...count, after: cursor }) }], notes };
  if (notes.length > 0) return { next: [], notes };
  const limit = numberParam(url, "limit", searchLimit);
  if (length < limit) return none;
  const until = oldest === null ? null : Math.floor(oldest / 1000) + 1;
  const before = numberParam(url, "until", Number.MAX_SAFE_INTEGER);
  if (!isRecent || until === null || until >= before) return { next: [], notes: [cutNote(url, seen)] };
  const last = threads.filter((one) => Math.floor((graphTime(one.timestamp)?.getTime() ?? 0) / 1000) + 1 === until);
  const ids = last.slice(0, maxCarried).map(({ id }) => id);
  return { next: [{ url: withParams(url, { ...count, until, "naru.last": ids.join(",") }) }], notes: [] };
}

const none = { next: [], notes: [] };

/** Ids of posts that the page before held and this one may repeat. */
export function carriedIds(url: URL): ReadonlySet<string> {
  return new Set((url.searchParams.get("naru.last") ?? "").split(","));
}

function cutNote(url: URL, seen: number): Note {
  const query = url.searchParams.get("q") ?? "";
  const message = `"${query}": Threads gives one page of ${searchLimit} of this kind; ${seen} posts were taken, and there may be more.`;
  return { code: "truncated", message };
}
