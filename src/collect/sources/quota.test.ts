import { expect, it } from "vitest";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { accountOf, listQuotaUse, markSpent, type QuotaOwner, settleQuota, takeQuota } from "./quota.ts";

const none = { ko: "", en: "" };
const owner = (sourceId: string): QuotaOwner => ({
  sourceId,
  account: accountOf({ KEY: "a key of tests" }),
  quotas: [
    { bucket: "day", limit: 10, window: { kind: "day", zone: "America/Los_Angeles" }, of: none },
    { bucket: "month", limit: 25, window: { kind: "month", zone: "Asia/Seoul" }, of: none },
    { bucket: "tags", limit: 2, window: { kind: "rolling", ms: 7 * 86_400_000 }, of: none },
    { bucket: "hour", limit: 5, window: { kind: "rolling", ms: 3_600_000 }, of: none },
  ],
});
// 00:30 of the 20th in Los Angeles.
const night = new Date("2026-11-20T08:30:00Z");
const later = (ms: number) => new Date(night.getTime() + ms);
const hour = 3_600_000;

describeEachDatabase("quotas", (open) => {
  it("end with the day of their own time zone", async () => {
    const { db } = open();
    const one = owner("q-day");
    expect(await takeQuota(db, one, [{ bucket: "day", amount: 9 }], night)).toBeNull();
    const refusal = await takeQuota(db, one, [{ bucket: "day", amount: 2 }], night);
    expect(refusal).toEqual({ bucket: "day", until: new Date("2026-11-21T08:00:00Z") });
    expect(await takeQuota(db, one, [{ bucket: "day", amount: 1 }], night)).toBeNull();
    expect(await takeQuota(db, one, [{ bucket: "day", amount: 10 }], new Date("2026-11-21T08:00:00Z"))).toBeNull();
  });

  it("are one where sources use the same key of one owner, and each its own with another key", async () => {
    const { db } = open();
    const [quota] = owner("").quotas;
    if (quota === undefined) throw new Error("The first bucket is there.");
    const one = (sourceId: string, key = "shared") => ({
      sourceId,
      account: accountOf({ KEY: key }),
      quotas: [{ ...quota, ledger: "together" }],
    });
    const calls = (amount: number) => [{ bucket: "day", amount }];
    expect(await takeQuota(db, one("blog"), calls(6), night)).toBeNull();
    expect(await takeQuota(db, one("news"), calls(5), night)).toMatchObject({ bucket: "day" });
    expect(await takeQuota(db, one("news"), calls(4), night)).toBeNull();
    expect(await listQuotaUse(db, one("blog"), night)).toMatchObject([{ used: 10 }]);
    expect(await takeQuota(db, one("blog", "another"), calls(10), night)).toBeNull();
    await settleQuota(db, one("blog"), [{ bucket: "day", amount: 3, setAside: true }], [], night);
    expect(await listQuotaUse(db, one("news"), night)).toMatchObject([{ used: 7 }]);
    await markSpent(db, one("news"), "day", night);
    expect(await takeQuota(db, one("blog"), calls(1), night)).toMatchObject({ bucket: "day" });
  });

  it("take from all buckets or from none", async () => {
    const { db } = open();
    const one = owner("q-all");
    expect(await takeQuota(db, one, [{ bucket: "month", amount: 24 }], night)).toBeNull();
    const both = [
      { bucket: "day", amount: 3 },
      { bucket: "month", amount: 3 },
    ];
    expect(await takeQuota(db, one, both, night)).toMatchObject({
      bucket: "month",
      until: new Date("2026-11-30T15:00:00Z"),
    });
    const [day] = await listQuotaUse(db, one, night);
    expect(day).toMatchObject({ bucket: "day", used: 0 });
  });

  it("count a thing once in a rolling window, and tell when the oldest leaves it", async () => {
    const { db } = open();
    const one = owner("q-tags");
    const tag = (item: string) => [{ bucket: "tags", amount: 1, item }];
    expect(await takeQuota(db, one, tag("스위스"), night)).toBeNull();
    expect(await takeQuota(db, one, tag("독일"), later(24 * hour))).toBeNull();
    expect(await takeQuota(db, one, tag("스위스"), later(48 * hour))).toBeNull();
    expect(await takeQuota(db, one, tag("나루"), later(48 * hour))).toEqual({
      bucket: "tags",
      until: later(7 * 24 * hour),
    });
    expect(await takeQuota(db, one, tag("나루"), later(7 * 24 * hour + 1))).toBeNull();
  });

  it("are spent when the source says so", async () => {
    const { db } = open();
    const one = owner("q-spent");
    await takeQuota(db, one, [{ bucket: "day", amount: 1 }], night);
    expect(await markSpent(db, one, "day", night)).toEqual(new Date("2026-11-21T08:00:00Z"));
    expect(await takeQuota(db, one, [{ bucket: "day", amount: 1 }], night)).not.toBeNull();
    expect(await markSpent(db, one, "unknown", night)).toBeNull();
  });

  it("are kept exactly by many who take at once", async () => {
    const { db } = open();
    const one = owner("q-many");
    const taken = await Promise.all(
      Array.from({ length: 20 }, () => takeQuota(db, one, [{ bucket: "hour", amount: 1 }], night)),
    );
    expect(taken.filter((refusal) => refusal === null)).toHaveLength(5);
    const other = { ...one, account: accountOf({ KEY: "another key" }) };
    expect(await takeQuota(db, other, [{ bucket: "hour", amount: 5 }], night)).toBeNull();
  });

  it("give back what was set aside, and count what an answer turned out to cost", async () => {
    const { db } = open();
    const one = owner("q-aside");
    const aside = [{ bucket: "day", amount: 8, setAside: true }];
    const post = (item: string) => ({ bucket: "day", amount: 2, item });
    expect(await takeQuota(db, one, aside, night)).toBeNull();
    expect(await takeQuota(db, one, aside, night)).toMatchObject({ bucket: "day" });
    await settleQuota(db, one, aside, [post("a"), post("b")], night);
    expect((await listQuotaUse(db, one, night))[0]).toMatchObject({ used: 4 });
    await settleQuota(db, one, [], [post("a"), post("c")], later(hour));
    expect((await listQuotaUse(db, one, later(hour)))[0]).toMatchObject({ used: 6 });
    await settleQuota(db, one, [], [post("a")], later(24 * hour));
    expect((await listQuotaUse(db, one, later(24 * hour)))[0]).toMatchObject({ used: 2 });
  });

  it("hold a lower limit that the request brings", async () => {
    const { db } = open();
    const one = owner("q-limit");
    expect(await takeQuota(db, one, [{ bucket: "day", amount: 4, limit: 5 }], night)).toBeNull();
    expect(await takeQuota(db, one, [{ bucket: "day", amount: 2, limit: 5 }], night)).toMatchObject({ bucket: "day" });
    expect(await takeQuota(db, one, [{ bucket: "day", amount: 2, limit: 50 }], night)).toBeNull();
    expect(await takeQuota(db, one, [{ bucket: "day", amount: 5, limit: 50 }], night)).toMatchObject({ bucket: "day" });
  });

  it("tell apart what comes again later and what is never granted", async () => {
    const { db } = open();
    const one = owner("q-never");
    expect(await takeQuota(db, one, [{ bucket: "hour", amount: 6 }], night)).toEqual({ bucket: "hour", until: null });
    const lower = [{ bucket: "hour", amount: 2, limit: 3 }];
    expect(await takeQuota(db, one, lower, night)).toBeNull();
    expect(await takeQuota(db, one, [{ bucket: "hour", amount: 1, limit: 3 }], later(hour / 2))).toBeNull();
    expect(await takeQuota(db, one, [{ bucket: "hour", amount: 3, limit: 3 }], later(hour / 2))).toEqual({
      bucket: "hour",
      until: later(hour * 1.5),
    });
  });

  it("give back what was set aside to the day it was taken from", async () => {
    const { db } = open();
    const one = owner("q-midnight");
    const aside = [{ bucket: "day", amount: 8, setAside: true }];
    const before = new Date("2026-11-21T07:59:59Z");
    const after = new Date("2026-11-21T08:00:01Z");
    await takeQuota(db, one, aside, before);
    await settleQuota(db, one, aside, [], after, before);
    expect((await listQuotaUse(db, one, after))[0]).toMatchObject({ used: 0 });
    expect((await listQuotaUse(db, one, before))[0]).toMatchObject({ used: 0 });
  });

  it("do not pile up minutes that count no more", async () => {
    const { db } = open();
    const one = owner("q-minutes");
    for (let hours = 0; hours < 4; hours += 1) {
      await takeQuota(db, one, [{ bucket: "hour", amount: 1 }], later(hours * hour));
    }
    const kept = await db.selectFrom("quota_uses").selectAll().where("source_id", "=", "q-minutes").execute();
    expect(kept).toHaveLength(1);
  });

  it("stay with an account whose token is renewed", () => {
    const open = ["ACCOUNT"];
    const first = accountOf({ ACCOUNT: "1", TOKEN: "old" }, open);
    expect(accountOf({ ACCOUNT: "1", TOKEN: "new" }, open)).toBe(first);
    expect(accountOf({ ACCOUNT: "2", TOKEN: "new" }, open)).not.toBe(first);
    expect(accountOf({ TOKEN: "old" }, open)).not.toBe(accountOf({ TOKEN: "new" }, open));
  });
});
