import { sql } from "kysely";
import { expect, it } from "vitest";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { createServerDatabase } from "../../../test/database/server.ts";
import { openDatabase } from "./database.ts";
import { isAway } from "./database-fault.ts";

describeEachDatabase("the database", (open) => {
  it("keeps the statements of a transaction apart from everybody else's", async () => {
    const { db } = open();
    await sql`create table apart (n int)`.execute(db);
    const outside: Promise<unknown>[] = [];
    await expect(
      db.transaction().execute(async (trx) => {
        await sql`insert into apart values (1)`.execute(trx);
        outside.push(sql`insert into apart values (2)`.execute(db));
        await sql`insert into apart values (3)`.execute(trx);
        throw new Error("roll back");
      }),
    ).rejects.toThrow("roll back");
    await Promise.all(outside);
    const { rows } = await sql<{ n: number }>`select n from apart`.execute(db);
    expect(rows).toEqual([{ n: 2 }]);
  });

  it("gives the same JavaScript values for the same SQL types", async () => {
    const { db } = open();
    const { rows } =
      await sql`select ${["뷁", 'a"b,{}\\', null]}::text[] as words, ${[1, 2]}::bigint[] as ids, ${"2026-03-01T00:00:00Z"}::timestamptz as at,
      ${9007199254740991}::bigint as big, ${true}::boolean as yes, ${JSON.stringify({ a: ["한글"] })}::jsonb as body, 0.5::float8 as half, count(*) as n, 1.5::numeric as num`.execute(
        db,
      );
    expect(rows).toEqual([
      {
        words: ["뷁", 'a"b,{}\\', null],
        ids: [1, 2],
        at: new Date("2026-03-01T00:00:00Z"),
        big: 9007199254740991,
        yes: true,
        body: { a: ["한글"] },
        half: 0.5,
        n: 1,
        num: 1.5,
      },
    ]);
  });

  it("takes long texts of every kind whole", async () => {
    const { db } = open();
    const long = `${'나루 😀 \\" '.repeat(4_000)}끝`;
    const { rows } = await sql<Record<string, unknown>>`
      select ${long}::text as plain, ${JSON.stringify({ long })}::json ->> 'long' as json,
        ${JSON.stringify({ long })}::jsonb as body, ${[long, "b"]}::text[] as words,
        octet_length(${long}::varchar) as bytes`.execute(db);
    const bytes = Buffer.byteLength(long);
    expect(rows).toEqual([{ plain: long, json: long, body: { long }, words: [long, "b"], bytes }]);
    await expect(sql`select ${`${long}\0`}::text`.execute(db)).rejects.toMatchObject({ code: "22021" });
    const broken = await sql<{ one: string }>`select ${`${long}\ud800`}::text as one`.execute(db);
    expect(broken.rows[0]?.one).toBe(`${long}\ufffd`);
  });

  it("reports SQLSTATE codes and goes on working after an error", async () => {
    const { db } = open();
    await expect(sql`select 1/0`.execute(db)).rejects.toMatchObject({ code: "22012" });
    await expect(sql`select * from nowhere`.execute(db)).rejects.toMatchObject({ code: "42P01" });
    const { rows } = await sql`select 1 as one`.execute(db);
    expect(rows).toEqual([{ one: 1 }]);
  });

  it("counts changed rows", async () => {
    const { db } = open();
    await db
      .insertInto("settings")
      .values([
        { key: "a", value: "{}" },
        { key: "b", value: "{}" },
      ])
      .execute();
    const result = await db.deleteFrom("settings").executeTakeFirst();
    expect(result.numDeletedRows).toBe(2n);
  });
});

it("frees what a transaction holds whose process has fallen silent, and goes on with another connection", async () => {
  const created = await createServerDatabase();
  const database = await openDatabase({ kind: "server", url: created.url });
  const { db } = database;
  try {
    const shown = await sql<Record<string, string>>`show idle_in_transaction_session_timeout`.execute(db);
    expect(shown.rows).toEqual([{ idle_in_transaction_session_timeout: "20s" }]);
    const silent = db.transaction().execute(async (trx) => {
      // Twenty seconds are long for a test.
      await sql`set local idle_in_transaction_session_timeout = 200`.execute(trx);
      await new Promise((resolve) => setTimeout(resolve, 600));
      await sql`select 1`.execute(trx);
    });
    const error = await silent.catch((one: unknown) => one);
    expect(isAway(error)).toBe(true);
    expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  } finally {
    await database.close();
    await created.drop();
  }
});

it("answers people before the work in the background, and never within somebody's transaction", async () => {
  const database = await openDatabase({ kind: "embedded", folder: "memory://" });
  const { db, inFront } = database;
  const order: string[] = [];
  const ask = (name: string, from: typeof db) => sql`select 1`.execute(from).then(() => order.push(name));
  const asked: Promise<unknown>[] = [];
  await db.transaction().execute(async (trx) => {
    await sql`select 1`.execute(trx);
    for (let at = 0; at < 3; at += 1) asked.push(ask(`work ${at}`, db));
    asked.push(ask("a person", inFront));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await sql`select 1`.execute(trx);
    order.push("the transaction");
  });
  await Promise.all(asked);
  expect(order).toEqual(["the transaction", "a person", "work 0", "work 1", "work 2"]);
  expect(database.quietMs()).toBeLessThan(60_000);
  await database.close();
});
