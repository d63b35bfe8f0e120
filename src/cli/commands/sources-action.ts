import type { SourceLimitsChange, SourceView } from "../../contracts/index.ts";
import { printable } from "../../lib/printable.ts";
import { InvalidInputError } from "../../platform/errors.ts";
import { openBackend } from "../backend.ts";
import { loadCliSettings } from "../load-cli-settings.ts";
import type { GlobalOptions } from "../program.ts";
import type { LimitOptions } from "./sources.ts";

export async function run(id: string | undefined, options: GlobalOptions & LimitOptions): Promise<void> {
  const change = readChange(id, options);
  const backend = await openBackend(loadCliSettings(options));
  try {
    const { sources } = backend.services;
    if (id !== undefined && Object.keys(change).length > 0) await sources.setLimits(id, change);
    const { items } = await sources.list();
    const wanted = id === undefined ? items : items.filter((one) => one.id === id);
    if (wanted.length === 0) {
      throw new InvalidInputError("unknown_source", `There is no source "${id}".`, {
        field: "source",
        next: `There are: ${items.map((one) => one.id).join(", ")}.`,
      });
    }
    if (options.json === true) console.log(JSON.stringify(id === undefined ? items : wanted[0]));
    else console.log(printable(wanted.map((one) => (id === undefined ? summaryOf(one) : detailOf(one))).join("\n")));
  } finally {
    await backend.close();
  }
}

/** Two lines a source: what it is, and how it stands. */
function summaryOf(source: SourceView): string {
  const { id, name, description } = source;
  return `${id.padEnd(14)} ${name.ko} · ${name.en}: ${description.en}\n${" ".repeat(15)}${[keysOf(source), ...limitsOf(source), lastOf(source)].join(" · ")}`;
}

function detailOf(source: SourceView): string {
  const { name, description, permission, credentialSets, options, quotas } = source;
  const lines = [
    `${name.ko} · ${name.en}`,
    description.ko,
    description.en,
    "",
    `Permission  ${permission.ko}`,
    `            ${permission.en}`,
  ];
  for (const set of credentialSets) {
    lines.push(
      `Keys        ${set.variables.join(" and ")}: ${set.set ? "set" : "not set"} (${set.name.en}; ${set.applyAt})`,
    );
  }
  if (credentialSets.length === 0) lines.push("Keys        none needed");
  for (const { of, limit, used, opensAt } of quotas) {
    const use =
      used === null ? "" : `, ${used.toLocaleString("en")} used${used >= limit ? `, again at ${opensAt}` : ""}`;
    lines.push(`Quota       ${limit.toLocaleString("en")} ${of.en}${use}`);
  }
  lines.push(`Limits      ${limitsOf(source).join(" · ") || "none of your own"}`);
  for (const option of options) {
    const values = option.oneOf === null ? "" : `=${option.oneOf.join("|")}`;
    const usual = option.default === null ? "" : ` (default ${option.default})`;
    lines.push(`Option      --set ${option.name}${values}: ${option.says.en}${usual}`);
  }
  lines.push(`Last        ${lastOf(source)}`);
  return lines.join("\n");
}

function keysOf({ way, credentialSets, ready }: SourceView): string {
  if (credentialSets.length === 0) return way === "import" ? "import only (naru import)" : "no key needed";
  const set = credentialSets.find((one) => one.set) ?? credentialSets[0];
  const variables = set?.variables.join(", ");
  return ready ? `${variables} set` : `needs ${variables}: ${set?.applyAt}`;
}

function limitsOf({ quotas, limits }: SourceView): string[] {
  const used = quotas.filter((one) => (one.used ?? 0) > 0);
  const told = used.map(
    ({ of, used: n, limit }) => `${n?.toLocaleString("en")} of ${limit.toLocaleString("en")} ${of.en}`,
  );
  if (limits.dailyRequests !== null) told.push(`at most ${limits.dailyRequests.toLocaleString("en")} requests a day`);
  if (limits.quietHours !== null) told.push(`quiet ${limits.quietHours.from}–${limits.quietHours.to}`);
  if (limits.delayMs !== null) told.push(`${limits.delayMs} ms between requests`);
  if (limits.bodies) told.push("whole texts");
  return told;
}

function lastOf({ lastResult, lastCollectedAt, documents }: SourceView): string {
  if (lastResult === null) return documents === 0 ? "never collected" : `${documents} documents`;
  const { collection, status, errorCode } = lastResult;
  const why = errorCode === null ? "" : ` (${errorCode})`;
  return `${documents.toLocaleString("en")} documents; collection ${collection} ${status}${why}${lastCollectedAt === null ? "" : `, ${lastCollectedAt.slice(0, 16).replace("T", " ")} UTC`}`;
}

/** @throws InvalidInputError `limits_wrong`. */
function readChange(id: string | undefined, { daily, quiet, delay, bodies }: LimitOptions): SourceLimitsChange {
  const change: SourceLimitsChange = {
    ...(daily === undefined ? {} : { dailyRequests: wholeOrNone(daily, "--daily") }),
    ...(delay === undefined ? {} : { delayMs: wholeOrNone(delay, "--delay") }),
    ...(bodies === undefined ? {} : { bodies }),
    ...(quiet === undefined ? {} : { quietHours: hoursOrNone(quiet) }),
  };
  if (id === undefined && Object.keys(change).length > 0) {
    throw new InvalidInputError("limits_wrong", "Limits belong to one source.", {
      field: "id",
      next: "Type: naru sources youtube --daily 500",
    });
  }
  return change;
}

function wholeOrNone(value: number | string, option: string): number | null {
  if (value === "none") return null;
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  throw new InvalidInputError("limits_wrong", `${option} takes a whole number or none, not "${value}".`, {
    field: option.slice(2),
    next: `Type: naru sources youtube ${option} 500`,
  });
}

function hoursOrNone(text: string): { from: string; to: string } | null {
  if (text === "none") return null;
  const hours = /^(\d{1,2}:\d{2})\s?[-–~]\s?(\d{1,2}:\d{2})$/.exec(text.trim());
  if (hours?.[1] === undefined || hours[2] === undefined) {
    throw new InvalidInputError("limits_wrong", `--quiet takes two times of day, not "${text}".`, {
      field: "quiet",
      next: "Type: naru sources web --quiet 23:00-07:00",
    });
  }
  return { from: hours[1].padStart(5, "0"), to: hours[2].padStart(5, "0") };
}
