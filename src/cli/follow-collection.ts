import type { Collection } from "../contracts/index.ts";
import { type Clock, systemClock } from "../lib/clock.ts";
import { type ExitCode, exitCodes } from "../platform/errors.ts";
import type { CommandServices } from "./backend.ts";
import type { ProgressLine } from "./progress.ts";

const stepMs = 500;
/** Words, keywords and sentiment follow collection at their own pace; a stage that stands still this long has stopped. */
const stageStallMs = 60_000;

/** Shows a collection until it ends or `signal` aborts; then waits for its documents to be understood. Gives its last state. */
export async function followCollection(
  services: CommandServices,
  id: number,
  progress: ProgressLine,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<Collection> {
  let collection = await services.collections.load(id);
  while (collection.status === "running" && !signal.aborted) {
    progress.show(lineOf(collection));
    await clock.sleep(stepMs, signal).catch(() => {});
    collection = await services.collections.load(id);
  }
  progress.show(lineOf(collection));
  let before = Number.POSITIVE_INFINITY;
  let movedAt = clock.now();
  while (!signal.aborted && collection.status !== "running") {
    const { waiting } = await services.overview();
    const left = waiting.refine + waiting.understand;
    if (left === 0) break;
    if (left !== before) movedAt = clock.now();
    if (clock.now() - movedAt > stageStallMs) break;
    before = left;
    progress.show(`${left} documents left to clean and understand`);
    await clock.sleep(stepMs, signal).catch(() => {});
  }
  progress.end();
  return collection;
}

function lineOf({ progress, request }: Collection): string {
  const rate = progress.pagesPerSecond;
  const left = Math.min(progress.queued + progress.inFlight, Math.max(0, request.maxPages - progress.done));
  const eta = rate > 0 ? ` · about ${Math.ceil(left / rate)} s left` : "";
  return `${progress.done} pages · ${progress.failed} failed · ${progress.skipped} skipped · ${progress.queued} queued · ${rate.toFixed(1)} pages/s${eta}`;
}

/** Done, partly done, or refused when robots or an address rule kept everything out. */
export function exitCodeOf({ progress, status }: Collection): ExitCode {
  if (status === "failed") return exitCodes.failed;
  if (progress.done > 0) return progress.failed > 0 ? exitCodes.partly : exitCodes.done;
  const refused =
    (progress.byReason.robots_denied ?? 0) +
    (progress.byReason.address_refused ?? 0) +
    (progress.byReason.robots_unreachable ?? 0);
  return refused > 0 ? exitCodes.refused : exitCodes.failed;
}

/** The report at the end, for people. */
export function reportOf({ id, status, progress }: Collection): string {
  const reasons = Object.entries(progress.byReason).sort(([, a], [, b]) => b - a);
  return [
    `Collection ${id} is ${status}: ${progress.done} pages archived (${(progress.bytes / 1e6).toFixed(1)} MB), ${progress.documents} documents, ${progress.failed} failed, ${progress.skipped} skipped.`,
    ...reasons.map(([reason, count]) => `  ${String(count).padStart(7)}  ${reason}`),
  ].join("\n");
}
