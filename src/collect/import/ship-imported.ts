import { sql } from "kysely";
import { type SharedArchive, Shipper } from "../../archive/index.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Db } from "../../platform/db/database.ts";
import type { Log } from "../../platform/log.ts";
import { archiveId } from "../collectors/archive-id.ts";

/**
 * Ships what an import has written, where no collector works in the same folder and does it anyway. What the bucket does not take now waits for the next
 * collector or import of this folder.
 */
export async function shipImported(
  parts: { db: Db; folder: string; shared: SharedArchive; clock: Clock; log: Log },
  signal: AbortSignal,
): Promise<void> {
  const { db, folder, log } = parts;
  const collector = await db
    .selectFrom("collectors")
    .select("name")
    .where("archive", "=", archiveId(folder))
    .where("state", "<>", "stopped")
    .where("bucket", "is not", null)
    .where(sql<boolean>`heartbeat_at > now() - interval '20 seconds'`)
    .executeTakeFirst();
  if (collector !== undefined) return;
  const left = await new Shipper(parts).shipAll(signal);
  if (left > 0)
    log.warn(
      { files: left },
      "Imported files are not in the bucket yet; the next collector or import here ships them.",
    );
}
