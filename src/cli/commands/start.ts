import { Command } from "commander";
import { allRoles } from "../../platform/config/roles.ts";
import type { GlobalOptions } from "../program.ts";
import type { CommandBuilder } from "./command.ts";

export interface StartOptions extends GlobalOptions {
  port?: string;
  host?: string;
  roles: string;
  demo: boolean;
}

export const startCommand: CommandBuilder = () =>
  new Command("start")
    .description("start naru and print the address of its page")
    .option("--port <port>", "port to listen on (default 4000; 0 takes a free one)")
    .option("--host <address>", "address to listen on (default 127.0.0.1)")
    .option("--roles <list>", `parts to run in this process, by commas: ${allRoles.join(", ")}`, "all")
    .option("--no-demo", "do not collect naru's own sample sites on the first start")
    .action(async (options: StartOptions) => (await import("./start-action.ts")).run(options));
