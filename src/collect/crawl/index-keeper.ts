import { readdir } from "node:fs/promises";
import {
  CdxjIndex,
  entryOfCapture,
  listCommittedFiles,
  type NewCapture,
  type WarcExtent,
} from "../../archive/index.ts";
import type { Clock } from "../../lib/clock.ts";
import { elapsedMs, type Moment, momentOf } from "../../lib/moment.ts";
import type { Db } from "../../platform/db/database.ts";
import type { Log } from "../../platform/log.ts";
import { type CollectorPlace, keepIndex } from "../collectors/collector-place.ts";

export interface IndexKeeperOptions {
  db: Db;
  folder: string;
  place: CollectorPlace;
  leaseMs: number;
  clock: Clock;
  log: Log;
}

/** How often a busy keeper looks for what other collectors have written. */
const othersMs = 5 * 60_000;
const lookMs = 5_000;

/**
 * Keeps the index of an archive folder, which one collector at a time does for all that write there: its own captures as they come,
 * those of others from their files, when there is time. Does nothing while another keeps it.
 */
export class IndexKeeper {
  readonly #options: IndexKeeperOptions;
  #index: CdxjIndex | null = null;
  /** Something was archived since the index was last compacted. */
  #unsorted = false;
  #lookedAt: Moment | null = null;
  #othersAt = Number.NEGATIVE_INFINITY;

  constructor(options: IndexKeeperOptions) {
    this.#options = options;
  }

  /** Whether the index of the folder is surely this collector's to keep: another may have it when the last look was long ago. */
  get keeps(): boolean {
    return this.#sure !== null;
  }

  get #sure(): CdxjIndex | null {
    const { clock, leaseMs } = this.#options;
    return this.#lookedAt !== null && elapsedMs(clock, this.#lookedAt) < leaseMs / 2 ? this.#index : null;
  }

  /** Takes the index over when nobody keeps it, and gives it up when somebody else does. */
  async look(): Promise<void> {
    const { db, folder, place, leaseMs, clock } = this.#options;
    if (this.#lookedAt !== null && elapsedMs(clock, this.#lookedAt) < lookMs) return;
    const at = momentOf(clock);
    const keeps = await keepIndex(db, place, leaseMs);
    this.#lookedAt = at;
    if (!keeps) this.#index = null;
    else if (this.#index === null) {
      this.#index = await CdxjIndex.open(folder);
      this.#othersAt = Number.NEGATIVE_INFINITY;
    }
    if (clock.now() - this.#othersAt >= othersMs) await this.#catchUp();
  }

  /** @param before how far the files reached before these captures. */
  add(captures: readonly NewCapture[], extents: readonly WarcExtent[], before: readonly WarcExtent[]): void {
    const index = this.#sure;
    if (index !== null) index.add(captures.map(entryOfCapture), extents, before);
    // They are read from the files, by whoever keeps the index.
    else this.#othersAt = Number.NEGATIVE_INFINITY;
  }

  /** @param busy whether collections are being worked on: the quiet after them is a good moment to merge all into one sorted file. */
  async tidy(busy: boolean): Promise<void> {
    if (busy) this.#unsorted = true;
    else if (this.#unsorted) await this.sort();
  }

  async sort(): Promise<void> {
    this.#unsorted = false;
    try {
      await this.look();
      await this.#catchUp();
      await this.look();
      await this.#sure?.compact();
    } catch (error) {
      this.#options.log.error(
        { err: error },
        "The index of the archive could not be written; it is made again at the next start.",
      );
    }
  }

  async #catchUp(): Promise<void> {
    const { db, folder, clock, log } = this.#options;
    const index = this.#sure;
    if (index === null) return;
    this.#othersAt = clock.now();
    const here = new Set(await readdir(folder));
    const committed = await listCommittedFiles(db);
    const damaged = await index.catchUp(committed.filter(({ file }) => here.has(file)));
    for (const { file, error } of damaged) log.error({ file, err: error }, "A record could not be indexed.");
  }
}
