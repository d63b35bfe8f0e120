import type { Log } from "../log.ts";
import { giveBackReserve, hasReserve, makeReserve, reserveBytes } from "./disk-reserve.ts";
import { type DiskRoom, diskRoom, leastFreeBytes, tellShortage } from "./disk-room.ts";

const lookMs = 500;
/** Work goes on with this much more than what it stops at: not to stop and go file by file. */
const goOnAt = 1.25;

export interface DiskState {
  freeBytes: number;
  /** Free bytes at which work goes on. */
  neededBytes: number;
  /** Work in the background waits for room. */
  isFull: boolean;
}

export interface DiskWatchParts {
  root: string;
  /** Work waits when less is free. */
  keepFreeBytes: number;
  log: Log;
  room?: (folder: string) => DiskRoom;
}

/** Looks at the disk of the data folder, so that work stops before it is full. Keeps the reserve. */
export class DiskWatch {
  readonly #parts: DiskWatchParts;
  readonly #listeners: ((state: DiskState) => void)[] = [];
  readonly #timer: NodeJS.Timeout;
  #state: DiskState = { freeBytes: Number.POSITIVE_INFINITY, neededBytes: 0, isFull: false };

  constructor(parts: DiskWatchParts) {
    this.#parts = parts;
    this.look();
    this.#timer = setInterval(() => this.look(), lookMs).unref();
  }

  get state(): DiskState {
    return this.#state;
  }

  get isFull(): boolean {
    return this.#state.isFull;
  }

  /** What is short, in words. */
  get shortage(): string {
    return tellShortage(this.#parts.root, this.#state.freeBytes, this.#state.neededBytes);
  }

  /** Told each time the disk gets full, and when there is room again. */
  onChange(listener: (state: DiskState) => void): void {
    this.#listeners.push(listener);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  look(): void {
    const { root, log } = this.#parts;
    const before = this.#state.isFull;
    try {
      this.#state = this.#measure();
    } catch (error) {
      log.debug({ err: error }, "The disk could not be looked at.");
      return;
    }
    if (before === this.#state.isFull) return;
    const facts = { code: "disk_full", folder: root, ...this.#state };
    if (this.#state.isFull) log.warn(facts, `${this.shortage}; collecting, importing and reading wait.`);
    else log.info(facts, "There is room on the disk again; work goes on.");
    for (const listener of this.#listeners) listener(this.#state);
  }

  #measure(): DiskState {
    const { root, keepFreeBytes, room = diskRoom } = this.#parts;
    const goOnBytes = keepFreeBytes * goOnAt;
    const { freeBytes: found, totalBytes } = room(root);
    const isTight = found < leastFreeBytes;
    const freeBytes = isTight && giveBackReserve(root) ? room(root).freeBytes : found;
    const isFull = freeBytes < (this.#state.isFull ? goOnBytes : keepFreeBytes);
    const size = reserveBytes(totalBytes);
    if (!isFull && Number.isFinite(freeBytes) && !hasReserve(root) && freeBytes >= goOnBytes + size) {
      makeReserve(root, size);
      return { freeBytes: freeBytes - size, neededBytes: goOnBytes, isFull };
    }
    return { freeBytes, neededBytes: goOnBytes, isFull };
  }
}
