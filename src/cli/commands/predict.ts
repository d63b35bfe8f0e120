import { Command } from "commander";
import type { GlobalOptions } from "../program.ts";
import type { CommandBuilder } from "./command.ts";

export interface PredictOptions extends GlobalOptions {
  file?: string;
  model?: string;
  probs?: boolean;
}

export const predictCommand: CommandBuilder = (exit) =>
  new Command("predict")
    .description("sentiment of texts, one JSON line a text")
    .argument("[text...]", "texts to judge")
    .option("--file <file>", "a UTF-8 text file with one text a line, empty lines left out; - reads standard input")
    .option("--model <name@alias>", "model and alias or version (default sentiment-ko@champion)")
    .option("--probs", "add the probabilities of both classes")
    .action(async (texts: string[], options: PredictOptions) =>
      (await import("./predict-action.ts")).run(texts, options, exit),
    );
