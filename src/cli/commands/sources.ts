import { Command } from "commander";
import type { GlobalOptions } from "../program.ts";
import { type CommandBuilder, numeric } from "./command.ts";

export interface LimitOptions {
  daily?: number | string;
  quiet?: string;
  delay?: number | string;
  bodies?: boolean;
}

export const sourcesCommand: CommandBuilder = () =>
  new Command("sources")
    .description("what can be collected, with what keys, within what limits, and how it went the last time")
    .argument("[id]", "one source, with its options and keys in full")
    .option("--daily <n>", "with an id: at most so many requests a day of Korea; none for no limit", numeric)
    .option("--quiet <hours>", "with an id: no request between these times of Korea, 23:00-07:00; none for none")
    .option("--delay <ms>", "with an id: pause between requests; none for the source's own", numeric)
    .option("--bodies", "with an id: whole texts may be fetched where the API gives a summary and robots.txt allows it")
    .option("--no-bodies", "with an id: summaries only")
    .action(async (id: string | undefined, options: GlobalOptions & LimitOptions) =>
      (await import("./sources-action.ts")).run(id, options),
    );
