import { type Driver, PostgresDialect, type PostgresDialectConfig, PostgresDriver } from "kysely";
import { refusesCommit } from "./database-fault.ts";
import { CommitUnansweredError } from "./errors.ts";

/**
 * Kysely's dialect for PostgreSQL, whose transactions tell what became of them. A transaction that ends with CommitUnansweredError may have
 * come through; one that ends with any other error has not, and never will.
 */
export class TellingDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new TellingDriver(this.#config);
  }
}

type Connection = Parameters<PostgresDriver["rollbackTransaction"]>[0];

class TellingDriver extends PostgresDriver {
  override async commitTransaction(connection: Connection): Promise<void> {
    try {
      await super.commitTransaction(connection);
    } catch (error) {
      throw refusesCommit(error) ? error : new CommitUnansweredError(error);
    }
  }

  /** Fails only where the connection is gone, and the transaction with it. What the caller must hear is what went wrong before. */
  override async rollbackTransaction(connection: Connection): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => {});
  }
}
