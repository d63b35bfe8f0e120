import { Command } from "commander";
import type { GlobalOptions } from "../program.ts";
import type { CommandBuilder } from "./command.ts";

export const doctorCommand: CommandBuilder = (exit) =>
  new Command("doctor")
    .description("what is installed, reachable and missing, and how to mend it")
    .action(async (options: GlobalOptions) => (await import("./doctor-action.ts")).run(options, exit));
