import { expect, it } from "vitest";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { BudgetInHand, BudgetSpentError } from "./budget-in-hand.ts";
import { noLimits, takeBudget } from "./limits.ts";
import { listQuotaUse, type QuotaOwner, takeQuota } from "./quota.ts";
import { QuotaInHand } from "./quota-in-hand.ts";

const owner: QuotaOwner = {
  sourceId: "in-hand",
  account: "a",
  quotas: [
    { bucket: "day", limit: 2, window: { kind: "day", zone: "Asia/Seoul" }, of: { ko: "", en: "" } },
    { bucket: "minute", limit: 2, window: { kind: "rolling", ms: 60_000 }, of: { ko: "", en: "" } },
  ],
};
const costs = [
  { bucket: "day", amount: 1 },
  { bucket: "minute", amount: 1 },
];
/** Half a minute before midnight in Seoul. */
const night = Date.parse("2026-11-20T14:59:30Z");

function clockAt(start: number) {
  const times = { now: start, steady: 0 };
  const pass = (ms: number) => {
    times.now += ms;
    times.steady += ms;
  };
  return { pass, now: () => times.now, steady: () => times.steady, sleep: async () => {} };
}

describeEachDatabase("what a request has taken and waits with", (open) => {
  it("counts in the window in which it leaves", async () => {
    const { db } = open();
    const clock = clockAt(night);
    const quota = new QuotaInHand(db, owner, clock);
    const used = async (at: number) => (await listQuotaUse(db, owner, new Date(at))).map((one) => one.used);
    expect(await quota.take(costs)).toBeNull();
    clock.pass(1_000);
    expect(quota.retake(costs)).toBeUndefined();
    clock.pass(61_000);
    expect(await quota.retake(costs)).toBeNull();
    expect([await used(night), await used(clock.now())]).toEqual([
      [0, 1],
      [1, 1],
    ]);
    // The others were quicker.
    clock.pass(86_400_000);
    for (let n = 0; n < 2; n += 1) expect(await takeQuota(db, owner, costs, new Date(clock.now()))).toBeNull();
    expect(await quota.retake(costs)).toMatchObject({ bucket: "day" });
  });

  it("counts in the budget of the day in which it leaves", async () => {
    const { db } = open();
    const clock = clockAt(night);
    const limits = { ...noLimits, dailyRequests: 1 };
    const budget = new BudgetInHand(db, "in-hand", limits, clock);
    const grant = () => takeBudget(db, "in-hand", limits, new Date(clock.now()));
    expect(await budget.take()).toBeNull();
    expect(budget.keepUp()).toBeUndefined();
    clock.pass(60_000);
    await budget.keepUp();
    expect(await grant()).not.toBeNull();
    clock.pass(86_400_000);
    expect(await grant()).toBeNull();
    await expect(budget.keepUp()).rejects.toBeInstanceOf(BudgetSpentError);
  });
});
