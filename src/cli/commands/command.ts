import type { Command } from "commander";
import type { z } from "zod";
import { type ExitCode, InvalidInputError } from "../../platform/errors.ts";

/** Makes one command; it tells its exit code when that is not 0. */
export type CommandBuilder = (exit: (code: ExitCode) => void) => Command;

/**
 * Options as the contract wants them.
 * @throws InvalidInputError `option_invalid`, naming the option.
 */
export function parseOptions<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = String(issue?.path[0] ?? "input");
  throw new InvalidInputError("option_invalid", `${field} is wrong: ${issue?.message ?? "it does not fit"}.`, {
    field,
    next: "See the command's --help.",
  });
}

/** A number typed on the command line; text stays text, so that the contract can say what is wrong with it. */
export function numeric(value: string): number | string {
  return /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
}

/** Gathers `--set key=value` into a record. */
export function gatherSetting(pair: string, all: Record<string, string>): Record<string, string> {
  const at = pair.indexOf("=");
  if (at <= 0) {
    throw new InvalidInputError("option_invalid", `--set takes key=value, not "${pair}".`, {
      field: "set",
      next: "For example: --set path=./nsmc",
    });
  }
  return { ...all, [pair.slice(0, at)]: pair.slice(at + 1) };
}
