import { Kysely, type PostgresPool } from "kysely";
import { Migrator } from "kysely/migration";
import pg from "pg";
import { InvalidInputError, UnavailableError } from "../errors.ts";
import { capabilities, type DatabaseCapabilities, type DatabaseKind } from "./capabilities.ts";
import { isAway } from "./database-fault.ts";
import { EmbeddedPool } from "./embedded-pool.ts";
import { migrations } from "./migrations/index.ts";
import type { Schema } from "./schema.ts";
import { ServerPool } from "./server-pool.ts";
import { TellingDialect } from "./telling-dialect.ts";

export type Db = Kysely<Schema>;

export interface Database {
  kind: DatabaseKind;
  can: DatabaseCapabilities;
  db: Db;
  /** The same database for people who wait for an answer: where there is one connection only, they get it before the work in the background. */
  inFront: Db;
  /** Milliseconds since somebody asked through `inFront`; infinite where nobody has to make way. */
  quietMs: () => number;
  /** Runs a text of one or more statements outside Kysely; pg-boss lives on this. */
  run(text: string, params?: readonly unknown[]): Promise<{ rows: unknown[] }>;
  /** Ends every connection; calling it twice is safe. */
  close(): Promise<void>;
}

export type DatabaseLocation =
  | { kind: "embedded"; folder: string }
  | { kind: "server"; url: string /** At most so many at the same time; default 10. */; connections?: number };

/**
 * Opens the database and brings its tables up to date.
 * @throws UnavailableError `database_unreachable` when a server does not answer, InvalidInputError `database_refused` when it
 * does not let naru in.
 */
export async function openDatabase(location: DatabaseLocation): Promise<Database> {
  const opened =
    location.kind === "embedded" ? await openEmbedded(location.folder) : openServer(location.url, location.connections);
  const db = kyselyOf(opened.pool);
  let closing: Promise<void> | null = null;
  const database: Database = {
    kind: location.kind,
    can: capabilities[location.kind],
    db,
    inFront: opened.inFront === undefined ? db : kyselyOf(opened.inFront),
    quietMs: opened.quietMs ?? (() => Number.POSITIVE_INFINITY),
    run: opened.run,
    close: () => {
      closing ??= opened.pool.end();
      return closing;
    },
  };
  try {
    await migrate(db);
  } catch (error) {
    await database.close();
    if (location.kind === "server" && refusalCodes.has(String((error as { code?: unknown }).code))) {
      throw new InvalidInputError(
        "database_refused",
        `The PostgreSQL server does not let naru in: ${(error as Error).message}.`,
        {
          cause: error,
          field: "database.url",
          next: "Check user, password and database name in DATABASE_URL; the user needs the right to make tables there.",
        },
      );
    }
    if (location.kind === "server" && isAway(error)) {
      throw new UnavailableError(
        "database_unreachable",
        "The PostgreSQL server named by DATABASE_URL does not answer.",
        {
          cause: error,
          next: "Check that the server runs and that DATABASE_URL is right, or unset it to use the embedded database.",
        },
      );
    }
    throw error;
  }
  return database;
}

/** Wrong user or password, no such database, no right to make tables. */
const refusalCodes: ReadonlySet<string> = new Set(["28000", "28P01", "3D000", "42501"]);

/** As long as the leases: whoever is silent for longer has lost what it held. */
const idleInTransactionMs = 20_000;

function kyselyOf(pool: PostgresPool): Db {
  return new Kysely<Schema>({ dialect: new TellingDialect({ pool }) });
}

interface OpenedPool {
  pool: PostgresPool & { end(): Promise<void> };
  run: Database["run"];
  inFront?: PostgresPool;
  quietMs?: () => number;
}

async function openEmbedded(folder: string): Promise<OpenedPool> {
  const pool = await EmbeddedPool.open(folder);
  return { pool, run: (text, params) => pool.run(text, params), inFront: pool.inFront, quietMs: () => pool.quietMs };
}

function openServer(url: string, connections: number = capabilities.server.connections): OpenedPool {
  const pool = new ServerPool({
    connectionString: url,
    max: connections,
    application_name: "naru",
    // A process that was stopped in the middle of a transaction would keep everybody else from the rows it had locked.
    idle_in_transaction_session_timeout: idleInTransactionMs,
    connectionTimeoutMillis: 10_000,
    // A server that vanished without a word is noticed while a statement waits for it.
    keepAlive: true,
    types: {
      getTypeParser: (oid: number, format?: "text" | "binary") => parserOf(oid, format),
    } as pg.CustomTypesConfig,
  });
  return { pool, run: (text, params) => pool.run(text, params) };
}

const int8ArrayOid = 1016;

// int8 and numeric as number: every id, size and count of ours stays far below 2^53.
function parserOf(oid: number, format?: "text" | "binary"): unknown {
  if (oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC) return Number;
  if (oid === int8ArrayOid) return (text: string) => (text === "{}" ? [] : text.slice(1, -1).split(",").map(Number));
  return pg.types.getTypeParser(oid, format as "text");
}

async function migrate(db: Db): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
