import { expect, it } from "vitest";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { createServerDatabase } from "../../../test/database/server.ts";
import { type Db, openDatabase } from "../../platform/db/database.ts";
import { createCollection } from "../collections-store.ts";
import type { ClaimedRow, RowEnd } from "./frontier-row.ts";
import { claimRows, finishRows, insertFound, returnRows } from "./frontier-store.ts";
import { leaseHosts } from "./host-lease.ts";

const hosts = Array.from({ length: 12 }, (_, at) => `h${at}.test`);
const tokenOf = (host: string) => `c:1:${host}`;

/** A collection of twelve hosts with ten addresses each. */
async function begin(db: Db, maxPages: number): Promise<number> {
  const id = await createCollection(db, { urls: ["http://h0.test/"], depth: 5, maxPages });
  await insertFound(
    db,
    hosts.flatMap((host) =>
      Array.from({ length: 10 }, (_, at) => ({
        collectionId: id,
        url: `http://${host}/p${at}`,
        host,
        depth: 1,
        foundBy: "link" as const,
        hops: 0,
        parentId: null,
        skip: null,
      })),
    ),
  );
  await leaseHosts(db, hosts, tokenOf, 60_000);
  return id;
}

/** Every host asks at the same time, as twelve runners of several collectors do. */
async function claimAll(db: Db, collectionId: number, limit = 4): Promise<ClaimedRow[]> {
  const claims = hosts.map((host) => claimRows(db, { collectionId, host, token: tokenOf(host), limit }));
  return (await Promise.all(claims)).flat();
}

async function end(db: Db, collectionId: number, rows: readonly ClaimedRow[], how: RowEnd): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await finishRows(
      trx,
      rows.map(({ id, host }) => ({ id, token: tokenOf(host), end: how, captureId: null })),
    );
    const pages = how.state === "done" && how.isPage ? rows.length : 0;
    await trx
      .updateTable("collections")
      .set((row) => ({ pages: row("pages", "+", pages) }))
      .where("id", "=", collectionId)
      .execute();
  });
}

const page: RowEnd = { state: "done", httpStatus: 200, detail: null, isPage: true };
const moved: RowEnd = { state: "done", httpStatus: 301, detail: null, isPage: false };
const gone: RowEnd = { state: "failed", reason: "not_found", detail: "404", httpStatus: 404 };
const again: RowEnd = { state: "retry", reason: "timeout", detail: "slow", httpStatus: null, afterMs: 0 };

describeEachDatabase("claims of a collection with a limit of pages", (open) => {
  it("are never more than the limit, however many claim at the same time", async () => {
    const { db } = open();
    for (let round = 0; round < 8; round += 1) {
      const id = await begin(db, 10);
      expect(await claimAll(db, id)).toHaveLength(10);
      expect(await claimAll(db, id)).toEqual([]);
    }
  });

  it("come again for what brought no page, and for nothing else", async () => {
    const { db } = open();
    const id = await begin(db, 20);
    const rows = await claimAll(db, id);
    expect(rows).toHaveLength(20);
    await end(db, id, rows.slice(0, 8), page);
    expect(await claimAll(db, id)).toEqual([]);
    await end(db, id, rows.slice(8, 11), moved);
    await end(db, id, rows.slice(11, 13), gone);
    await end(db, id, rows.slice(13, 16), again);
    for (const { id: row, host } of rows.slice(16)) await returnRows(db, [row], tokenOf(host));
    const more = await claimAll(db, id);
    expect(more).toHaveLength(12);
    await end(db, id, more, page);
    expect(await claimAll(db, id)).toEqual([]);
  });

  it("go on when the limit is raised", async () => {
    const { db } = open();
    const id = await begin(db, 5);
    await end(db, id, await claimAll(db, id), page);
    await db.updateTable("collections").set({ max_pages: 9 }).where("id", "=", id).execute();
    expect(await claimAll(db, id)).toHaveLength(4);
  });
});

it("are never more on a server whose transactions see one moment only, unless told otherwise", async () => {
  const created = await createServerDatabase();
  const first = await openDatabase({ kind: "server", url: created.url });
  const name = new URL(created.url).pathname.slice(1);
  await first.run(`alter database "${name}" set default_transaction_isolation to 'repeatable read'`);
  await first.close();
  const { db, close } = await openDatabase({ kind: "server", url: created.url });
  try {
    expect(await claimAll(db, await begin(db, 10))).toHaveLength(10);
  } finally {
    await close();
    await created.drop();
  }
});
