import type { Collection } from "../contracts/index.ts";
import { type ExitCode, exitCodes } from "../platform/errors.ts";
import type { CommandServices } from "./backend.ts";

/** Endings of a collection that brought nothing because a rule forbade it; the collection's own code says which. */
const refusals: ReadonlySet<string> = new Set(["robots_denied", "robots_unreachable", "address_refused"]);
const widestReason = 20;

/** What the command line ends with: partly done also when somebody stopped or paused it, refused when a rule kept everything out. */
export function exitCodeOf({ progress, status, errorCode }: Collection): ExitCode {
  if (errorCode !== null && refusals.has(errorCode)) return exitCodes.refused;
  if (status === "failed" || (status === "paused" && errorCode !== null)) return exitCodes.failed;
  return status === "done" && progress.failed === 0 ? exitCodes.done : exitCodes.partly;
}

/** The report at the end, for people: what came, what did not and why, one example a reason. */
export async function reportOf(collection: Collection, services: CommandServices): Promise<string> {
  const { id, status, errorCode, errorMessage, progress } = collection;
  const { done, failed, skipped, documents, queued, inFlight, bytes } = progress;
  const lines = [
    `Collection ${id} is ${status === "running" ? "not finished" : status}${durationOf(collection)}: ${count(done, "address", "addresses")} answered and archived (${sizeOf(bytes)}), ${count(documents, "document", "documents")}.`,
  ];
  if (status !== "done" && queued + inFlight > 0)
    lines.push(`${count(queued + inFlight, "address is", "addresses are")} still to be visited.`);
  if (errorMessage !== null) lines.push(`${errorMessage}${errorCode === null ? "" : ` [${errorCode}]`}`);
  // The one address that brought nothing has been named just now.
  if (failed + skipped > (errorMessage === null ? 0 : 1)) {
    const kinds = [failed > 0 ? `${failed} failed` : null, skipped > 0 ? `${skipped} left out on purpose` : null];
    lines.push(`${kinds.filter((kind) => kind !== null).join(", ")}:`);
    for (const [reason, number] of Object.entries(progress.byReason).sort(([, a], [, b]) => b - a)) {
      lines.push(
        `${String(number).padStart(7)}  ${reason.padEnd(widestReason)}${await exampleOf(id, reason, services)}`,
      );
    }
  }
  return lines.join("\n");
}

async function exampleOf(id: number, reason: string, { collections }: CommandServices): Promise<string> {
  type Query = Parameters<CommandServices["collections"]["listFailures"]>[1];
  const { items } = await collections.listFailures(id, { reason: reason as Query["reason"], limit: 1 });
  const [first] = items;
  if (first === undefined) return "";
  return first.detail === null ? first.url : `${first.url}: ${first.detail}`;
}

function durationOf({ startedAt, finishedAt }: Collection): string {
  if (startedAt === null || finishedAt === null) return "";
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  return seconds < 60
    ? ` after ${seconds.toFixed(1)} s`
    : ` after ${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

function sizeOf(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
