import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "../platform/db/database.ts";
import type { Log } from "../platform/log.ts";

/** Tables whose rows change state again and again; the rest only grow. */
const busyTables = ["frontier", "hosts", "documents", "captures", "document_counts", "queue.job"] as const;
const everyMs = 60_000;
/** Statistics are taken again when a table has grown so far since. */
const growth = 1.5;
const vacuumEveryMs = 3_600_000;
/** Nobody has asked anything for this long: nobody waits behind a vacuum, which may take ten seconds for half a million documents. */
const quietMs = 120_000;
/** After so long without a quiet moment it is done all the same. */
const longestMs = 12 * 3_600_000;
/** Rows that are looked at are 300 times this: 6,000 instead of 30,000 take a fifth of the time and tell the planner enough. */
const statisticsTarget = 20;

type UpkeepDatabase = Pick<Database, "run" | "quietMs">;

/** When a busy table was last tidied, and how large it was when its statistics were taken. */
interface TableCare {
  table: string;
  bytes: number;
  vacuumedAt: number;
}

/**
 * Does for an embedded database what a server's autovacuum does. One statement at a time can be at work there, and nobody gets through meanwhile: so statistics
 * are taken from few rows, a table at a time, as soon as a table has grown; dead rows are taken out when nobody is there. Nothing to do on a server.
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
  const begun = performance.now();
  const care: TableCare[] = busyTables.map((table) => ({ table, bytes: 0, vacuumedAt: begun }));
  for (;;) {
    await delay(everyMs, undefined, { signal, ref: false }).catch(() => {});
    if (signal.aborted) return;
    try {
      for (const one of care) {
        if (signal.aborted) return;
        await refreshStatistics(database, one);
        const ms = await vacuumWhenDue(database, one, performance.now());
        if (ms !== null) log.debug({ table: one.table, ms: Math.round(ms) }, "A table was tidied.");
      }
    } catch (error) {
      // Rows lie about a while longer; nothing else depends on it.
      log.warn({ err: error }, "Tables could not be tidied; it is tried again later.");
    }
  }
}

/** Takes statistics again when the table has grown since the last time. True when it did. */
export async function refreshStatistics(database: Pick<Database, "run">, care: TableCare): Promise<boolean> {
  const { rows } = await database.run(`select pg_relation_size('${care.table}') as bytes`);
  const bytes = Number((rows[0] as { bytes: number }).bytes);
  if (bytes === 0 || bytes < care.bytes * growth) return false;
  await database.run(`begin; set local default_statistics_target = ${statisticsTarget}; analyze ${care.table}; commit`);
  care.bytes = bytes;
  return true;
}

/** Takes dead rows out of a table when it is time and nobody is there; gives how long it took, null when it was not done. */
export async function vacuumWhenDue(database: UpkeepDatabase, care: TableCare, now: number): Promise<number | null> {
  const since = now - care.vacuumedAt;
  if (since < vacuumEveryMs || (database.quietMs() < quietMs && since < longestMs)) return null;
  const began = performance.now();
  await database.run(`vacuum ${care.table}`);
  care.vacuumedAt = now;
  return performance.now() - began;
}
