import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "../../platform/db/database.ts";
import type { Log } from "../../platform/log.ts";
import { deltasAStep, foldCounts } from "./fold-counts.ts";

const everyMs = 1_000;
/** Between two steps, so that whoever waits for the database comes first. */
const breathMs = 20;
/** Dead rows that readers of open changes may have to pass over. */
const mostDead = 5_000;

/** Folds changes into the counts about every second until the signal aborts; a failure is logged and tried again. */
export async function startFolding({
  database,
  log,
  signal,
}: {
  database: Pick<Database, "db" | "run">;
  log: Log;
  signal: AbortSignal;
}): Promise<void> {
  let dead = 0;
  while (!signal.aborted) {
    let folded = 0;
    try {
      folded = await foldCounts(database.db);
      dead += folded;
      if (dead >= mostDead) {
        dead = 0;
        await database.run("vacuum document_deltas");
      }
    } catch (error) {
      // Readers count what is open by themselves; it only takes them longer.
      log.warn({ err: error }, "Counts could not be brought up to date; it is tried again.");
    }
    const wait = folded >= deltasAStep ? breathMs : everyMs;
    await delay(wait, undefined, { signal, ref: false }).catch(() => {});
  }
}
