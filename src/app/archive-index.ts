import { setTimeout as delay } from "node:timers/promises";
import { CdxjIndex, listCommittedFiles } from "../archive/index.ts";
import { type Db, isConnectionError } from "../platform/db/database.ts";
import type { Log } from "../platform/log.ts";

const intervalMs = 10_000;

/** Keeps the CDXJ index of the archive up with its files until the signal aborts, then leaves it whole and sorted. */
export async function startArchiveIndex({
  db,
  folder,
  log,
  signal,
}: {
  db: Db;
  folder: string;
  log: Log;
  signal: AbortSignal;
}): Promise<void> {
  const index = await CdxjIndex.open(folder);
  const catchUp = async () => {
    try {
      for (const { file, error } of await index.catchUp(await listCommittedFiles(db))) {
        log.error({ file, error: String(error) }, "An archive file cannot be indexed.");
      }
    } catch (error) {
      if (!isConnectionError(error)) throw error;
      log.warn("The database is away; the archive's index waits.");
    }
  };
  while (!signal.aborted) {
    await catchUp();
    await delay(intervalMs, undefined, { signal }).catch(() => {});
  }
  await catchUp();
  await index.close();
}
