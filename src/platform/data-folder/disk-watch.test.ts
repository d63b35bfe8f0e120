import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createLog } from "../log.ts";
import { hasReserve } from "./disk-reserve.ts";
import { DiskWatch } from "./disk-watch.ts";

const reserve = 32 * 2 ** 20;
let root: string;
let others: number;
let watch: DiskWatch;

/** A disk of 250 MB that others have filled so far; the reserve takes its own. */
const room = () => ({ totalBytes: 250e6, freeBytes: 250e6 - others - (hasReserve(root) ? reserve : 0) });
const open = () => {
  watch = new DiskWatch({ root, keepFreeBytes: 100e6, log: createLog("silent"), room });
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "naru-disk-"));
  others = 0;
});
afterEach(() => {
  watch.stop();
  rmSync(root, { recursive: true, force: true });
});

it("keeps a reserve, stops before the disk is full, gives the reserve back, and makes it again when there is room", () => {
  open();
  const told: boolean[] = [];
  watch.onChange(({ isFull }) => told.push(isFull));
  expect([hasReserve(root), watch.isFull]).toEqual([true, false]);
  others = 150e6;
  watch.look();
  expect([hasReserve(root), watch.isFull]).toEqual([true, true]);
  expect(watch.shortage).toMatch(/ has 66 MB free for .+, and 125 MB are needed$/);
  others = 190e6;
  watch.look();
  expect([hasReserve(root), watch.isFull]).toEqual([false, true]);
  // More than it stops at, and less than it goes on with.
  others = 130e6;
  watch.look();
  expect(watch.isFull).toBe(true);
  others = 120e6;
  watch.look();
  expect([hasReserve(root), watch.isFull]).toEqual([false, false]);
  others = 50e6;
  watch.look();
  expect([hasReserve(root), watch.isFull]).toEqual([true, false]);
  expect(told).toEqual([true, false]);
});

it("makes no reserve on a disk that has no room for it", () => {
  others = 140e6;
  open();
  expect([hasReserve(root), watch.isFull]).toEqual([false, false]);
});
