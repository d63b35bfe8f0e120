import type { PostgresPool, PostgresPoolClient } from "kysely";
import pg from "pg";
import { DatabaseAwayError, StatementError } from "./errors.ts";

/**
 * Connections to a PostgreSQL server. What the server says comes as a StatementError; an error without its word, whatever it is called, means that
 * the server did not answer, and comes as a DatabaseAwayError.
 */
export class ServerPool implements PostgresPool {
  readonly options = {};
  readonly #pool: pg.Pool;
  readonly #known = new WeakMap<pg.PoolClient, PostgresPoolClient>();

  constructor(config: pg.PoolConfig) {
    this.#pool = new pg.Pool(config);
    // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
    this.#pool.on("error", () => {});
    // The same for one that breaks while it is lent: its query rejects, which is where the error belongs.
    this.#pool.on("connect", (client) => client.on("error", () => {}));
  }

  async connect(): Promise<PostgresPoolClient> {
    const client = await answered(() => this.#pool.connect());
    const known = this.#known.get(client);
    if (known !== undefined) return known;
    const ours = {
      query: (text: string, params: readonly unknown[]) => answered(() => client.query(text, [...params])),
      // Kysely says true of one that must not be lent again.
      release: (isBroken?: boolean) => client.release(isBroken),
    } as unknown as PostgresPoolClient;
    this.#known.set(client, ours);
    return ours;
  }

  /** Runs a text of one or more statements and gives the rows of all of them. */
  async run(text: string, params?: readonly unknown[]): Promise<{ rows: unknown[] }> {
    const result: unknown = await answered(() =>
      this.#pool.query(text, params === undefined ? undefined : [...params]),
    );
    const results = (Array.isArray(result) ? result : [result]) as { rows: unknown[] }[];
    return { rows: results.flatMap((one) => one.rows) };
  }

  end(): Promise<void> {
    return this.#pool.end();
  }
}

async function answered<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw new DatabaseAwayError(error);
    const { message, code = null, detail = null, constraint = null } = error;
    throw new StatementError({ message, code, detail, constraint }, error);
  }
}
