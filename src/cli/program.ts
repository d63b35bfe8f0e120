import { Command, CommanderError } from "commander";
import { naruVersion } from "../lib/version.ts";
import { type ExitCode, exitCodes } from "../platform/errors.ts";
import { commands } from "./commands/index.ts";
import { printError } from "./print-error.ts";

/** Options that every command takes. */
export interface GlobalOptions {
  data?: string;
  config?: string;
  json?: boolean;
}

/** Runs one command line and gives its exit code; nothing is thrown. */
export async function runProgram(args: readonly string[]): Promise<ExitCode> {
  let exit: ExitCode = exitCodes.done;
  const program = new Command("naru")
    .description("Turns the Korean web into knowledge: collect, archive, refine, understand, serve.")
    .version(naruVersion)
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      "after",
      "\nExit codes: 0 done · 1 failed · 2 wrong usage · 3 partly done · 4 refused · 5 a needed part is missing",
    );
  for (const build of commands) {
    const command = build((code) => {
      exit = code;
    });
    program.addCommand(
      command
        .exitOverride()
        .showSuggestionAfterError()
        .option("--data <folder>", "data folder (default ./data)")
        .option("--config <file>", "settings file (default naru.yaml)")
        .option("--json", "machine-readable output"),
    );
  }
  try {
    await program.parseAsync([...args], { from: "user" });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    return printError(error, args.includes("--json"));
  }
}
