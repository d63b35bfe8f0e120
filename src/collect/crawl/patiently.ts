import { setTimeout as delay } from "node:timers/promises";
import { isConnectionError } from "../../platform/db/database.ts";
import type { Log } from "../../platform/log.ts";

/** Does the work, and does it again for as long as the database is away; gives up when the signal aborts. */
export async function patiently(log: Log, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  for (let wait = 200; ; wait = Math.min(5_000, wait * 2)) {
    try {
      await work();
      return;
    } catch (error) {
      if (!isConnectionError(error)) throw error;
      log.warn({ err: error }, "The database is away; collecting waits for it.");
      await delay(wait, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
    }
  }
}
