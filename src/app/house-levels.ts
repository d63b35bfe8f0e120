import type { Levels } from "../api/index.ts";
import { findBacklog } from "../collect/index.ts";
import { measureLevels } from "../insight/index.ts";
import type { DiskWatch } from "../platform/data-folder/disk-watch.ts";
import type { Db } from "../platform/db/database.ts";

/** What a monitor reads: the levels of the house, and whether collecting is held. */
export async function measureHouse(db: Db, disk: Pick<DiskWatch, "state">): Promise<Levels> {
  const [levels, backlog] = await Promise.all([measureLevels(db), findBacklog(db)]);
  const { freeBytes, isFull } = disk.state;
  return { ...levels, held: backlog?.held === true ? 1 : 0, diskFreeBytes: freeBytes, diskFull: isFull ? 1 : 0 };
}
