import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { type TrainReport, trainRequest } from "../../contracts/index.ts";
import { openBackend } from "../backend.ts";
import { loadCliSettings } from "../load-cli-settings.ts";
import { createProgress, shareOf } from "../progress.ts";
import { stopSignal } from "../stop-signal.ts";
import { parseOptions } from "./command.ts";
import type { TrainOptions } from "./train.ts";

export async function run(options: TrainOptions): Promise<void> {
  const register = options.register ?? options.yes ?? (await ask("Register the model if it is good enough? [y/N] "));
  const request = parseOptions(trainRequest, {
    dataset: options.dataset,
    trainer: options.trainer,
    set: withWholePath(options.set),
    register,
  });
  const backend = await openBackend(loadCliSettings(options));
  const { signal, dispose } = stopSignal("Stopping; the run is recorded as killed.");
  const progress = createProgress(process.stderr, options.json === true);
  try {
    const report = await backend.train(
      request,
      ({ message, done, total }) => progress.show(message, shareOf(done, total)),
      signal,
    );
    progress.end();
    console.log(options.json === true ? JSON.stringify(report) : describe(report));
  } finally {
    progress.end();
    await backend.close();
    dispose();
  }
}

/** The server that does the work may stand in another folder. */
function withWholePath(settings: Record<string, string>): Record<string, string> {
  return settings.path === undefined ? settings : { ...settings, path: resolve(settings.path) };
}

async function ask(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^(y|yes|네|예)$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}

function describe(report: TrainReport): string {
  const metrics = Object.entries(report.metrics).map(([name, value]) => `  ${name.padEnd(12)} ${value.toFixed(4)}`);
  const registered =
    report.registered === null
      ? `Not registered: ${report.notRegistered ?? "it was not asked for (--register)"}`
      : `Registered as ${report.registered.name} version ${report.registered.version} (${report.registered.aliases.join(", ") || "no alias"}).`;
  return [`Run ${report.runId}, ${report.seconds.toFixed(1)} s`, ...metrics, registered].join("\n");
}
