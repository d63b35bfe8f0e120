import type { Clock } from "../lib/clock.ts";
import { isAway, isClash } from "../platform/db/database-fault.ts";
import type { Log } from "../platform/log.ts";

export interface Patience {
  clock: Pick<Clock, "sleep">;
  log: Log;
  /** Aborts when it is to be given up. Default never. */
  signal?: AbortSignal;
}

/** Does the work, and does it again for as long as the database is away. @throws the last error when it is given up meanwhile. */
export async function patiently<T>({ clock, log, signal }: Patience, work: () => Promise<T>): Promise<T> {
  for (let wait = 200; ; wait = Math.min(5_000, wait * 2)) {
    try {
      return await work();
    } catch (error) {
      if (isClash(error)) continue;
      if (!isAway(error) || signal?.aborted === true) throw error;
      log.warn({ err: error }, "The database is away; what is in hand waits for it.");
      await clock.sleep(wait, signal).catch(() => {});
    }
  }
}

/** The same; null when it was given up because the signal aborted. */
export async function patientlyUntilStopped<T>(
  patience: Patience & { signal: AbortSignal },
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    return await patiently(patience, work);
  } catch (error) {
    if (patience.signal.aborted && isAway(error)) return null;
    throw error;
  }
}
