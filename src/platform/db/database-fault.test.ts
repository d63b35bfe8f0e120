import { expect, it } from "vitest";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { createServerDatabase } from "../../../test/database/server.ts";
import { UnavailableError } from "../errors.ts";
import { openDatabase } from "./database.ts";
import { databaseFault, isAway, refusesCommit } from "./database-fault.ts";
import { CommitUnansweredError, DatabaseAwayError, StatementError } from "./errors.ts";

const said = (code: string | null) => new StatementError({ message: "no", code, detail: null, constraint: null });

it.each([
  ["a full disk", said("53100"), "machine"],
  ["no memory", said("53200"), "machine"],
  ["too many connections", said("53300"), "machine"],
  ["a file that cannot be read", said("58030"), "machine"],
  ["a server that shuts down", said("57P01"), "machine"],
  ["a statement that was cancelled", said("57014"), "machine"],
  ["a server that may only be read", said("25006"), "machine"],
  ["a damaged page", said("XX001"), "machine"],
  ["an embedded database that broke within", said(null), "machine"],
  ["a code that nobody knows yet", said("ZZ999"), "machine"],
  ["no answer", new DatabaseAwayError(new Error("Connection terminated unexpectedly")), "machine"],
  ["no answer to COMMIT", new CommitUnansweredError(new Error("gone")), "machine"],
  ["an embedded database in other hands", new UnavailableError("database_busy", "busy"), "machine"],
  ["what wraps one of these", new Error("outer", { cause: said("53100") }), "machine"],
  ["a deadlock", said("40P01"), "clash"],
  ["a lock that was not to be had", said("55P03"), "clash"],
  ["a value that does not fit", said("22003"), "data"],
  ["a row that is there already", said("23505"), "data"],
  ["a row that is too long for an index", said("54000"), "data"],
  ["a table that is not there", said("42P01"), "statement"],
  ["an error of our own", new TypeError("not a function"), null],
  ["an error of the system in another's hands", Object.assign(new Error("reset"), { code: "ECONNRESET" }), null],
  ["a bucket that is away", new UnavailableError("bucket_unreachable", "away"), null],
  ["a string", "53100", null],
])("knows whose fault it is: %s", (_name, error, fault) => {
  expect(databaseFault(error)).toBe(fault);
});

it("does not wait for an embedded database that has ended", () => {
  expect(isAway(new UnavailableError("database_closed", "stopped"))).toBe(false);
  expect(isAway(new UnavailableError("database_busy", "busy"))).toBe(true);
});

it.each([
  ["a constraint that is checked last", said("23503"), true],
  ["a serialisation failure", said("40001"), true],
  ["a full disk", said("53100"), true],
  ["an outcome that the server itself does not know", said("40003"), false],
  ["a server that shuts down", said("57P01"), false],
  ["an embedded database that broke within", said(null), false],
  ["no answer", new DatabaseAwayError(new Error("gone")), false],
])("takes for a refused COMMIT only what surely is one: %s", (_name, error, refused) => {
  expect(refusesCommit(error)).toBe(refused);
});

describeEachDatabase("errors of a real database", (open) => {
  const faultOf = async (statement: string) =>
    databaseFault(
      await open()
        .run(statement)
        .then(
          () => null,
          (error: unknown) => error,
        ),
    );

  it("are told apart", async () => {
    expect(await faultOf("select 1 / 0")).toBe("data");
    expect(await faultOf("select * from nowhere")).toBe("statement");
    const full = "do $$ begin raise exception using errcode = '53100', message = 'could not extend file'; end $$";
    expect(await faultOf(full)).toBe("machine");
  });

  it("come through a transaction as they are, and nothing of it stays", async () => {
    const { db } = open();
    await expect(
      db.transaction().execute(async (trx) => {
        await trx.insertInto("commit_marks").values({ writer: "w", mark: "1" }).execute();
        await trx.insertInto("commit_marks").values({ writer: "w", mark: "2" }).execute();
      }),
    ).rejects.toMatchObject({ code: "23505" });
    expect(await db.selectFrom("commit_marks").selectAll().execute()).toEqual([]);
  });

  it("are not hidden by a COMMIT that rolled back", async () => {
    const { db } = open();
    const swallowed = db.transaction().execute(async (trx) => {
      await trx.insertInto("commit_marks").values({ writer: "w", mark: "1" }).execute();
      await trx
        .insertInto("commit_marks")
        .values({ writer: "w", mark: "2" })
        .execute()
        .catch(() => {});
    });
    await expect(swallowed).rejects.toThrow();
    expect(await db.selectFrom("commit_marks").selectAll().execute()).toEqual([]);
  });
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
