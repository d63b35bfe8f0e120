import { z } from "zod";
import { nearest } from "../lib/nearest.ts";
import { InvalidInputError } from "../platform/errors.ts";

/** `--set key=value` pairs as an object; values that begin like JSON objects or lists are read as JSON. */
export function parseSettings(pairs: readonly string[]): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    const key = pair.slice(0, equals).trim();
    if (equals < 1 || !/^[A-Za-z][A-Za-z0-9]*$/.test(key)) {
      throw new InvalidInputError("setting_invalid", `"${pair.slice(0, 100)}" is not key=value.`, { field: "set" });
    }
    settings[key] = readValue(pair.slice(equals + 1), key);
  }
  return settings;
}

function readValue(value: string, key: string): unknown {
  if (!/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch (cause) {
    throw new InvalidInputError("setting_invalid", `The value of ${key} is not JSON.`, { field: key, cause });
  }
}

/** Deals settings out to the data set and the trainer by the keys that each knows; an unknown key is an error. */
export function dealSettings(
  settings: Record<string, unknown>,
  dataset: z.ZodType,
  trainer: z.ZodType,
): { dataset: Record<string, unknown>; trainer: Record<string, unknown> } {
  const datasetKeys = keysOf(dataset);
  const trainerKeys = keysOf(trainer);
  const dealt = { dataset: {} as Record<string, unknown>, trainer: {} as Record<string, unknown> };
  for (const [key, value] of Object.entries(settings)) {
    if (datasetKeys.includes(key)) dealt.dataset[key] = value;
    else if (trainerKeys.includes(key)) dealt.trainer[key] = value;
    else {
      const known = [...datasetKeys, ...trainerKeys];
      const near = nearest(key, known);
      throw new InvalidInputError("setting_unknown", `There is no setting "${key}" here.`, {
        field: key,
        next: near === null ? `There are ${known.join(", ")}.` : `Did you mean "${near}"?`,
      });
    }
  }
  return dealt;
}

function keysOf(schema: z.ZodType): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}
