import type { Levels } from "../api/index.ts";
import { findBacklog } from "../collect/index.ts";
import { measureLevels } from "../insight/index.ts";
import type { Db } from "../platform/db/database.ts";

/** What a monitor reads: the levels of the house, and whether collecting is held. */
export async function measureHouse(db: Db): Promise<Levels> {
  const [levels, backlog] = await Promise.all([measureLevels(db), findBacklog(db)]);
  return { ...levels, held: backlog?.held === true ? 1 : 0 };
}
