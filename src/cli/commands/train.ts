import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import { type TrainReport, trainRequest } from "../../contracts/index.ts";
import { openBackend } from "../backend.ts";
import { loadCliSettings } from "../load-cli-settings.ts";
import type { GlobalOptions } from "../program.ts";
import { createProgress, shareOf } from "../progress.ts";
import { stopSignal } from "../stop-signal.ts";
import { type CommandBuilder, gatherSetting, parseOptions } from "./command.ts";

interface TrainOptions extends GlobalOptions {
  dataset?: string;
  trainer?: string;
  set: Record<string, string>;
  register?: boolean;
  yes?: boolean;
}

export const trainCommand: CommandBuilder = () =>
  new Command("train")
    .description("train a model, record the run, evaluate it and, if good enough, register it")
    .option("--dataset <id>", "data set (default nsmc)")
    .option("--trainer <id>", "trainer (default linear)")
    .option(
      "--set <key=value>",
      "a setting of the data set or the trainer, such as path=FOLDER; repeat for several",
      gatherSetting,
      {},
    )
    .option("--register", "register the model when its F1 reaches training.registerThreshold")
    .option("--yes", "do not ask")
    .action(async (options: TrainOptions) => {
      const register =
        options.register ?? options.yes ?? (await ask("Register the model if it is good enough? [y/N] "));
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
    });

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
