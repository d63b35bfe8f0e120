import { randomFillSync } from "node:crypto";
import { closeSync, existsSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

const mebibyte = 2 ** 20;

/** How large the reserve is on a disk of this size: enough for a start, whose log may take two new files. */
export function reserveBytes(totalBytes: number): number {
  return (totalBytes < 300e6 ? 32 : 64) * mebibyte;
}

const pathOf = (root: string) => join(root, "reserve.bin");

export function hasReserve(root: string): boolean {
  return existsSync(pathOf(root));
}

/** Keeps room in the data folder that is given back when there is no other. Chance as content: a file system may store zeros as nothing. @throws what the system says; nothing is left then. */
export function makeReserve(root: string, bytes: number): void {
  const file = openSync(pathOf(root), "w");
  try {
    const piece = randomFillSync(Buffer.alloc(mebibyte));
    for (let at = 0; at < bytes; at += piece.length) writeSync(file, piece);
  } catch (error) {
    giveBackReserve(root);
    throw error;
  } finally {
    closeSync(file);
  }
}

/** True when there was one. */
export function giveBackReserve(root: string): boolean {
  if (!hasReserve(root)) return false;
  rmSync(pathOf(root), { force: true });
  return true;
}
