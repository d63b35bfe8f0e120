import type { RoleName, Settings } from "../platform/config/settings.ts";
import { type DataFolder, openDataFolder } from "../platform/data-folder/data-folder.ts";
import { type FolderLock, lockFolder } from "../platform/data-folder/folder-lock.ts";
import { type Database, openDatabase } from "../platform/db/database.ts";
import type { Log } from "../platform/log.ts";
import { openQueue, type Queue } from "../platform/queue/queue.ts";

/** What an installation keeps, opened. Apart from the rest of the app so that it can open while the rest is still being loaded. */
export interface Storage {
  folder: DataFolder;
  database: Database;
  queue: Queue;
  /** Null where several processes may share the folder: on a PostgreSQL server, all but the one that collects. */
  lock: FolderLock | null;
}

/**
 * @param roles what this process is going to run; a collector has the folder to itself on any database, since one process at
 * a time may write its archive.
 * @throws ConflictError `data_folder_in_use`, NaruError `data_folder_unwritable`, UnavailableError `database_unreachable`.
 */
export async function openStorage(settings: Settings, log: Log, roles: readonly RoleName[]): Promise<Storage> {
  const folder = openDataFolder(settings.data);
  const { url } = settings.database;
  const lock = url === null || roles.includes("collector") ? lockFolder(folder.root) : null;
  let database: Database | null = null;
  try {
    database = await openDatabase(
      url === null ? { kind: "embedded", folder: folder.database } : { kind: "server", url },
    );
    return { folder, database, queue: await openQueue(database, log), lock };
  } catch (error) {
    await database?.close();
    lock?.release();
    throw error;
  }
}

/** Lets jobs in hand finish, then closes the database and gives the folder back, whatever fails on the way. */
export async function closeStorage({ queue, database, lock }: Storage): Promise<void> {
  try {
    await queue.stop();
  } finally {
    try {
      await database.close();
    } finally {
      lock?.release();
    }
  }
}
