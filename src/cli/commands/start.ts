import { Command } from "commander";
import { nearest } from "../../lib/nearest.ts";
import { allRoles, type RoleName } from "../../platform/config/settings.ts";
import { InvalidInputError } from "../../platform/errors.ts";
import { startServer } from "../../roles/start-server.ts";
import { loadCliSettings } from "../load-cli-settings.ts";
import type { GlobalOptions } from "../program.ts";
import { stopSignal } from "../stop-signal.ts";
import type { CommandBuilder } from "./command.ts";

interface StartOptions extends GlobalOptions {
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
    .action(async (options: StartOptions) => {
      const settings = loadCliSettings(options, { "server.port": options.port, "server.host": options.host });
      const { signal, dispose } = stopSignal(
        "Stopping after the work in hand … (Ctrl-C again to stop at once; nothing stored is lost)",
      );
      try {
        await startServer(settings, {
          roles: parseRoles(options.roles),
          demo: options.demo,
          signal,
          print: (line) => console.log(line),
        });
      } finally {
        dispose();
      }
    });

function parseRoles(text: string): RoleName[] {
  if (text.trim() === "all") return [...allRoles];
  return text.split(",").map((one) => {
    const name = one.trim();
    const role = allRoles.find((known) => known === name);
    if (role !== undefined) return role;
    const guess = nearest(name, allRoles);
    throw new InvalidInputError("role_unknown", `There is no role "${name}".`, {
      field: "roles",
      next: guess === null ? `Roles are: ${allRoles.join(", ")}.` : `Did you mean ${guess}?`,
    });
  });
}
