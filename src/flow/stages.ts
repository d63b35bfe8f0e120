import type { Log } from "../platform/log.ts";
import type { Queue, StageName } from "../platform/queue/queue.ts";

/** What each stage does with documents; the ids that `refine` gives go on to the next stage. */
export interface StageHandlers {
  refine(ids: readonly number[]): Promise<readonly number[]>;
  understand(ids: readonly number[]): Promise<void>;
}

/**
 * Documents of one job. To understand them takes longest: few enough that a chart moves while a large crawl is read, enough that a job's
 * cost does not count.
 */
export const jobDocuments: Readonly<Record<StageName, number>> = { refine: 250, understand: 32 };

/** Begins to work on both stages. They stop with the queue. */
export async function startStages(queue: Queue, handlers: StageHandlers, log: Log): Promise<void> {
  await queue.work("refine", async ({ documentIds }) => {
    const began = performance.now();
    const ready = await handlers.refine(documentIds);
    const size = jobDocuments.understand;
    const jobs = [];
    for (let at = 0; at < ready.length; at += size) jobs.push({ documentIds: ready.slice(at, at + size) });
    await queue.sendAll("understand", jobs);
    log.debug({ documents: documentIds.length, ms: Math.round(performance.now() - began) }, "Documents refined.");
  });
  await queue.work("understand", async ({ documentIds }) => {
    const began = performance.now();
    await handlers.understand(documentIds);
    log.debug({ documents: documentIds.length, ms: Math.round(performance.now() - began) }, "Documents understood.");
  });
}
