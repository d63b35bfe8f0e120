import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Settings } from "../platform/config/settings.ts";
import { openDataFolder } from "../platform/data-folder/data-folder.ts";
import { ConflictError, InvalidInputError } from "../platform/errors.ts";
import { openBackend } from "./backend.ts";
import type { GlobalOptions } from "./program.ts";

export interface StartedCollector {
  pid: number;
  /** Its place; null when it did not come up. */
  name: string | null;
  logFile: string;
}

/** A process starts in two seconds; a busy machine with many at once takes longer. */
const patienceMs = 40_000;

/**
 * Starts collectors on this machine that go on when this process ends, each with a log of its own in the data folder, and waits until they
 * have their places.
 * @throws InvalidInputError `roles_need_server` without a PostgreSQL server, ConflictError `collector_name_taken`.
 */
export async function startCollectors(
  settings: Settings,
  count: number,
  options: GlobalOptions,
): Promise<StartedCollector[]> {
  if (settings.database.url === null) {
    throw new InvalidInputError(
      "roles_need_server",
      "Several collectors need a database that several processes can open; the embedded one serves one process.",
      { field: "database.url", next: "Set DATABASE_URL to a PostgreSQL server." },
    );
  }
  if (settings.collect.name !== null && count > 1) {
    throw new ConflictError("collector_name_taken", "Several collectors cannot have the one name in collect.name.", {
      field: "collect.name",
      next: "Leave collect.name unset: names number themselves then.",
    });
  }
  const folder = openDataFolder(settings.data);
  const children = Array.from({ length: count }, (_, index) => spawnOne(folder.root, index, options));
  const started = children.map(({ pid, logFile }): StartedCollector => ({ pid, name: null, logFile }));
  const backend = await openBackend(settings);
  try {
    for (const until = Date.now() + patienceMs; Date.now() < until; await sleep(250)) {
      const { items } = await backend.services.collectors.list();
      for (const one of started) {
        one.name ??=
          items.find(({ pid, hostName, state }) => pid === one.pid && hostName === hostname() && state === "running")
            ?.name ?? null;
      }
      if (started.every(({ name }, index) => name !== null || children[index]?.ended() === true)) break;
    }
  } finally {
    await backend.close();
  }
  return started;
}

function spawnOne(root: string, index: number, options: GlobalOptions) {
  const logs = join(root, "logs");
  mkdirSync(logs, { recursive: true });
  const stamp = new Date().toISOString().replace(/[-:.]/g, "");
  const logFile = join(logs, `collector-${stamp}-${process.pid}-${index + 1}.log`);
  const log = openSync(logFile, "a");
  const program = fileURLToPath(new URL("../../bin/naru.js", import.meta.url));
  const args = ["start", "--roles", "collector", "--data", root];
  if (options.config !== undefined) args.push("--config", resolve(options.config));
  // Under npm a command ends when the shell around it does; these are to stay.
  const { npm_lifecycle_event: _, ...env } = process.env;
  const child = spawn(process.execPath, [program, ...args], { detached: true, stdio: ["ignore", log, log], env });
  closeSync(log);
  let ended = false;
  const end = () => {
    ended = true;
  };
  child.once("exit", end);
  child.once("error", end);
  child.unref();
  return { pid: child.pid ?? 0, logFile, ended: () => ended };
}
