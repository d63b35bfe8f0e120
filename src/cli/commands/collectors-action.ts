import type { Collector } from "../../contracts/index.ts";
import { type ExitCode, exitCodes, InvalidInputError } from "../../platform/errors.ts";
import { type Backend, openBackend } from "../backend.ts";
import { loadCliSettings } from "../load-cli-settings.ts";
import { startCollectors } from "../start-collectors.ts";
import { actions, type CollectorsOptions } from "./collectors.ts";

const maxStarted = 64;

export async function run(
  action: string,
  which: string | undefined,
  options: CollectorsOptions,
  exit: (code: ExitCode) => void,
): Promise<void> {
  if (action === "list") return list(options);
  if (action === "start") return start(which, options, exit);
  if (action === "drain" || action === "stop") return ask(action, which, options);
  throw new InvalidInputError("option_invalid", `There is no action "${action}".`, {
    field: "action",
    next: `Actions are: ${actions.join(", ")}.`,
  });
}

async function list(options: CollectorsOptions): Promise<void> {
  await withBackend(options, async ({ services }) => {
    const { items } = await services.collectors.list();
    if (options.json === true) console.log(JSON.stringify(items));
    else if (items.length === 0) console.log("No collector has run in the last day.");
    else for (const one of items) console.log(lineOf(one));
  });
}

async function start(which: string | undefined, options: CollectorsOptions, exit: (code: ExitCode) => void) {
  const count = Number(which ?? "1");
  if (!Number.isInteger(count) || count < 1 || count > maxStarted) {
    throw new InvalidInputError("option_invalid", `How many collectors to start is a number from 1 to ${maxStarted}.`, {
      field: "which",
      next: "For example: naru collectors start 4",
    });
  }
  const started = await startCollectors(loadCliSettings(options), count, options);
  if (options.json === true) console.log(JSON.stringify(started));
  else {
    for (const { pid, name, logFile } of started) {
      console.log(
        name === null
          ? `Process ${pid} did not begin; see ${logFile}`
          : `${name} runs as process ${pid}; its log is ${logFile}`,
      );
    }
  }
  const begun = started.filter(({ name }) => name !== null).length;
  if (begun < count) exit(begun === 0 ? exitCodes.failed : exitCodes.partly);
}

async function ask(action: "drain" | "stop", which: string | undefined, options: CollectorsOptions): Promise<void> {
  if ((which === undefined) === (options.all !== true)) {
    throw new InvalidInputError("option_invalid", `Name one collector to ${action}, or all of them with --all.`, {
      field: "which",
      next: `For example: naru collectors ${action} --all`,
    });
  }
  await withBackend(options, async ({ services }) => {
    const living = async () => (await services.collectors.list()).items.filter(({ state }) => state !== "stopped");
    const names = which === undefined ? (await living()).map(({ name }) => name) : [which];
    const asked: Collector[] = [];
    for (const name of names) asked.push(await services.collectors[action](name));
    if (options.json === true) console.log(JSON.stringify(asked));
    else if (asked.length === 0) console.log("No collector runs.");
    else for (const one of asked) console.log(lineOf(one));
  });
}

async function withBackend(options: CollectorsOptions, work: (backend: Backend) => Promise<void>): Promise<void> {
  const backend = await openBackend(loadCliSettings(options));
  try {
    await work(backend);
  } finally {
    await backend.close();
  }
}

function lineOf({ name, state, wanted, hosts, pages, hostName, pid, startedAt, heartbeatAt }: Collector): string {
  const wish = state === "running" && wanted !== "run" ? `running, asked to ${wanted}` : state;
  return `${name.padEnd(24)} ${wish.padEnd(10)} ${String(hosts).padStart(4)} hosts ${String(pages).padStart(8)} pages · ${hostName} ${pid} · since ${startedAt} · heard of ${heartbeatAt}`;
}
