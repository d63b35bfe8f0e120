import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "../platform/db/database.ts";
import type { Log } from "../platform/log.ts";

/** Tables whose rows change state again and again; the rest only grow. */
const busyTables = ["frontier", "hosts", "documents", "captures", "document_counts", "queue.job"] as const;
const firstAfterMs = 60_000;
const everyMs = 3_600_000;

/**
 * Does for an embedded database what a server's autovacuum does: takes dead rows out and refreshes the planner's statistics,
 * table by table, so that other work comes in between. Nothing to do on a server.
 */
export async function startUpkeep({
  database,
  log,
  signal,
}: {
  database: Database;
  log: Log;
  signal: AbortSignal;
}): Promise<void> {
  if (database.can.autovacuum) return;
  for (let wait = firstAfterMs; ; wait = everyMs) {
    await delay(wait, undefined, { signal, ref: false }).catch(() => {});
    if (signal.aborted) return;
    const began = performance.now();
    try {
      await tidy(database, signal);
      log.debug({ ms: Math.round(performance.now() - began) }, "Tables tidied.");
    } catch (error) {
      // Rows lie about a while longer; nothing else depends on it.
      log.warn({ err: error }, "Tables could not be tidied; it is tried again later.");
    }
  }
}

/** Vacuums and analyses the busy tables one by one. */
export async function tidy(database: Pick<Database, "run">, signal?: AbortSignal): Promise<void> {
  for (const table of busyTables) {
    if (signal?.aborted === true) return;
    await database.run(`vacuum (analyze) ${table}`);
  }
}
