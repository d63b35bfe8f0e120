import { join } from "node:path";
import type { Collection, CollectionReport } from "../contracts/index.ts";
import { cutToWidth, displayWidth } from "../lib/display-width.ts";
import { type ExitCode, exitCodes } from "../platform/errors.ts";

/** Endings of a collection that brought nothing because a rule forbade it; the collection's own code says which. */
const refusals: ReadonlySet<string> = new Set([
  "robots_denied",
  "robots_unreachable",
  "address_refused",
  "permission_denied",
]);
const widestReason = 20;
const widestHost = 40;
const endings: Readonly<Record<Collection["status"], string>> = {
  running: "is not finished",
  paused: "is paused",
  stopped: "was stopped",
  done: "is done",
  failed: "failed",
};
/** Slower than this for half the answers is worth a line of its own. */
const slowMs = 1_000;

/** What the command line ends with: partly done also when somebody stopped or paused it, refused when a rule kept everything out. */
export function exitCodeOf({ progress, status, errorCode }: Collection): ExitCode {
  if (errorCode !== null && refusals.has(errorCode)) return exitCodes.refused;
  if (status === "failed" || (status === "paused" && errorCode !== null)) return exitCodes.failed;
  return status === "done" && progress.failed === 0 ? exitCodes.done : exitCodes.partly;
}

export interface ReportPlaces {
  /** The data folder, which the log is named in. */
  data: string;
  /** The file with the rows, and how many those are; null when none was asked for. */
  out: { file: string; rows: number } | null;
}

/** The report at the end, for people: what came, what did not and why, how the hosts behaved, and where everything is. */
export function reportText(collection: Collection, report: CollectionReport, { data, out }: ReportPlaces): string {
  return [
    ...headLines(collection),
    ...reasonLines(collection, report),
    ...rowLines(report),
    ...hostLines(report),
    ...report.notes.map(({ code, message }) => `${message} [${code}]`),
    ...(out === null ? [] : [`Output: ${out.file} (${count(out.rows, "row", "rows")})`]),
    ...(report.log === null ? [] : [`Log: ${join(data, report.log)}`]),
  ].join("\n");
}

function headLines(collection: Collection): string[] {
  const { id, status, errorCode, errorMessage, progress } = collection;
  const { done, documents, items, queued, inFlight, bytes } = progress;
  const brought = [count(documents, "document", "documents"), ...(items > 0 ? [count(items, "item", "items")] : [])];
  const lines = [
    `Collection ${id} ${endings[status]}${durationOf(collection)}: ${count(done, "address", "addresses")} answered and archived (${sizeOf(bytes)}), ${brought.join(", ")}.`,
  ];
  if (status !== "done" && queued + inFlight > 0)
    lines.push(`${count(queued + inFlight, "address is", "addresses are")} still to be visited.`);
  if (status === "running" && progress.waitingUntil !== null) {
    lines.push(
      `All that is left waits until ${progress.waitingUntil.slice(0, 16).replace("T", " ")} UTC. It goes on by itself while a naru server runs; else type the same command then.`,
    );
  }
  if (errorMessage !== null) lines.push(`${errorMessage}${errorCode === null ? "" : ` [${errorCode}]`}`);
  return lines;
}

function reasonLines({ errorMessage, progress: { failed, skipped } }: Collection, report: CollectionReport): string[] {
  // The one address that brought nothing has been named just now.
  if (failed + skipped <= (errorMessage === null ? 0 : 1)) return [];
  const kinds = [failed > 0 ? `${failed} failed` : null, skipped > 0 ? `${skipped} left out on purpose` : null];
  return [
    `${kinds.filter((kind) => kind !== null).join(", ")}:`,
    ...report.reasons.map(({ reason, count: number, example }) => {
      const told = example === null ? "" : [example.url, example.detail].filter((one) => one !== null).join(": ");
      return `${String(number).padStart(7)}  ${reason.padEnd(widestReason)}${told}`;
    }),
  ];
}

/** Told when there is more than new documents to tell. */
function rowLines({ rows }: CollectionReport): string[] {
  if (rows.changed + rows.known + rows.deleted === 0) return [];
  const states = Object.entries(rows).map(([state, number]) => `${number.toLocaleString("en")} ${state}`);
  return [`Documents met: ${states.join(", ")}.`];
}

function hostLines({ hostCount, hosts, slowestHosts }: CollectionReport): string[] {
  const [only] = hosts;
  if (only === undefined) return [];
  if (hostCount === 1) {
    const times =
      only.medianMs === null
        ? ", no answer"
        : `, half answered within ${time(only.medianMs)}, slowest ${time(only.slowestMs)}`;
    return [`${only.host}: ${count(only.requests, "request", "requests")}${times}.`];
  }
  const more = hostCount > hosts.length ? `, the ${hosts.length} with most requests` : "";
  const cells = (row: readonly string[]) => row.map((cell) => cell.padStart(9)).join("");
  const table = hosts.map((one) => {
    const name = cutToWidth(one.host, widestHost);
    const numbers = [one.pages, one.requests, one.failures].map((number) => number.toLocaleString("en"));
    const padded = `${name}${" ".repeat(Math.max(0, widestHost - displayWidth(name)))}`;
    return `  ${padded}${cells([...numbers, time(one.medianMs), time(one.slowestMs)])}`;
  });
  const slow = slowestHosts.filter(({ medianMs }) => (medianMs ?? 0) >= slowMs);
  return [
    `${"".padEnd(widestHost + 2)}${cells(["pages", "requests", "failed", "median", "slowest"])}`,
    ...table,
    `${hostCount.toLocaleString("en")} hosts${more}.`,
    ...(slow.length === 0 ? [] : [`Slow: ${slow.map((one) => `${one.host} (${time(one.medianMs)})`).join(", ")}.`]),
  ];
}

function time(ms: number | null): string {
  if (ms === null) return "–";
  return ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;
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
