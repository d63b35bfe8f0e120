import type { Collection } from "../contracts/index.ts";
import { type Clock, systemClock } from "../lib/clock.ts";
import { isAway } from "../platform/db/database-fault.ts";
import { NaruError } from "../platform/errors.ts";
import type { CommandServices } from "./backend.ts";
import { collectionLine } from "./collection-line.ts";
import type { ProgressLine } from "./progress.ts";
import { TimeLeft } from "./time-left.ts";

const stepMs = 500;
/** Words, keywords and sentiment follow collection at their own pace; a stage that stands still this long has stopped. Counts may be half a minute old. */
const stageStallMs = 120_000;
const patienceMs = 300_000;
const passingCodes = new Set(["database_unreachable", "database_busy"]);

/** Nobody watches a command line that waits longer than this, for a quota that opens tomorrow. */
const longestWaitMs = 120_000;

/** Everything left waits so long that watching is of no use. */
export function isPutOff({ status, progress: { waitingUntil } }: Collection, now: number): boolean {
  return status === "running" && waitingUntil !== null && Date.parse(waitingUntil) - now > longestWaitMs;
}

/**
 * Shows a collection until it ends, is put off for long, or `signal` aborts; then waits for its documents to be understood. Gives its last state;
 * whoever began the line ends it.
 */
export async function followCollection(
  services: CommandServices,
  id: number,
  progress: ProgressLine,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<Collection> {
  const timeLeft = new TimeLeft();
  let collection = await services.collections.load(id);
  while (collection.status === "running" && !signal.aborted && !isPutOff(collection, clock.now())) {
    const { text, share } = collectionLine(collection, timeLeft, clock.now());
    progress.show(text, share);
    await clock.sleep(stepMs, signal).catch(() => {});
    collection = await patiently(() => services.collections.load(id), progress, signal, clock);
  }
  if (collection.status === "done" || isPutOff(collection, clock.now()))
    await waitForStages(services, progress, signal, clock);
  return collection;
}

/** What a collection lives through, its watcher does too: a database that is away or busy is asked again for five minutes. */
async function patiently<T>(
  ask: () => Promise<T>,
  progress: ProgressLine,
  signal: AbortSignal,
  clock: Clock,
): Promise<T> {
  const began = clock.now();
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const passing = isAway(error) || (error instanceof NaruError && passingCodes.has(error.code));
      if (!passing || signal.aborted || clock.now() - began > patienceMs) throw error;
      progress.show("The database is away for the moment; waiting for it", null);
      await clock.sleep(stepMs, signal).catch(() => {});
    }
  }
}

async function waitForStages(
  services: CommandServices,
  progress: ProgressLine,
  signal: AbortSignal,
  clock: Clock,
): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  let movedAt = clock.now();
  while (!signal.aborted) {
    const { waiting } = await patiently(() => services.overview(), progress, signal, clock);
    const left = waiting.refine + waiting.understand;
    if (left === 0) return;
    if (left < least) {
      least = left;
      movedAt = clock.now();
    }
    if (clock.now() - movedAt > stageStallMs) return;
    progress.show(`${left} documents left to clean and understand`, null);
    await clock.sleep(stepMs, signal).catch(() => {});
  }
}
