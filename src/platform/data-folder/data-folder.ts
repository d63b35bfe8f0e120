import { accessSync, constants, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { NaruError } from "../errors.ts";

/** Where each kind of thing lives inside one data folder. */
export interface DataFolder {
  root: string;
  database: string;
  archive: string;
  blobs: string;
  datasets: string;
  /** Of collections, one each; made when there is something to write. */
  logs: string;
}

/**
 * Makes the folder when it is missing.
 * @throws NaruError `data_folder_unwritable` when it cannot be made or written.
 */
export function openDataFolder(path: string): DataFolder {
  const root = resolve(path);
  const folder: DataFolder = {
    root,
    database: join(root, "database"),
    archive: join(root, "archive"),
    blobs: join(root, "blobs"),
    datasets: join(root, "datasets"),
    logs: join(root, "logs", "collections"),
  };
  try {
    for (const part of [folder.root, folder.archive, folder.blobs, folder.datasets])
      mkdirSync(part, { recursive: true });
    accessSync(root, constants.W_OK);
  } catch (cause) {
    throw new NaruError("data_folder_unwritable", `naru cannot write to the data folder ${root}.`, {
      cause,
      next: "Give the user who runs naru the right to write there, or choose another folder with --data.",
    });
  }
  return folder;
}
