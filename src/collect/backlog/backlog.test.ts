import { beforeEach, expect, it } from "vitest";
import { storeDocument } from "../../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { createLog } from "../../platform/log.ts";
import { openQueue } from "../../platform/queue/queue.ts";
import { Backlog } from "./backlog.ts";
import { type BacklogLimit, findBacklog } from "./backlog-store.ts";

/** Collectors that share a database and a clock which the test sets. */
function collectors(db: Parameters<typeof findBacklog>[0], count: number, limit: BacklogLimit) {
  let at = 0;
  const clock = { now: () => at, steady: () => at, sleep: async () => {} };
  const all = Array.from({ length: count }, () => new Backlog({ db, clock, limit }));
  const look = async (afterMs = 1_000) => {
    at += afterMs;
    await Promise.all(all.map((one) => one.look()));
    return all.map((one) => one.isHeld);
  };
  return { all, look };
}

describeEachDatabase("a backlog", (open) => {
  beforeEach(async () => {
    const { db } = open();
    for (const table of ["documents", "alerts", "settings"] as const) await db.deleteFrom(table).execute();
  });
  const wait = async (count: number, grade: 3 | 4 = 3) => {
    const facts = { grade, failed_rule: grade === 3 ? "cleaned" : "derived" };
    for (let n = 0; n < count; n += 1) await storeDocument(open().db, facts);
  };
  const read = async (count: number) => {
    const rules = ["cleaned", "derived"];
    const ids = open()
      .db.selectFrom("documents")
      .select("id")
      .where("current", "=", true)
      .where("failed_rule", "in", rules)
      .orderBy("id")
      .limit(count);
    await open().db.updateTable("documents").set({ grade: 5, failed_rule: null }).where("id", "in", ids).execute();
  };
  const alerts = async () => {
    const rows = await open().db.selectFrom("alerts").select(["kind", "message"]).orderBy("id").execute();
    return rows.map(({ kind }) => kind);
  };

  it("holds all collectors at its bound, and lets all go on at four fifths of it", async () => {
    const { db } = open();
    const { look } = collectors(db, 3, { documents: 10, whenFull: "slow" });
    await storeDocument(db, { grade: 4, failed_rule: "analysable" });
    await storeDocument(db, { grade: 3, failed_rule: "cleaned", current: false });
    await wait(5);
    await wait(4, 4);
    expect(await look()).toEqual([false, false, false]);
    expect(await findBacklog(db)).toBeNull();
    await wait(1);
    expect(await look()).toEqual([true, true, true]);
    expect(await findBacklog(db)).toEqual({ full: true, held: true, read: true, documents: 10 });
    await read(1);
    expect(await look()).toEqual([true, true, true]);
    // One that comes later waits with the others.
    expect(await collectors(db, 1, { documents: 10, whenFull: "slow" }).look()).toEqual([true]);
    await read(1);
    expect(await look()).toEqual([false, false, false]);
    expect(await findBacklog(db)).toMatchObject({ full: false, held: false });
    expect(await alerts()).toEqual([]);
  });

  it("is full at once by what a collector brings itself", async () => {
    const { all, look } = collectors(open().db, 1, { documents: 10, whenFull: "slow" });
    await wait(8);
    await look();
    all[0]?.brought(1);
    expect(all[0]?.isHeld).toBe(false);
    all[0]?.brought(1);
    expect(all[0]?.isHeld).toBe(true);
    expect(await look()).toEqual([false]);
  });

  it("is told once each time it fills, by whichever collector sees it first, and holds nobody when that is wished", async () => {
    const { db } = open();
    const { look } = collectors(db, 4, { documents: 10, whenFull: "tell" });
    await wait(12);
    expect(await look()).toEqual([false, false, false, false]);
    expect(await look()).toEqual([false, false, false, false]);
    expect(await alerts()).toEqual(["backlog"]);
    await read(12);
    await look();
    await wait(12);
    await look();
    // The first is still to be looked at.
    expect(await alerts()).toEqual(["backlog"]);
    await read(12);
    await look();
    await db.updateTable("alerts").set({ seen_at: new Date() }).execute();
    await wait(12);
    await look();
    expect(await alerts()).toEqual(["backlog", "backlog"]);
  });

  it("says when nobody reads it", async () => {
    const { db, run } = open();
    const queue = await openQueue(open(), createLog("silent"));
    try {
      await run("delete from queue.job");
      const { look } = collectors(db, 3, { documents: 3, whenFull: "slow" });
      await wait(4);
      await look();
      await look(59_000);
      expect(await alerts()).toEqual([]);
      expect(await look(2_000)).toEqual([true, true, true]);
      expect([await alerts(), (await findBacklog(db))?.read]).toEqual([["no_worker"], false]);
      await queue.send("refine", { documentIds: [1] });
      await run("update queue.job set state = 'active', started_on = now() where name = 'refine'");
      await look();
      expect([await alerts(), (await findBacklog(db))?.read]).toEqual([["no_worker"], true]);
    } finally {
      await queue.stop(1_000);
    }
  });
});
