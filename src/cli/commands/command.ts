import { readFileSync } from "node:fs";
import type { Command } from "commander";
import type { z } from "zod";
import { type ExitCode, InvalidInputError } from "../../platform/errors.ts";

/**
 * Makes one command; it tells its exit code when that is not 0. Its file holds what `--help` and a wrong option need, and little else:
 * what the command does is in `NAME-action.ts`, which is loaded when it runs.
 */
export type CommandBuilder = (exit: (code: ExitCode) => void) => Command;

/**
 * Options as the contract wants them.
 * @param names options whose name is not that of their field.
 * @throws InvalidInputError `option_invalid`, naming the option.
 */
export function parseOptions<T extends z.ZodType>(
  schema: T,
  value: unknown,
  names: Readonly<Record<string, string>> = {},
): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = String(issue?.path[0] ?? "input");
  const option = names[field] ?? `--${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  // What zod puts before the colon ("Too small") is said by the rest again.
  const why = (issue?.message ?? "it does not fit")
    .replace(/^[A-Z][a-z]+ [a-z]+: /, "")
    .replace(/^expected (?:number|int), received string$/, `expected a number, not "${String(valueAt(value, field))}"`);
  throw new InvalidInputError("option_invalid", `${option} is wrong: ${why}.`, {
    field,
    next: "See the command's --help.",
  });
}

function valueAt(value: unknown, field: string): unknown {
  return (value as Readonly<Record<string, unknown>> | null)?.[field];
}

/** A number typed on the command line; text stays text, so that the contract can say what is wrong with it. */
export function numeric(value: string): number | string {
  return /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
}

/** Gathers `--set key=value` into a record; `key@=FILE` takes the value from a file, a list of names for one. */
export function gatherSetting(pair: string, all: Record<string, string>): Record<string, string> {
  const at = pair.indexOf("=");
  if (at <= 0) {
    throw new InvalidInputError("option_invalid", `--set takes key=value, not "${pair}".`, {
      field: "set",
      next: "For example: --set path=./nsmc",
    });
  }
  const [key, value] = [pair.slice(0, at), pair.slice(at + 1)];
  return key.endsWith("@") ? { ...all, [key.slice(0, -1)]: readValue(value) } : { ...all, [key]: value };
}

function readValue(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (cause) {
    throw new InvalidInputError("option_invalid", `--set cannot read the file "${path}".`, {
      cause,
      field: "set",
      next: "Check the path; key@=FILE takes a value from a text file.",
    });
  }
}
