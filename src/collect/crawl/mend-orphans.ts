import { readdir } from "node:fs/promises";
import type { Clock } from "../../lib/clock.ts";
import type { Db } from "../../platform/db/database.ts";
import { ConflictError } from "../../platform/errors.ts";
import type { Log } from "../../platform/log.ts";
import { type CollectorPlace, holdPlace, leavePlace, takePlace } from "../collectors/collector-place.ts";
import { PlaceLostError } from "../errors.ts";
import { recoverImports } from "../import/import-lock.ts";
import { recoverArchive } from "./recover-archive.ts";

export interface OrphanMenderOptions {
  db: Db;
  folder: string;
  /** The place of whoever mends. */
  place: CollectorPlace;
  clock: Clock;
  log: Log;
  /** How long a collector has to be silent, looked at from here. Default 60 s. */
  silentMs?: number;
}

/**
 * Closes files in a folder whose writers are dead and may never come back under their name: what is not closed is not shipped, and other machines
 * could not read it.
 */
export class OrphanMender {
  readonly #options: OrphanMenderOptions;
  /** The last heartbeat of each silent writer, and when it was first seen. */
  #silent = new Map<string, { beat: number; since: number }>();

  constructor(options: OrphanMenderOptions) {
    this.#options = options;
  }

  async look(): Promise<void> {
    const { db, folder, place, log } = this.#options;
    const here = await readdir(folder);
    const rows = await db
      .selectFrom("warc_files as f")
      .leftJoin("collectors as c", "c.name", "f.writer_id")
      .select(["f.file", "f.writer_id", "c.state", "c.heartbeat_at"])
      .where("f.closed", "=", false)
      .where("f.writer_id", "<>", place.name)
      .execute();
    const lying = new Set(here);
    const writers = new Map(rows.filter(({ file }) => lying.has(file)).map((row) => [row.writer_id, row]));
    for (const name of this.#silent.keys()) if (!writers.has(name)) this.#silent.delete(name);
    for (const [name, { state, heartbeat_at: beat }] of writers) {
      if (state === null || beat === null) await recoverImports(db, { folder, writerId: name }, log);
      else if (state === "stopped" || this.#isSilent(name, beat.getTime())) await this.#mend(name);
    }
  }

  /**
   * Seen twice with the same heartbeat, by a database that answered both times: after one that was away, everybody's heartbeat is old and everybody
   * may live.
   */
  #isSilent(name: string, beat: number): boolean {
    const { clock, silentMs = 60_000 } = this.#options;
    const known = this.#silent.get(name);
    if (known?.beat === beat) return clock.now() - known.since >= silentMs;
    this.#silent.set(name, { beat, since: clock.now() });
    return silentMs === 0;
  }

  /** Stands in for the dead one for a moment: a sleeper that wakes up finds its place lost, and writes no more. */
  async #mend(name: string): Promise<void> {
    const { db, folder, place, log } = this.#options;
    try {
      const stead = await takePlace(db, { name, archive: place.archive, alone: false });
      const isStillOurs = () => db.transaction().execute((trx) => holdPlace(trx, stead, 0));
      await recoverArchive(db, { folder, writerId: name, isStillOurs }, log);
      await leavePlace(db, stead);
      log.info({ collector: name }, "Closed the archive files of a collector that is gone.");
    } catch (error) {
      // It lives after all.
      if (!(error instanceof ConflictError || error instanceof PlaceLostError)) throw error;
    }
  }
}
