import type { Collection } from "../contracts/index.ts";
import type { Clock } from "../lib/clock.ts";

export interface ProgressStreamOptions {
  /** State to begin with. */
  first: Collection;
  load(): Promise<Collection>;
  clock: Clock;
  pollMs: number;
  /** A comment goes out after this much silence, so that proxies keep the connection. */
  heartbeatMs: number;
  /** Aborts when the client goes or the server closes. */
  signal: AbortSignal;
}

/** Id of the last event of a stream. A client that comes back with it has seen everything. */
export const finalEventId = "final";

/** Server-sent events `progress`, one whenever the collection has changed, until its status is final. */
export async function* progressEvents(options: ProgressStreamOptions): AsyncGenerator<string> {
  const { first, load, clock, pollMs, heartbeatMs, signal } = options;
  let sent = JSON.stringify(first);
  let sentAt = clock.now();
  yield `retry: 2000\n${eventOf(first, sent)}`;
  let state = first;
  while (!isFinal(state)) {
    try {
      await clock.sleep(pollMs, signal);
    } catch {
      return;
    }
    // A database that is away for a moment is no reason to end; the next look may tell more.
    state = await load().catch(() => state);
    const text = JSON.stringify(state);
    const now = clock.now();
    if (text !== sent) {
      yield eventOf(state, text);
      sent = text;
      sentAt = now;
    } else if (now - sentAt >= heartbeatMs) {
      yield ": nothing new\n\n";
      sentAt = now;
    }
  }
}

export function isFinal({ status }: Pick<Collection, "status">): boolean {
  return status === "done" || status === "stopped" || status === "failed";
}

function eventOf(state: Collection, data: string): string {
  return `${isFinal(state) ? `id: ${finalEventId}\n` : ""}event: progress\ndata: ${data}\n\n`;
}
