import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { RegisteredModelView } from "../models/index.ts";
import { replaceFile } from "../platform/data-folder/replace-file.ts";

const snapshot = z.array(
  z.object({
    name: z.string(),
    task: z.string(),
    versions: z.array(
      z.object({ version: z.number().int(), aliases: z.array(z.string()), engine: z.string(), source: z.string() }),
    ),
  }),
);

/** What has to be known of a registry to answer with its models. */
export type RegistrySnapshot = z.output<typeof snapshot>;

/**
 * The registry as it was when the embedded database was closed, beside it in the data folder. Whoever opens the database takes it away first, and puts
 * it back when it is closed in good order; so what lies there is never older than the database, also after `kill -9`.
 */
const fileName = "models.json";

export function writeRegistrySnapshot(root: string, models: readonly RegisteredModelView[]): void {
  // What zod leaves out is nobody's business here.
  replaceFile(join(root, fileName), `${JSON.stringify(snapshot.parse(models))}\n`);
}

export function dropRegistrySnapshot(root: string): void {
  rmSync(join(root, fileName), { force: true });
}

/** Null when there is none that can be believed. */
export function readRegistrySnapshot(root: string): RegistrySnapshot | null {
  try {
    return snapshot.parse(JSON.parse(readFileSync(join(root, fileName), "utf8")));
  } catch {
    return null;
  }
}
