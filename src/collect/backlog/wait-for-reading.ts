import type { Clock } from "../../lib/clock.ts";
import type { Db } from "../../platform/db/database.ts";
import type { Backlog } from "./backlog.ts";
import { type BacklogState, findBacklog } from "./backlog-store.ts";

const stepMs = 250;

export interface WaitForReading {
  db: Db;
  clock: Clock;
  backlog: Backlog;
  /** Asked at each step; false ends the wait. */
  goesOn: () => Promise<boolean>;
  /** Told at each step what is waited for. */
  onWait: (state: BacklogState) => void;
  /** Told at each step what the disk lacks. */
  onFullDisk: (shortage: string) => void;
}

/** Returns when more may be brought, or nobody wants it any more. The stages have to be at work somewhere: `onWait` hears when they are not. */
export async function waitForReading({
  db,
  clock,
  backlog,
  goesOn,
  onWait,
  onFullDisk,
}: WaitForReading): Promise<void> {
  for (;;) {
    await backlog.look();
    if (!backlog.isHeld || !(await goesOn())) return;
    const { shortage } = backlog;
    const state = shortage === null ? await findBacklog(db) : null;
    if (shortage !== null) onFullDisk(shortage);
    else if (state !== null) onWait(state);
    await clock.sleep(stepMs);
  }
}
