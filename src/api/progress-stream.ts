import type { Collection } from "../contracts/index.ts";
import type { Clock } from "../lib/clock.ts";
import type { Follower, SeenState } from "./shared-progress.ts";

export interface ProgressStreamOptions {
  follower: Follower;
  clock: Clock;
  /** A comment goes out after this much silence, so that proxies keep the connection. */
  heartbeatMs: number;
  /** Aborts when the client goes or the server closes. */
  signal: AbortSignal;
}

/** Id of the last event of a stream. A client that comes back with it has seen everything. */
export const finalEventId = "final";

/** Server-sent events `progress`: the state as it is, then one whenever it has changed, until its status is final. */
export async function* progressEvents(options: ProgressStreamOptions): AsyncGenerator<string> {
  const { follower, clock, heartbeatMs, signal } = options;
  let seen = follower.seen;
  yield `retry: 2000\n${eventOf(seen)}`;
  while (!isFinal(seen.collection)) {
    const isNew = await changedWithin(follower, seen, { clock, heartbeatMs, signal });
    if (signal.aborted) return;
    if (isNew) {
      seen = follower.seen;
      yield eventOf(seen);
    } else yield ": nothing new\n\n";
  }
}

/** False when nothing changed for as long as a client may be left in silence. */
async function changedWithin(
  follower: Follower,
  seen: SeenState,
  { clock, heartbeatMs, signal }: Pick<ProgressStreamOptions, "clock" | "heartbeatMs" | "signal">,
): Promise<boolean> {
  if (follower.seen !== seen) return true;
  const { changed } = follower;
  const enough = new AbortController();
  const silence = clock.sleep(heartbeatMs, AbortSignal.any([enough.signal, signal])).catch(() => {});
  await Promise.race([changed, silence]);
  enough.abort();
  return follower.seen !== seen;
}

export function isFinal({ status }: Pick<Collection, "status">): boolean {
  return status === "done" || status === "stopped" || status === "failed";
}

function eventOf({ collection, text }: SeenState): string {
  return `${isFinal(collection) ? `id: ${finalEventId}\n` : ""}event: progress\ndata: ${text}\n\n`;
}
