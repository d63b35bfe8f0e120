import { Command } from "commander";
import type { GlobalOptions } from "../program.ts";
import type { CommandBuilder } from "./command.ts";

export interface SessionOptions extends GlobalOptions {
  host?: string[];
  file?: string;
}

export const sessionsCommand: CommandBuilder = () =>
  new Command("sessions")
    .description("sessions of your own accounts, exported from your own browser, for `naru collect --session`")
    .argument("[action]", "add, list or remove", "list")
    .argument("[name]", "what the session is called")
    .option(
      "--host <host>",
      "add: a host that its cookies go to; may be given again",
      (host: string, all: string[] = []) => [...all, host],
    )
    .option("--file <file>", "add: a Playwright storageState (JSON) or a cookies.txt in Netscape's form")
    .action(async (action: string, name: string | undefined, options: SessionOptions) =>
      (await import("./sessions-action.ts")).run(action, name, options),
    );
