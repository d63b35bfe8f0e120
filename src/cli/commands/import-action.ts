import { resolve } from "node:path";
import { type ImportReport, importRequest } from "../../contracts/index.ts";
import { printable } from "../../lib/printable.ts";
import type { ExitCode } from "../../platform/errors.ts";
import { exitCodes } from "../../platform/errors.ts";
import { openBackend } from "../backend.ts";
import { followCollection } from "../follow-collection.ts";
import { loadCliSettings } from "../load-cli-settings.ts";
import { createProgress, shareOf } from "../progress.ts";
import { stopSignal } from "../stop-signal.ts";
import { parseOptions } from "./command.ts";
import type { ImportOptions } from "./import.ts";

const failuresShown = 20;

export async function run(paths: string[], options: ImportOptions, exit: (code: ExitCode) => void): Promise<void> {
  const request = parseOptions(
    importRequest,
    // The server that does the work may stand in another folder.
    {
      paths: paths.map((path) => resolve(path)),
      source: options.source,
      urlBase: options.urlBase,
      set: options.set,
    },
    { paths: "<path...>" },
  );
  const backend = await openBackend(loadCliSettings(options), ["worker"]);
  const { signal, dispose } = stopSignal("Stopping after what is in hand; run the command again to go on.");
  const progress = createProgress(process.stderr, options.json === true);
  try {
    const report = await backend.import(
      request,
      ({ message, done, total }) => progress.show(message, shareOf(done, total)),
      signal,
    );
    if (report.documents > 0) await followCollection(backend.services, report.collectionId, progress, signal);
    progress.end();
    console.log(options.json === true ? JSON.stringify(report) : printable(describe(report)));
    if (signal.aborted) throw signal.reason;
    exit(exitCodeOf(report));
  } finally {
    progress.end();
    await backend.close();
    dispose();
  }
}

function exitCodeOf({ archived, known, failed, finished }: ImportReport) {
  if (failed === 0 && finished) return exitCodes.done;
  return archived + known === 0 && finished ? exitCodes.failed : exitCodes.partly;
}

function describe(report: ImportReport): string {
  const { collectionId, files, archived, known, rows, documents, failed, skipped, byReason, failures, finished } =
    report;
  const brought = [
    rows > 0 ? count(rows, "row", "rows") : null,
    count(archived, "record archived", "records archived"),
    known > 0 ? `${known.toLocaleString("en")} known already` : null,
    count(documents, "new or changed document", "new or changed documents"),
  ];
  const lines = [
    `Collection ${collectionId} ${finished ? "imported" : "was stopped; it imported"} ${count(files, "file", "files")} in ${report.seconds.toFixed(1)} s: ${brought.filter((one) => one !== null).join(", ")}.`,
  ];
  if (failed + skipped > 0) {
    const kinds = [failed > 0 ? `${failed} failed` : null, skipped > 0 ? `${skipped} left out on purpose` : null];
    lines.push(`${kinds.filter((kind) => kind !== null).join(", ")}:`);
    for (const [reason, number] of Object.entries(byReason).sort(([, a], [, b]) => b - a)) {
      lines.push(`${String(number).padStart(7)}  ${reason}`);
    }
  }
  for (const { url, detail, reason } of failures.slice(0, failuresShown))
    lines.push(`${readable(url)}: ${detail} [${reason}]`);
  if (failures.length > failuresShown) lines.push(`… and ${failed - failuresShown} more; the collection lists them.`);
  return lines.join("\n");
}

/** Korean file names as people know them. */
function readable(url: string): string {
  try {
    return url.startsWith("file:///") ? decodeURIComponent(url.slice("file:///".length)) : url;
  } catch {
    return url;
  }
}

function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
