import { raiseAlerts } from "../collect/index.ts";
import type { DiskWatch } from "../platform/data-folder/disk-watch.ts";
import type { Db } from "../platform/db/database.ts";
import type { Log } from "../platform/log.ts";
import type { Queue } from "../platform/queue/queue.ts";

/** Lets the stages wait while the disk is full, and tells people so. Collecting and importing ask the watch themselves. */
export function heedDisk(disk: DiskWatch, { db, queue, log }: { db: Db; queue: Queue; log: Log }): void {
  const heed = async (isFull: boolean) => {
    await queue.hold(isFull);
    if (!isFull) return;
    const message = `${disk.shortage}; collecting, importing and reading wait until then.`;
    await raiseAlerts(db, [{ kind: "disk_full", sourceId: null, collectionId: null, message }]);
  };
  let last: Promise<void> = Promise.resolve();
  const begin = (isFull: boolean) => {
    last = last
      .then(() => heed(isFull))
      .catch((error: unknown) => log.warn({ err: error }, "The full disk could not be told."));
  };
  disk.onChange(({ isFull }) => begin(isFull));
  if (disk.isFull) begin(true);
}
