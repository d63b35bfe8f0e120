import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  createPredictor,
  type Predictor,
  readShippedCard,
  shippedFolder,
  shippedSource,
  versionNotFound,
} from "../models/index.ts";
import { FolderBlobStore } from "../platform/blob/folder-blob-store.ts";
import type { Settings } from "../platform/config/settings.ts";
import { type RegistrySnapshot, readRegistrySnapshot } from "./registry-snapshot.ts";

/**
 * Answers with the models of a data folder that nobody works in, without opening its database. Null when only the database knows which they are:
 * it is open, was not closed in good order, or is a server's; or the models lie in a bucket.
 */
export function openLocalPredictor(settings: Pick<Settings, "data" | "database" | "s3">): Predictor | null {
  if (settings.database.url !== null || settings.s3.bucket !== null) return null;
  const root = resolve(settings.data);
  const models = existsSync(join(root, "database")) ? readRegistrySnapshot(root) : shippedModels();
  if (models === null) return null;
  return createPredictor({
    blobs: new FolderBlobStore(join(root, "blobs")),
    findVersion: async (name, choice) => {
      const model = models.find((one) => one.name === name);
      const version = model?.versions.find((one) =>
        "version" in choice ? one.version === choice.version : one.aliases.includes(choice.alias),
      );
      if (model === undefined || version === undefined) throw versionNotFound(name, choice, model !== undefined);
      return { name, task: model.task, ...version };
    },
  });
}

/** What a first start registers. */
function shippedModels(): RegistrySnapshot {
  const { name, task, engine } = readShippedCard(shippedFolder);
  return [{ name, task, versions: [{ version: 1, aliases: ["champion"], engine, source: shippedSource }] }];
}
