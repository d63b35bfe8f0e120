import { type RefineReport, refineRequest } from "../../contracts/index.ts";
import { printable } from "../../lib/printable.ts";
import type { ExitCode } from "../../platform/errors.ts";
import { exitCodes } from "../../platform/errors.ts";
import { openBackend } from "../backend.ts";
import { loadCliSettings } from "../load-cli-settings.ts";
import { createProgress, shareOf } from "../progress.ts";
import { stopSignal } from "../stop-signal.ts";
import { parseOptions } from "./command.ts";
import type { RefineOptions } from "./refine.ts";

export async function run(options: RefineOptions, exit: (code: ExitCode) => void): Promise<void> {
  const request = parseOptions(refineRequest, {
    source: options.source,
    since: options.since,
    dryRun: options.dryRun,
    diff: options.diff,
  });
  const backend = await openBackend(loadCliSettings(options), request.dryRun ? [] : ["worker"]);
  const { signal, dispose } = stopSignal("Stopping after the captures in hand; run the command again to go on.");
  const progress = createProgress(process.stderr, options.json === true);
  try {
    const report = await backend.refine(
      request,
      ({ message, done, total }) => progress.show(message, shareOf(done, total)),
      signal,
    );
    progress.end();
    console.log(options.json === true ? JSON.stringify(report) : printable(describe(report)));
    if (signal.aborted) throw signal.reason;
    exit(report.failed > 0 ? exitCodes.partly : exitCodes.done);
  } finally {
    progress.end();
    await backend.close();
    dispose();
  }
}

function describe(report: RefineReport): string {
  const verb = report.dryRun ? "would change" : "changed";
  const lines = [
    `Read ${report.captures} captures again: ${report.unchanged} unchanged, ${report.changed} ${verb}, ${report.added} ${report.dryRun ? "would be new" : "new"}, ${report.failed} failed.`,
  ];
  for (const { captureId, url, code, message } of report.failures) {
    lines.push(`Capture ${captureId} of ${url}: ${message} [${code}]`);
  }
  for (const { url, fields } of report.changes) {
    lines.push(url);
    for (const { field, before, after } of fields) lines.push(`  ${field}: ${shorten(before)} → ${shorten(after)}`);
  }
  return lines.join("\n");
}

function shorten(value: string | null): string {
  if (value === null) return "nothing";
  const flat = value.replaceAll(/\s+/g, " ");
  return flat.length > 70 ? `"${flat.slice(0, 70)}…"` : `"${flat}"`;
}
