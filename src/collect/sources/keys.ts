import { readFileSync } from "node:fs";
import { InvalidInputError, MissingPartError } from "../../platform/errors.ts";
import { accountOf, type QuotaOwner } from "./quota.ts";
import type { CredentialSet, Source } from "./source.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Value of a variable, or of the file that the same name with `_FILE` points to; null when neither is set. */
function findKey(variable: string, env: Environment): string | null {
  const direct = env[variable]?.trim();
  if (direct) return direct;
  const file = env[`${variable}_FILE`]?.trim();
  if (!file) return null;
  try {
    const value = readFileSync(file, "utf8").trim();
    return value === "" ? null : value;
  } catch (cause) {
    throw new InvalidInputError("credential_unreadable", `${variable}_FILE names a file that cannot be read.`, {
      cause,
      field: `${variable}_FILE`,
      next: "Check the path and the rights of the file.",
    });
  }
}

/** Whether every variable of a set has a value. */
export function isCredentialSet(set: CredentialSet, env: Environment): boolean {
  return set.variables.every((variable) => isSet(variable, env));
}

/** Whose quota counts now: that of the first whole set of keys; null when a source needs keys and has none. */
export function quotaOwnerOf(source: Source, env: Environment): QuotaOwner | null {
  return quotaOwnersOf(source, env)[0] ?? null;
}

/** Of every whole set of keys, those in use first: a source may ask several providers, each with a key of its own. */
export function quotaOwnersOf(source: Source, env: Environment): QuotaOwner[] {
  const whole = source.credentials.filter((one) => isCredentialSet(one, env));
  const sets = source.credentials.length === 0 ? [null] : whole;
  return sets.map((set) => {
    const values = readKeys(source, set?.id ?? null, env);
    return { sourceId: source.id, account: accountOf(values, set?.open), quotas: source.quotas };
  });
}

function isSet(variable: string, env: Environment): boolean {
  try {
    return findKey(variable, env) !== null;
  } catch {
    return false;
  }
}

function setsFor(source: Source, set: Readonly<Record<string, string>>): readonly CredentialSet[] {
  const wanted = source.credentialsFor?.(set);
  return wanted === undefined ? source.credentials : source.credentials.filter(({ id }) => wanted.includes(id));
}

/**
 * The first set of credentials that is whole, for an order's options; null for a source that needs none.
 * @throws MissingPartError `credential_missing`, naming the variables and where one applies for them.
 */
export function chooseCredentials(
  source: Source,
  set: Readonly<Record<string, string>>,
  env: Environment,
): CredentialSet | null {
  const sets = setsFor(source, set);
  if (sets.length === 0) return null;
  const whole = sets.find(({ variables }) => variables.every((variable) => findKey(variable, env) !== null));
  if (whole !== undefined) return whole;
  const ways = sets.map(({ variables, name, applyAt }) => {
    const missing = variables.filter((variable) => !isSet(variable, env));
    return `${missing.join(" and ")} (${name.en}; apply at ${applyAt})`;
  });
  throw new MissingPartError("credential_missing", `${source.name.en} needs a key that is not set.`, {
    field: sets[0]?.variables.find((variable) => !isSet(variable, env)) ?? "credentials",
    next: `Set ${ways.join(", or ")}.`,
  });
}

/** Values of a set by variable. @throws MissingPartError `credential_missing` when one went away. */
export function readKeys(source: Source, id: string | null, env: Environment): Record<string, string> {
  if (id === null) return {};
  const set = source.credentials.find((one) => one.id === id);
  const values: Record<string, string> = {};
  for (const variable of set?.variables ?? []) {
    const value = findKey(variable, env);
    if (value === null) {
      throw new MissingPartError("credential_missing", `${variable} is not set in the process that collects.`, {
        field: variable,
        next: `Set it there; one applies for it at ${set?.applyAt}.`,
      });
    }
    values[variable] = value;
  }
  return values;
}
