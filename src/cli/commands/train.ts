import { Command } from "commander";
import type { GlobalOptions } from "../program.ts";
import { type CommandBuilder, gatherSetting } from "./command.ts";

export interface TrainOptions extends GlobalOptions {
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
    .action(async (options: TrainOptions) => (await import("./train-action.ts")).run(options));
