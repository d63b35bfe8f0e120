import { Command } from "commander";
import type { GlobalOptions } from "../program.ts";
import type { CommandBuilder } from "./command.ts";

export interface DoctorOptions extends GlobalOptions {
  deep?: boolean;
  rebuild?: boolean;
}

export const doctorCommand: CommandBuilder = (exit) =>
  new Command("doctor")
    .description("what is installed, reachable and missing, and how to mend it")
    .option("--deep", "compare the counts behind charts and lists with a full count of the documents")
    .option("--rebuild", "the same, and count anew when something differs")
    .action(async (options: DoctorOptions) => (await import("./doctor-action.ts")).run(options, exit));
