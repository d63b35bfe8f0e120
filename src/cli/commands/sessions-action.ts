import { readFileSync, statSync } from "node:fs";
import { newSession, type Session } from "../../contracts/index.ts";
import { printable } from "../../lib/printable.ts";
import { InvalidInputError } from "../../platform/errors.ts";
import { openBackend } from "../backend.ts";
import { loadCliSettings } from "../load-cli-settings.ts";
import { parseOptions } from "./command.ts";
import type { SessionOptions } from "./sessions.ts";

const maxFileBytes = 4 * 2 ** 20;

export async function run(action: string, name: string | undefined, options: SessionOptions): Promise<void> {
  const work = workOf(action, name, options);
  const backend = await openBackend(loadCliSettings(options));
  try {
    const { sessions } = backend.services;
    if (work.kind === "add") {
      const added = await sessions.add(work.session);
      console.log(options.json === true ? JSON.stringify(added) : `Stored, sealed. ${lineOf(added)}`);
      return;
    }
    const { items } = work.kind === "remove" ? await sessions.remove(work.name) : await sessions.list();
    if (options.json === true) console.log(JSON.stringify(items));
    else if (items.length === 0) console.log("There are no sessions.");
    else console.log(printable(items.map(lineOf).join("\n")));
  } finally {
    await backend.close();
  }
}

type Work =
  | { kind: "list" }
  | { kind: "remove"; name: string }
  | { kind: "add"; session: ReturnType<typeof newSession.parse> };

function workOf(action: string, name: string | undefined, { host, file }: SessionOptions): Work {
  if (action === "list") return { kind: "list" };
  if (action !== "add" && action !== "remove")
    throw wrong(`sessions knows add, list and remove, not "${action}".`, "action");
  if (name === undefined) throw wrong(`sessions ${action} needs the session's name.`, "name");
  if (action === "remove") return { kind: "remove", name };
  if (host === undefined) throw wrong("sessions add needs --host, the site's host.", "host");
  if (file === undefined) throw wrong("sessions add needs --file, the exported session.", "file");
  return {
    kind: "add",
    session: parseOptions(newSession, { name, hosts: host, file: readText(file) }, { hosts: "--host" }),
  };
}

function readText(path: string): string {
  try {
    if (statSync(path).size > maxFileBytes) throw wrong("An exported session is never longer than 4 MiB.", "file");
    return readFileSync(path, "utf8");
  } catch (cause) {
    if (cause instanceof InvalidInputError) throw cause;
    throw new InvalidInputError("file_unreadable", `The file ${path} cannot be read.`, { cause, field: "file" });
  }
}

function wrong(message: string, field: string): InvalidInputError {
  const next = "For example: naru sessions add cafe --host cafe.example.com --file state.json";
  return new InvalidInputError("option_invalid", message, { field, next });
}

function endOf(expiresAt: string | null): string {
  if (expiresAt === null) return "no end";
  return `${new Date(expiresAt) > new Date() ? "until" : "ran out"} ${expiresAt.slice(0, 10)}`;
}

function lineOf({ name, hosts, cookies, expiresAt }: Session): string {
  return `${name}  ${hosts.join(", ")} · ${cookies} cookies · ${endOf(expiresAt)}`;
}
