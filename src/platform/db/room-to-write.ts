import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { giveBackReserve } from "../data-folder/disk-reserve.ts";
import { diskRoom, leastFreeBytes, tellShortage } from "../data-folder/disk-room.ts";

/** PostgreSQL's own word for a full disk. */
const diskFullState = "53100";

/** What lets go of things or reads only; WITH may hold an INSERT. */
const smallCommands: ReadonlySet<string> = new Set([
  "SELECT",
  "SHOW",
  "BEGIN",
  "START",
  "SET",
  "ROLLBACK",
  "SAVEPOINT",
]);

/**
 * Keeps statements from an embedded database whose disk has no room for them: its process within never returns when it cannot make
 * a file of its log. The reserve of the data folder, which lies around the database's, is given back first.
 */
export class RoomToWrite {
  readonly #folder: string | null;

  /** @param folder the database's; `memory://` needs no room. */
  constructor(folder: string) {
    this.#folder = folder.startsWith("memory://") ? null : folder;
    if (this.#folder !== null) mkdirSync(this.#folder, { recursive: true });
  }

  /** Gives the reserve back when there is too little. False when there is too little still. */
  make(): boolean {
    if (this.#folder === null) return true;
    if (diskRoom(this.#folder).freeBytes >= leastFreeBytes) return true;
    return giveBackReserve(dirname(this.#folder)) && diskRoom(this.#folder).freeBytes >= leastFreeBytes;
  }

  /** @throws Error with PostgreSQL's code of a full disk, for a statement that writes. */
  check(sql: string): void {
    if (this.#folder === null) return;
    const command = /^\s*(\w+)/.exec(sql)?.[1]?.toUpperCase() ?? "";
    if (this.make() || smallCommands.has(command)) return;
    throw Object.assign(new Error(this.shortage), { code: diskFullState });
  }

  get shortage(): string {
    const folder = this.#folder ?? ".";
    return tellShortage(folder, diskRoom(folder).freeBytes, leastFreeBytes);
  }
}
