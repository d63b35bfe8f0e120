import { Worker } from "node:worker_threads";
import type { PostgresPool, PostgresPoolClient } from "kysely";
import pgUtils from "pg/lib/utils.js";
import { UnavailableError } from "../errors.ts";
import type { EmbeddedRequest, EmbeddedResponse, EmbeddedResult } from "./embedded-thread.ts";
import { StatementError } from "./errors.ts";
import { RoomToWrite } from "./room-to-write.ts";
import { Turns } from "./turns.ts";

/** Texts from this length on go to the thread as UTF-8 bytes: half the size of a string, and moved instead of copied. */
const longTextChars = 8_192;
const utf8 = new TextEncoder();

/**
 * PGlite in a worker thread, wearing the clothes of a `pg` pool with one connection. Kysely's PostgreSQL dialect and
 * pg-boss drive it as they drive a server, so there is one code path for both databases.
 *
 * The one connection is handed to one holder at a time: Kysely's own PGlite driver lets concurrent queries slip into
 * somebody else's open transaction, which is why it is not used here.
 */
export class EmbeddedPool implements PostgresPool {
  /** Kysely reads the pool's options; there are none. */
  readonly options = {};
  readonly #worker: Worker;
  readonly #pending = new Map<number, { resolve(results: EmbeddedResult[]): void; reject(error: unknown): void }>();
  readonly #turns = new Turns();
  readonly #acquireTimeoutMs: number;
  #lastId = 0;
  #ended: Promise<void> | null = null;
  #failure: Error | null = null;

  private constructor(worker: Worker, acquireTimeoutMs: number) {
    this.#worker = worker;
    this.#acquireTimeoutMs = acquireTimeoutMs;
    worker.on("message", (response: EmbeddedResponse) => this.#settle(response));
    worker.on("error", (error) => this.#fail(error));
    worker.on("exit", () => this.#fail(new UnavailableError("database_closed", "The embedded database has stopped.")));
  }

  /**
   * Opens or creates the database in `folder` (`memory://` for one that vanishes).
   * @param acquireTimeoutMs how long a caller waits for the connection; a transaction that queries around itself would else wait for ever.
   */
  static async open(folder: string, acquireTimeoutMs = 60_000): Promise<EmbeddedPool> {
    const worker = new Worker(new URL("./embedded-thread.ts", import.meta.url), { workerData: { folder } });
    await new Promise<void>((resolve, reject) => {
      worker.once("error", (error) => reject(openFailure(folder, error)));
      worker.once("message", () => {
        worker.removeAllListeners("error");
        resolve();
      });
    });
    return new EmbeddedPool(worker, acquireTimeoutMs);
  }

  /** The same connection for people who wait: they get it before those who work in the background. */
  get inFront(): PostgresPool {
    return { options: this.options, connect: () => this.connect("front"), end: () => this.end() };
  }

  /** Milliseconds since somebody in front asked for the connection. */
  get quietMs(): number {
    return this.#turns.quietMs;
  }

  async connect(place: "front" | "back" = "back"): Promise<PostgresPoolClient> {
    if (this.#ended !== null) throw new UnavailableError("database_closed", "The embedded database is closed.");
    await this.#acquire(place);
    let released = false;
    // PGlite does not say so, but COMMIT rolls back where a statement has failed.
    let hasFailed = false;
    const client = {
      query: async (text: string, params?: readonly unknown[]) => {
        const command = commandOf(text);
        // A statement that was kept from the database has failed too, without its knowing.
        const isLost = command === "COMMIT" && hasFailed;
        try {
          const results = await this.#send(isLost ? "ROLLBACK" : text, params ?? []);
          const last = results.at(-1) ?? { rows: [], rowCount: 0 };
          const told = isLost ? "ROLLBACK" : command;
          if (command === "COMMIT" || command === "ROLLBACK") hasFailed = false;
          return { command: told, rowCount: last.rowCount ?? 0, rows: last.rows };
        } catch (error) {
          hasFailed = true;
          throw error;
        }
      },
      release: () => {
        if (released) return;
        released = true;
        this.#turns.give();
      },
    };
    return client as unknown as PostgresPoolClient;
  }

  /** Runs a text of one or more statements and gives the rows of all of them; a failed block is rolled back. */
  async run(text: string, params: readonly unknown[] = []): Promise<{ rows: unknown[] }> {
    await this.#acquire();
    try {
      const results = await this.#send(text, params);
      return { rows: results.flatMap((result) => result.rows) };
    } catch (error) {
      await this.#send("ROLLBACK", []).catch(() => {});
      throw error;
    } finally {
      this.#turns.give();
    }
  }

  end(): Promise<void> {
    this.#ended ??= (async () => {
      await this.#acquire();
      if (this.#failure === null) {
        await this.#post(null, null);
        await this.#worker.terminate();
      }
    })();
    return this.#ended;
  }

  #acquire(place: "front" | "back" = "back"): Promise<void> {
    return this.#turns.take(
      place,
      this.#acquireTimeoutMs,
      () =>
        new UnavailableError("database_busy", `The embedded database was busy for ${this.#acquireTimeoutMs} ms.`, {
          next: "Try again; with several heavy users set DATABASE_URL to a PostgreSQL server.",
        }),
    );
  }

  #send(sql: string, params: readonly unknown[]): Promise<EmbeddedResult[]> {
    const plain = params.map(toParameter);
    const moved: ArrayBuffer[] = [];
    const texts: number[] = [];
    for (const [place, value] of plain.entries()) {
      if (typeof value !== "string" || value.length < longTextChars) continue;
      const bytes = utf8.encode(value);
      plain[place] = bytes;
      texts.push(place);
      moved.push(bytes.buffer);
    }
    return texts.length === 0 ? this.#post(sql, plain) : this.#post(sql, plain, texts, moved);
  }

  #post(
    sql: string | null,
    params: unknown[] | null,
    texts?: readonly number[],
    moved?: readonly ArrayBuffer[],
  ): Promise<EmbeddedResult[]> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      const request = texts === undefined ? { id, sql, params } : { id, sql, params, texts };
      this.#worker.postMessage(request satisfies EmbeddedRequest, moved);
    });
  }

  #settle(response: EmbeddedResponse): void {
    const waiter = this.#pending.get(response.id);
    if (waiter === undefined) return;
    this.#pending.delete(response.id);
    if (response.ok) waiter.resolve(response.results);
    else waiter.reject(new StatementError(response.error));
  }

  #fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
    for (const waiter of this.#pending.values()) waiter.reject(this.#failure);
    this.#pending.clear();
  }
}

/** What kept the database from opening: most likely the disk, where it is full. */
function openFailure(folder: string, cause: unknown): unknown {
  const room = new RoomToWrite(folder);
  if (room.make()) return cause;
  return new UnavailableError("disk_full", `${room.shortage}.`, {
    cause,
    next: "Free some space, then start naru again.",
  });
}

/** Arrays go over as PostgreSQL literals, written as `pg` writes them, so that both databases see the same text. */
function toParameter(value: unknown): unknown {
  if (value === undefined) return null;
  if (Array.isArray(value)) return pgUtils.prepareValue(value);
  return value;
}

const commands = ["INSERT", "UPDATE", "DELETE", "MERGE", "COMMIT", "ROLLBACK"] as const;

/** What Kysely counts rows by; ROLLBACK TO SAVEPOINT is one too. */
function commandOf(text: string): (typeof commands)[number] | "SELECT" {
  const word = /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase();
  return commands.find((command) => command === word) ?? "SELECT";
}
