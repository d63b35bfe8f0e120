import { Command, CommanderError } from "commander";
import { naruVersion } from "../lib/version.ts";
import { type ExitCode, exitCodes } from "../platform/errors.ts";
import type { CommandBuilder } from "./commands/command.ts";
import { commands } from "./commands/index.ts";
import { printError, printUsageError } from "./print-error.ts";

/** Options that every command takes. */
export interface GlobalOptions {
  data?: string;
  config?: string;
  json?: boolean;
}

/** Runs one command line and gives its exit code; nothing is thrown. */
export async function runProgram(args: readonly string[]): Promise<ExitCode> {
  const json = args.includes("--json");
  let exit: ExitCode = exitCodes.done;
  let complaint = "";
  const shape = (command: Command) =>
    command
      .exitOverride()
      .showSuggestionAfterError()
      .configureOutput({
        outputError: (text) => {
          complaint += text;
        },
      });
  const program = shape(new Command("naru"))
    .description("Turns the Korean web into knowledge: collect, archive, refine, understand, serve.")
    .version(naruVersion)
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      "after",
      "\nExit codes: 0 done · 1 failed · 2 wrong usage · 3 partly done · 4 refused · 5 a needed part is missing",
    );
  try {
    for (const build of await load(args[0])) {
      const command = build((code) => {
        exit = code;
      });
      program.addCommand(
        shape(command)
          .option("--data <folder>", "data folder (default ./data)")
          .option("--config <file>", "settings file (default naru.yaml)")
          .option("--json", "machine-readable output"),
      );
    }
    await program.parseAsync([...args], { from: "user" });
    return exit;
  } catch (error) {
    if (!(error instanceof CommanderError)) return await printError(error, json);
    if (error.exitCode === 0) return exitCodes.done;
    if (complaint !== "") printUsageError(complaint, args, json);
    return exitCodes.usage;
  }
}

/** The command that is asked for; all of them when it is the help that is, or nothing that there is. */
async function load(name: string | undefined): Promise<CommandBuilder[]> {
  const one = name === undefined || !Object.hasOwn(commands, name) ? undefined : commands[name];
  return Promise.all((one === undefined ? Object.values(commands) : [one]).map((open) => open()));
}
