import { afterAll, beforeAll, describe } from "vitest";
import { type Database, openDatabase } from "../../src/platform/db/database.ts";
import { startOwnServer } from "./own-server.ts";
import { createServerDatabase } from "./server.ts";

/**
 * Runs one suite on PGlite and on a real PostgreSQL. `open()` gives the database of the running suite: fresh, migrated, its own.
 * A PostgreSQL that cannot be started fails the suite; nothing is skipped.
 * @param isAlone the PostgreSQL is a server of the suite's own: for what depends on the transactions of all databases of a server.
 */
export function describeEachDatabase(
  name: string,
  suite: (open: () => Database) => void,
  { isAlone = false }: { isAlone?: boolean } = {},
): void {
  for (const kind of ["embedded", "server"] as const) {
    describe(`${name} on ${kind === "embedded" ? "PGlite" : "PostgreSQL"}`, () => {
      let database: Database | null = null;
      let drop: (() => Promise<void>) | null = null;
      beforeAll(async () => {
        if (kind === "embedded") {
          database = await openDatabase({ kind: "embedded", folder: "memory://" });
        } else {
          const created = isAlone ? await createOwnServer() : await createServerDatabase();
          drop = created.drop;
          database = await openDatabase({ kind: "server", url: created.url });
        }
      }, 60_000);
      afterAll(async () => {
        await database?.close();
        await drop?.();
      });
      suite(() => {
        if (database === null) throw new Error("The database is open only inside tests and hooks.");
        return database;
      });
    });
  }
}

async function createOwnServer(): Promise<{ url: string; drop: () => Promise<void> }> {
  const { url, remove } = await startOwnServer();
  return { url, drop: remove };
}
