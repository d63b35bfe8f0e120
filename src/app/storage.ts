import { listModels } from "../models/index.ts";
import type { RoleName } from "../platform/config/roles.ts";
import type { Settings } from "../platform/config/settings.ts";
import { type DataFolder, openDataFolder } from "../platform/data-folder/data-folder.ts";
import { DiskWatch } from "../platform/data-folder/disk-watch.ts";
import { type FolderLock, lockFolder } from "../platform/data-folder/folder-lock.ts";
import { type Database, openDatabase } from "../platform/db/database.ts";
import { ConflictError } from "../platform/errors.ts";
import type { Log } from "../platform/log.ts";
import { openQueue, type Queue } from "../platform/queue/queue.ts";
import { dropRegistrySnapshot, writeRegistrySnapshot } from "./registry-snapshot.ts";

/** What an installation keeps, opened. Apart from the rest of the app so that it can open while the rest is still being loaded. */
export interface Storage {
  folder: DataFolder;
  database: Database;
  queue: Queue;
  disk: DiskWatch;
  /**
   * Tells the commands of this machine which process to go through. On the embedded database it also keeps every other one out; on a
   * server it is null for all but the first that serves the API and collects.
   */
  lock: FolderLock | null;
}

/** What a process that only collects needs; so that many of them fit into one server. */
const collectorConnections = 4;

/**
 * @param roles what this process is going to run. On a PostgreSQL server any number of processes may share the folder: what a collector
 * writes carries its name, which it holds in the database.
 * @throws ConflictError `data_folder_in_use`, NaruError `data_folder_unwritable`, UnavailableError `database_unreachable`.
 */
export async function openStorage(settings: Settings, log: Log, roles: readonly RoleName[]): Promise<Storage> {
  const folder = openDataFolder(settings.data);
  const { url } = settings.database;
  const lock = url === null ? lockFolder(folder.root) : lockToAnnounce(folder.root, roles);
  let database: Database | null = null;
  try {
    if (url === null) dropRegistrySnapshot(folder.root);
    database = await openDatabase(
      url === null ? { kind: "embedded", folder: folder.database } : { kind: "server", url, ...connectionsOf(roles) },
    );
    const queue = await openQueue(database, log);
    const disk = new DiskWatch({ root: folder.root, keepFreeBytes: settings.disk.keepFreeMb * 1e6, log });
    return { folder, database, queue, disk, lock };
  } catch (error) {
    await database?.close();
    lock?.release();
    throw error;
  }
}

function lockToAnnounce(root: string, roles: readonly RoleName[]): FolderLock | null {
  if (!roles.includes("api") || !roles.includes("collector")) return null;
  try {
    return lockFolder(root);
  } catch (error) {
    if (error instanceof ConflictError) return null;
    throw error;
  }
}

function connectionsOf(roles: readonly RoleName[]): { connections?: number } {
  return roles.length > 0 && roles.every((role) => role === "collector") ? { connections: collectorConnections } : {};
}

/** Lets jobs in hand finish, then closes the database and gives the folder back, whatever fails on the way. */
export async function closeStorage({ folder, queue, database, disk, lock }: Storage): Promise<void> {
  disk.stop();
  try {
    await queue.stop();
    if (database.kind === "embedded") writeRegistrySnapshot(folder.root, await listModels(database.db));
  } finally {
    try {
      await database.close();
    } finally {
      lock?.release();
    }
  }
}
