import { existsSync, readFileSync } from "node:fs";
import { parse as parseYaml, YAMLParseError } from "yaml";
import { z } from "zod";
import { nearest } from "../../lib/nearest.ts";
import { InvalidInputError } from "../errors.ts";
import { type Settings, settingsSchema } from "./settings.ts";

export interface SettingsSources {
  /** Path of naru.yaml; a missing file is no error unless `required`. */
  file: string;
  required?: boolean;
  env: Readonly<Record<string, string | undefined>>;
  /** Values of command line flags by dotted name; they win over everything. */
  flags?: Readonly<Record<string, unknown>>;
}

/** Variables that other programs know by these names. */
const wellKnown: Record<string, string> = {
  DATABASE_URL: "database.url",
  S3_BUCKET: "s3.bucket",
  S3_ENDPOINT: "s3.endpoint",
  S3_REGION: "s3.region",
};

/**
 * File, then `NARU_…` variables over it, then flags over both.
 * @throws InvalidInputError `setting_unknown` (suggests the nearest) or `setting_invalid`, naming the setting and where it was read.
 */
export function loadSettings(sources: SettingsSources): Settings {
  const tree = readFile(sources);
  const known = settingNames();
  for (const [variable, name] of Object.entries(wellKnown)) {
    const value = sources.env[variable];
    if (value !== undefined && value !== "") setPath(tree, name, value);
  }
  for (const [variable, value] of Object.entries(sources.env)) {
    if (!variable.startsWith("NARU_") || value === undefined || reserved.has(variable)) continue;
    const name = known.find((one) => variableOf(one) === variable);
    if (name === undefined) throw unknownSetting(variable, known.map(variableOf), "the environment");
    setPath(tree, name, value);
  }
  for (const [name, value] of Object.entries(sources.flags ?? {})) {
    if (value !== undefined) setPath(tree, name, value);
  }
  const result = settingsSchema.safeParse(tree);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (issue?.code === "unrecognized_keys") {
    throw unknownSetting([...issue.path, issue.keys[0]].join("."), known, sources.file);
  }
  const field = issue?.path.join(".") ?? "";
  throw new InvalidInputError(
    "setting_invalid",
    `The setting ${field} is wrong: ${issue?.message ?? "it does not fit"}.`,
    {
      field,
      next: `See docs/settings.md for what ${field} may be.`,
    },
  );
}

/** Dotted names of every setting, such as `collect.delayMs`. */
export function settingNames(): string[] {
  return leaves(z.toJSONSchema(settingsSchema, { io: "input", unrepresentable: "any" }) as JsonSchema, "");
}

/** `collect.delayMs` → `NARU_COLLECT_DELAY_MS`. */
export function variableOf(name: string): string {
  return `NARU_${name
    .replaceAll(".", "_")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toUpperCase()}`;
}

// Read by tests and tools, not settings of the program.
const reserved = new Set(["NARU_TEST_DATA", "NARU_TEST_SERVER_URL", "NARU_CHROMIUM", "NARU_CONFIG", "NARU_SECRET_KEY"]);

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
}

function leaves(schema: JsonSchema, prefix: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) =>
    value.properties === undefined ? [`${prefix}${key}`] : leaves(value, `${prefix}${key}.`),
  );
}

function readFile({ file, required = false }: SettingsSources): Record<string, unknown> {
  if (!existsSync(file)) {
    if (required)
      throw new InvalidInputError("settings_file_missing", `There is no settings file at ${file}.`, {
        next: "Check the path given with --config.",
      });
    return {};
  }
  try {
    const value: unknown = parseYaml(readFileSync(file, "utf8"));
    if (value === null || value === undefined) return {};
    if (typeof value === "object" && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (cause) {
    if (!(cause instanceof YAMLParseError)) throw cause;
    throw new InvalidInputError("settings_file_broken", `${file} is not valid YAML: ${cause.message.split("\n")[0]}`, {
      cause,
    });
  }
  throw new InvalidInputError("settings_file_broken", `${file} must hold settings by name, such as "data: ./data".`);
}

function setPath(tree: Record<string, unknown>, name: string, value: unknown): void {
  const keys = name.split(".");
  const last = keys.pop() ?? name;
  let node = tree;
  for (const key of keys) {
    const next = node[key];
    if (typeof next !== "object" || next === null) node[key] = {};
    node = node[key] as Record<string, unknown>;
  }
  node[last] = value;
}

function unknownSetting(name: string, known: readonly string[], where: string): InvalidInputError {
  const guess = nearest(name, known);
  return new InvalidInputError("setting_unknown", `There is no setting ${name} (read from ${where}).`, {
    field: name,
    next: guess === null ? "See docs/settings.md for all settings." : `Did you mean ${guess}?`,
  });
}
