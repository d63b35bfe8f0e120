import { Command } from "commander";
import type { GlobalOptions } from "../program.ts";
import type { CommandBuilder } from "./command.ts";

export interface RefineOptions extends GlobalOptions {
  source?: string;
  since?: string;
  dryRun?: boolean;
  diff?: boolean;
}

export const refineCommand: CommandBuilder = (exit) =>
  new Command("refine")
    .description("read every capture again from the archive with today's parsers; running it twice changes nothing")
    .option("--source <id>", "only captures of this source")
    .option("--since <date>", "only captures from this day (KST) on, YYYY-MM-DD")
    .option("--dry-run", "say what would change, change nothing")
    .option("--diff", "name the fields that differ")
    .action(async (options: RefineOptions) => (await import("./refine-action.ts")).run(options, exit));
