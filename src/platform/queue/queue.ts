import { CompiledQuery, type Transaction } from "kysely";
import { type Db as BossDatabase, type Job, type JobResult, PgBoss } from "pg-boss";
import type { Stage } from "../../domain/waiting.ts";
import type { Database } from "../db/database.ts";
import type { Schema } from "../db/schema.ts";
import type { Log } from "../log.ts";
import { isMachineFault } from "../machine-fault.ts";

/** A stage of the pipeline hands over ids, never objects, so that any stage can move to another process. */
export interface StageJob {
  documentIds: number[];
  /** One document, by itself since a job that held it failed for the last time. */
  alone?: true;
}

export type StageName = Stage;
export const stageNames: readonly StageName[] = ["refine", "understand"];

export interface Queue {
  /** Puts a job; inside `trx` it exists only if the transaction commits. */
  send(stage: StageName, job: StageJob, trx?: Transaction<Schema>): Promise<void>;
  /** Puts many jobs with one statement. */
  sendAll(stage: StageName, jobs: readonly StageJob[], trx?: Transaction<Schema>): Promise<void>;
  /** Works on a stage until the queue stops. The handler may see a job again after a crash: its effects must be idempotent. */
  work(stage: StageName, handler: (job: StageJob) => Promise<void>): Promise<void>;
  /** Takes no more jobs until it is let go on; what is in hand is finished. */
  hold(isHeld: boolean): Promise<void>;
  /** Jobs not finished yet. */
  waiting(stage: StageName): Promise<number>;
  /** Lets handlers finish what they hold, at most `timeoutMs`. */
  stop(timeoutMs?: number): Promise<void>;
}

/** A worker that has not been heard of for this long is dead and its jobs go to another; 10 is the least pg-boss takes. */
const heartbeatSeconds = 10;

/** Jobs of a stage at work at one time: while one waits for the database, the other thinks. */
const sideBySide = 2;

/**
 * pg-boss on naru's own database, in the schema `queue`.
 * Batches of ten: with one job a fetch the engine does 40 jobs/s, and a larger batch makes one slow job hold up its neighbours.
 */
export async function openQueue(database: Database, log: Log): Promise<Queue> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => database.run(text, values) },
    schema: "queue",
    backend: database.can.queueBackend,
    schedule: false,
    superviseIntervalSeconds: 5,
    maintenanceIntervalSeconds: 300,
    monitorIntervalSeconds: 5,
    persistQueueStats: false,
    reindex: false,
    monitorVacuum: false,
  });
  let complainedAt = Number.NEGATIVE_INFINITY;
  boss.on("error", (error) => {
    // Both workers and the supervisor ask several times a second; a minute's outage would be hundreds of lines.
    if (performance.now() - complainedAt < 10_000) return;
    complainedAt = performance.now();
    log.warn(
      { code: "queue_error", error: error.message },
      "The job queue could not reach the database; it tries again.",
    );
  });
  await boss.start();
  try {
    await prepare(boss, database);
  } catch (error) {
    // Its timers would keep the process alive.
    await boss.stop({ graceful: false, close: false });
    throw error;
  }
  const handlers = new Map<StageName, () => Promise<unknown>>();
  let isHeld = false;
  return {
    send: async (stage, job, trx) => {
      if (job.documentIds.length === 0) return;
      await boss.send(stage, job, trx === undefined ? {} : { db: insideTransaction(trx) });
    },
    sendAll: async (stage, jobs, trx) => {
      const full = jobs.filter(({ documentIds }) => documentIds.length > 0).map((data) => ({ data }));
      if (full.length === 0) return;
      await boss.insert(stage, full, trx === undefined ? {} : { db: insideTransaction(trx) });
    },
    work: async (stage, handler) => {
      const begin = () =>
        boss.work<StageJob>(
          stage,
          { batchSize: 10, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5, perJobResults: true },
          async (jobs) => {
            const results: JobResult[] = [];
            const rest = jobs.values();
            const lane = async () => {
              for (const job of rest) results.push(await settle(job, handler, log));
            };
            await Promise.all(Array.from({ length: sideBySide }, lane));
            return results;
          },
        );
      handlers.set(stage, begin);
      if (!isHeld) await begin();
    },
    hold: async (wanted) => {
      if (isHeld === wanted) return;
      isHeld = wanted;
      for (const [stage, begin] of handlers) await (isHeld ? boss.offWork(stage, { wait: false }) : begin());
    },
    waiting: async (stage) => {
      const { rows } = await database.run(
        "select count(*) as n from queue.job where name = $1 and state < 'completed'",
        [stage],
      );
      return Number((rows[0] as { n: number }).n);
    },
    stop: async (timeoutMs = 10_000) => {
      await boss.stop({ graceful: true, timeout: timeoutMs, close: false });
    },
  };
}

/** One job's end: a job that fails must not drag its neighbours in the batch into another attempt. */
async function settle(job: Job<StageJob>, handler: (job: StageJob) => Promise<void>, log: Log): Promise<JobResult> {
  // The queue is stopping, or another worker has it.
  if (job.signal.aborted) return { id: job.id, status: "failed" };
  try {
    await handler(job.data);
    return { id: job.id, status: "completed" };
  } catch (error) {
    log.warn(
      { err: error, stage: job.name, documents: job.data.documentIds.length },
      "A job failed; it is tried again.",
    );
    return {
      id: job.id,
      status: "failed",
      output: { message: String(error).slice(0, 500), machine: isMachineFault(error) },
    };
  }
}

async function prepare(boss: PgBoss, database: Database): Promise<void> {
  for (const name of stageNames) {
    await boss.createQueue(name, {
      // Some five minutes in all: a full disk or a busy database may take that long, and a job that is given up leaves its documents behind.
      retryLimit: 10,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 60,
      expireInSeconds: 600,
      heartbeatSeconds,
      deleteAfterSeconds: 3600,
    });
    // Fills pg-boss's cache of queues now: looked up later, from inside a transaction that holds the only connection, it would wait for ever.
    await boss.findJobs(name, { id: "00000000-0000-0000-0000-000000000000" });
  }
  // Alone on this database, every job marked active was held by a process that is gone: no need to wait for its heartbeat.
  if (!database.can.manyProcesses) {
    await database.run("update queue.job set state = 'retry', start_after = now() where state = 'active'");
  }
}

function insideTransaction(trx: Transaction<Schema>): BossDatabase {
  return {
    executeSql: async (text, values) => {
      const result = await trx.executeQuery(CompiledQuery.raw(text, [...(values ?? [])]));
      return { rows: result.rows };
    },
  };
}
