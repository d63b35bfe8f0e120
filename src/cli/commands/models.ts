import { Command } from "commander";
import type { GlobalOptions } from "../program.ts";
import type { CommandBuilder } from "./command.ts";

export const modelsCommand: CommandBuilder = () =>
  new Command("models")
    .description("registered models, their versions and aliases")
    .action(async (options: GlobalOptions) => (await import("./models-action.ts")).run(options));
