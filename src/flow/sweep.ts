import { setTimeout as delay } from "node:timers/promises";
import { sql, type Transaction } from "kysely";
import type { Db } from "../platform/db/database.ts";
import type { Schema } from "../platform/db/schema.ts";
import type { Log } from "../platform/log.ts";
import { takeFailedJobs } from "../platform/queue/failed-jobs.ts";
import { type Queue, type StageName, stageNames } from "../platform/queue/queue.ts";
import { jobDocuments } from "./stages.ts";
import { listForgotten, markGivenUp, stillWaiting } from "./waiting-documents.ts";

/** Shorter than the hour for which the queue keeps failed jobs. */
const everyMs = 20 * 60_000;
/** Documents without a job that are queued again in one go; the rest come with the next. */
const mostForgotten = 10_000;

export interface SweepParts {
  db: Db;
  queue: Queue;
  log: Log;
}

export interface SweepReport {
  /** Documents that were queued again. */
  queued: number;
  /** Documents that were given up, with the reason in `failed_detail`. */
  givenUp: number[];
}

/** Sweeps at once, and then every twenty minutes, until the signal aborts. */
export async function startSweep({ signal, ...parts }: SweepParts & { signal: AbortSignal }): Promise<void> {
  while (!signal.aborted) {
    try {
      const { queued, givenUp } = await sweep(parts);
      if (queued > 0) parts.log.info({ documents: queued }, "Documents that no job was left for were queued again.");
      if (givenUp.length > 0) parts.log.warn({ documents: givenUp }, "Documents were given up; each says why.");
    } catch (error) {
      // They wait a while longer.
      parts.log.warn({ err: error }, "Documents without a job could not be looked for; it is tried again later.");
    }
    await delay(everyMs, undefined, { signal, ref: false }).catch(() => {});
  }
}

/**
 * Looks after documents whose job was given up. They get another job each, alone, so that one cannot hold back its neighbours; one that fails
 * alone too, while the stage does its work on others, is given up and says why. Where nothing goes well, or the
 * machine has failed, the fault is not the documents': none is given up. One process sweeps at a time.
 */
export function sweep({ db, queue }: Omit<SweepParts, "log">): Promise<SweepReport> {
  return db.transaction().execute((trx) => sweepWithin(trx, queue));
}

/** The same, within a transaction. */
export async function sweepWithin(trx: Transaction<Schema>, queue: Queue): Promise<SweepReport> {
  const report: SweepReport = { queued: 0, givenUp: [] };
  const { rows } = await sql<{ ours: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended('naru sweep', 0)) as ours`.execute(trx);
  if (rows[0]?.ours !== true) return report;
  const again = async (stage: StageName, documentIds: number[], alone: boolean) => {
    await queue.send(stage, alone ? { documentIds, alone } : { documentIds }, trx);
    report.queued += documentIds.length;
  };
  for (const { stage, documentIds, alone = false, message, isMachines, othersWentWell } of await takeFailedJobs(trx)) {
    const waiting = await stillWaiting(trx, stage, documentIds);
    if (isMachines || !othersWentWell) {
      // In halves: should it be one document after all, the other half will go well.
      const middle = Math.ceil(waiting.length / 2);
      await again(stage, waiting.slice(0, middle), alone);
      await again(stage, waiting.slice(middle), alone);
      continue;
    }
    for (const id of waiting) {
      if (!alone) await again(stage, [id], true);
      else {
        await markGivenUp(trx, stage, id, message ?? "The process that worked on it died each time.");
        report.givenUp.push(id);
      }
    }
  }
  for (const stage of stageNames) {
    const ids = await listForgotten(trx, stage, mostForgotten);
    const size = jobDocuments[stage];
    const jobs = [];
    for (let at = 0; at < ids.length; at += size) jobs.push({ documentIds: ids.slice(at, at + size) });
    await queue.sendAll(stage, jobs, trx);
    report.queued += ids.length;
  }
  return report;
}
