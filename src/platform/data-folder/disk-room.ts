import { statfsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** Below this the embedded database is not asked to write: a new file of its log takes 16 MiB, and it does not survive when it cannot make one. */
export const leastFreeBytes = 36 * 2 ** 20;

export interface DiskRoom {
  /** Bytes that this user may still write; infinite where the file system does not say. */
  freeBytes: number;
  totalBytes: number;
}

/** Room on the disk that holds a folder. */
export function diskRoom(folder: string): DiskRoom {
  const { bavail, blocks, bsize } = statfsSync(folder);
  if (blocks === 0) return { freeBytes: Number.POSITIVE_INFINITY, totalBytes: Number.POSITIVE_INFINITY };
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

/** Where the disk that holds a folder is mounted. */
export function mountOf(folder: string): string {
  let at = resolve(folder);
  const { dev } = statSync(at);
  for (let above = dirname(at); above !== at && statSync(above).dev === dev; above = dirname(at)) at = above;
  return at;
}

/** "The disk mounted at /srv has 12 MB free for /srv/naru, and 36 MB are needed." */
export function tellShortage(folder: string, freeBytes: number, neededBytes: number): string {
  const free = Math.floor(freeBytes / 1e6);
  const needed = Math.ceil(neededBytes / 1e6);
  return `The disk mounted at ${mountOf(folder)} has ${free} MB free for ${resolve(folder)}, and ${needed} MB are needed`;
}
