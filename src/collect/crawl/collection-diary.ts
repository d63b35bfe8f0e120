import type { Db } from "../../platform/db/database.ts";
import type { CollectionLog } from "../collection-log.ts";

/** Tells the log when collections begin, pause, go on and end, by comparing what runs now with what ran at the last look. */
export class CollectionDiary {
  readonly #db: Db;
  readonly #log: CollectionLog;
  #running: ReadonlySet<number> = new Set();

  constructor(db: Db, log: CollectionLog) {
    this.#db = db;
    this.#log = log;
  }

  async look(running: readonly { id: number; source_id: string; captures: number }[]): Promise<void> {
    const before = this.#running;
    this.#running = new Set(running.map(({ id }) => id));
    for (const { id, source_id, captures } of running) {
      if (!before.has(id)) this.#log.note(id, captures === 0 ? "start" : "resume", { source: source_id });
    }
    const gone = [...before].filter((id) => !this.#running.has(id));
    if (gone.length === 0) return;
    const rows = await this.#db
      .selectFrom("collections")
      .select(["id", "status", "error_code", "error_message"])
      .where("id", "in", gone)
      // An end is told by the one that brings it about.
      .where("status", "in", ["paused", "stopped"])
      .execute();
    for (const { id, status, error_code, error_message } of rows) {
      const why = error_code === null ? {} : { code: error_code, message: error_message };
      this.#log.note(id, status === "paused" ? "pause" : "stop", why);
    }
  }

  async end(ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return;
    const rows = await this.#db
      .selectFrom("collections")
      .select([
        "id",
        "status",
        "error_code",
        "error_message",
        "pages",
        "documents",
        "done",
        "failed",
        "skipped",
        "bytes",
      ])
      .where("id", "in", [...ids])
      .execute();
    for (const { id, error_code, error_message, ...counts } of rows) {
      const why = error_code === null ? {} : { code: error_code, message: error_message };
      this.#log.note(id, "end", { ...counts, ...why });
    }
  }
}
