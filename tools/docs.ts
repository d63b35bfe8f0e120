import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { settingNames, variableOf } from "../src/platform/config/load-settings.ts";
import { settingsSchema } from "../src/platform/config/settings.ts";
import { errorCodes } from "./error-codes.ts";

/** `node tools/docs.ts` writes the documents that come from the code; `--check` fails when one has drifted. */
const docs = join(import.meta.dirname, "../docs");
const generated: Record<string, () => string> = { "settings.md": settingsDocument, "errors.md": errorsDocument };

let drifted = 0;
for (const [name, make] of Object.entries(generated)) {
  const file = join(docs, name);
  const text = make();
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (before === text) continue;
  if (process.argv.includes("--check")) {
    console.error(`docs/${name} no longer says what the code says. Run: node tools/docs.ts`);
    drifted += 1;
  } else {
    writeFileSync(file, text);
    console.log(`wrote docs/${name}`);
  }
}
process.exitCode = drifted === 0 ? 0 : 1;

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  description?: string;
  default?: unknown;
  enum?: unknown[];
}

function settingsDocument(): string {
  const schema = z.toJSONSchema(settingsSchema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  const rows = settingNames().map((name) => {
    const leaf = name.split(".").reduce<JsonSchema | undefined>((node, key) => node?.properties?.[key], schema);
    const choices =
      leaf?.enum === undefined ? "" : ` One of ${leaf.enum.map((value) => `\`${String(value)}\``).join(", ")}.`;
    return `| \`${name}\` | \`${variableOf(name)}\` | \`${JSON.stringify(leaf?.default ?? null)}\` | ${leaf?.description ?? ""}.${choices} |`;
  });
  return [
    "# Settings",
    "",
    "Made from the code by `node tools/docs.ts`; do not edit by hand.",
    "",
    "Settings are read from `naru.yaml` in the folder where naru starts (or the file given with `--config`), environment variables win over the file, and command line flags over both.",
    "An unknown name is an error that suggests the nearest one.",
    "",
    "| Setting | Variable | Default | Meaning |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    "`DATABASE_URL` is read for `database.url`.",
    "`NARU_SECRET_KEY` (32 bytes in base64 or hex, or a passphrase of 16 characters or more) seals stored sessions; without it `secret.key` in the data folder does. Collectors on several machines need the variable.",
    "",
  ].join("\n");
}

function errorsDocument(): string {
  return [
    "# Error codes",
    "",
    "Made from the code by `node tools/docs.ts`; do not edit by hand.",
    "",
    "The REST API answers with RFC 9457 problem details that carry `code`; the command line prints the same code. Codes do not change once released.",
    "`…` stands for the particulars.",
    "",
    "| Code | Says | Where |",
    "| --- | --- | --- |",
    ...errorCodes().map(
      ({ code, message, file }) => `| \`${code}\` | ${message.replaceAll("|", "\\|")} | \`${file}\` |`,
    ),
    "",
  ].join("\n");
}
