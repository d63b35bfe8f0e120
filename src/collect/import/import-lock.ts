import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type FolderLock, lockFolder } from "../../platform/data-folder/folder-lock.ts";
import type { Db } from "../../platform/db/database.ts";
import { ConflictError } from "../../platform/errors.ts";
import type { Log } from "../../platform/log.ts";
import { recoverArchive } from "../crawl/recover-archive.ts";

/** One import a data folder at a time: they share a writer of the archive. @throws ConflictError `import_under_way`. */
export function lockImports(archiveFolder: string): FolderLock {
  const folder = join(archiveFolder, "import");
  mkdirSync(folder, { recursive: true });
  try {
    return lockFolder(folder);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    throw new ConflictError("import_under_way", "Files are being imported into this data folder already.", {
      cause: error,
      next: "Wait until that is done, or stop it; then run the same command again.",
    });
  }
}

/** The lock ends with the process and with nothing else: whoever has slept has it still. */
export const lockedByUs = async (): Promise<void> => {};

/** Closes what a killed import left behind, unless one is under way. */
export async function recoverImports(db: Db, archive: { folder: string; writerId: string }, log: Log): Promise<void> {
  let lock: FolderLock;
  try {
    lock = lockImports(archive.folder);
  } catch (error) {
    if (error instanceof ConflictError) return;
    throw error;
  }
  try {
    await recoverArchive(db, { ...archive, isStillOurs: lockedByUs }, log);
  } finally {
    lock.release();
  }
}
