import { Command } from "commander";
import type { GlobalOptions } from "../program.ts";
import type { CommandBuilder } from "./command.ts";

export interface CollectorsOptions extends GlobalOptions {
  all?: boolean;
}

export const actions = ["list", "start", "drain", "stop"] as const;

export const collectorsCommand: CommandBuilder = (exit) =>
  new Command("collectors")
    .description("processes that visit sites: list them, start N more on this machine, drain or stop them")
    .argument("[action]", actions.join(", "), "list")
    .argument("[which]", "how many to start, or the name of the one to drain or stop")
    .option("--all", "drain or stop every collector")
    .action(async (action: string, which: string | undefined, options: CollectorsOptions) =>
      (await import("./collectors-action.ts")).run(action, which, options, exit),
    );
