import { nearest } from "../../lib/nearest.ts";
import { allRoles, type RoleName } from "../../platform/config/roles.ts";
import { InvalidInputError } from "../../platform/errors.ts";
import { startServer } from "../../roles/start-server.ts";
import { loadCliSettings } from "../load-cli-settings.ts";
import { stopSignal } from "../stop-signal.ts";
import type { StartOptions } from "./start.ts";

export async function run(options: StartOptions): Promise<void> {
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
}

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
