import { expect, it } from "vitest";
import { createServerDatabase } from "../../../test/database/server.ts";
import { UnavailableError } from "../errors.ts";
import { isConnectionError } from "./connection-error.ts";
import { openDatabase } from "./database.ts";

const coded = (code: string) => Object.assign(new Error("no"), { code });

it.each([
  ["a refused connection", coded("ECONNREFUSED"), true],
  ["a server that shuts down", coded("57P01"), true],
  ["what caused another error", new Error("outer", { cause: coded("ECONNRESET") }), true],
  ["several attempts", new AggregateError([coded("ECONNREFUSED"), coded("ECONNREFUSED")]), true],
  ["a pool that waited in vain", new Error("timeout exceeded when trying to connect"), true],
  ["an embedded database in other hands", new UnavailableError("database_busy", "busy"), true],
  ["an embedded database that broke", new UnavailableError("database_closed", "stopped"), false],
  ["a wrong statement", coded("42601"), false],
  ["a string", "ECONNREFUSED", false],
])("tells whether waiting helps: %s", (_name, error, waiting) => {
  expect(isConnectionError(error)).toBe(waiting);
});

it("says that a server does not let naru in", async () => {
  const { url, drop } = await createServerDatabase();
  await drop();
  await expect(openDatabase({ kind: "server", url })).rejects.toMatchObject({
    code: "database_refused",
    field: "database.url",
    exit: 2,
  });
});
