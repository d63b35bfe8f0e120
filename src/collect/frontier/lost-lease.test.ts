import { sql } from "kysely";
import { expect, it } from "vitest";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import type { Db } from "../../platform/db/database.ts";
import { createCollection } from "../collections-store.ts";
import { claimRows, endHost, reclaimHost } from "./frontier-store.ts";
import { dropLeasesOf, leaseHosts } from "./host-lease.ts";

const lost = "slept:1:1";
const held = "heir:2:1";

/** A host that a collector leased and lost to another one, which has claimed one of its two addresses. */
async function begin(db: Db, host: string) {
  const urls = [`http://${host}/a`, `http://${host}/b`];
  const id = await createCollection(db, { urls, depth: 1 });
  await leaseHosts(db, [host], () => lost, 60_000);
  await sql`update hosts set lease_until = now() - interval '1 second' where host = ${host}`.execute(db);
  const [lease] = await leaseHosts(db, [host], () => held, 60_000);
  expect(lease?.token).toBe(held);
  expect(await claimRows(db, { collectionId: id, host, token: held, limit: 1 })).toHaveLength(1);
  const states = async () => {
    const rows = await db
      .selectFrom("frontier")
      .select("state")
      .where("collection_id", "=", id)
      .orderBy("id")
      .execute();
    return rows.map(({ state }) => state);
  };
  return { id, states };
}

describeEachDatabase("a host whose lease was lost without a word", (open) => {
  it("is claimed from, given up and taken back by its holder alone", async () => {
    const { db } = open();
    const host = "one.test";
    const { id, states } = await begin(db, host);
    const end = { state: "failed", reason: "host_unreachable", detail: "It does not answer." } as const;
    expect(await claimRows(db, { collectionId: id, host, token: lost, limit: 5 })).toEqual([]);
    expect(await endHost(db, { host, token: lost, collectionId: id }, end)).toBe(0);
    await reclaimHost(db, host, lost);
    expect(await states()).toEqual(["claimed", "queued"]);
    expect(await endHost(db, { host, token: held, collectionId: id }, end)).toBe(1);
    expect(await states()).toEqual(["claimed", "failed"]);
  });

  it("is not freed by a collector whose place was taken while it began", async () => {
    const { db } = open();
    await begin(db, "two.test");
    const holder = async () =>
      (await db.selectFrom("hosts").select("leased_by").where("host", "=", "two.test").executeTakeFirst())?.leased_by;
    const place = { host_name: "h", pid: 1, archive: "a", version: "1", state: "running" as const };
    await db
      .insertInto("collectors")
      .values({ name: "heir", life: "2", ...place })
      .execute();
    await dropLeasesOf(db, { name: "heir", life: "1" });
    expect(await holder()).toBe(held);
    await dropLeasesOf(db, { name: "heir", life: "2" });
    expect(await holder()).toBe(held);
    await db.updateTable("collectors").set({ life: "3" }).where("name", "=", "heir").execute();
    await dropLeasesOf(db, { name: "heir", life: "3" });
    expect(await holder()).toBeNull();
  });
});
