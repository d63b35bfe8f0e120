import { Command } from "commander";
import type { GlobalOptions } from "../program.ts";
import { type CommandBuilder, gatherSetting } from "./command.ts";

export interface ImportOptions extends GlobalOptions {
  source?: string;
  urlBase?: string;
  set: Record<string, string>;
}

export const importCommand: CommandBuilder = (exit) =>
  new Command("import")
    .description(
      "take files that you have into the archive and make documents of them; running it twice changes nothing",
    )
    .argument("<path...>", "CSV, JSON, JSON Lines, Parquet, HTML, text, PDF, WARC or WACZ files, and folders of them")
    .option("--source <id>", "source whose saved pages these are (default files)")
    .option("--url-base <url>", "web address that the pages were saved from")
    .option(
      "--set <key=value>",
      "which column is what: text, title, url, author, date, id; header=yes|no; repeat for several",
      gatherSetting,
      {},
    )
    .action(async (paths: string[], options: ImportOptions) =>
      (await import("./import-action.ts")).run(paths, options, exit),
    );
