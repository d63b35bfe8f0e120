import { expect, it } from "vitest";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { giveBackBudget, loadLimits, noLimits, quietUntil, saveLimits, spendBudget, takeBudget } from "./limits.ts";

const at = (seoul: string) => new Date(`2026-11-20T${seoul}:00+09:00`);

describeEachDatabase("limits of a source", (open) => {
  it("change one by one and stay for all collectors", async () => {
    const { db } = open();
    await saveLimits(db, "youtube", { dailyRequests: 2 });
    await saveLimits(db, "youtube", { quietHours: { from: "23:00", to: "07:00" }, delayMs: undefined });
    expect((await loadLimits(db)).get("youtube")).toEqual({
      ...noLimits,
      dailyRequests: 2,
      quietHours: { from: "23:00", to: "07:00" },
    });
    for (const quietHours of [
      { from: "25:00", to: "07:00" },
      { from: "07:00", to: "07:00" },
    ]) {
      await expect(saveLimits(db, "youtube", { quietHours })).rejects.toMatchObject({ code: "limits_wrong" });
    }
  });

  it("grant a day's requests and no more, until midnight in Korea", async () => {
    const { db } = open();
    const limits = { ...noLimits, dailyRequests: 3 };
    const taken = await Promise.all(Array.from({ length: 8 }, () => takeBudget(db, "web", limits, at("10:00"))));
    expect(taken.filter((until) => until === null)).toHaveLength(3);
    expect(taken.find((until) => until !== null)).toEqual(new Date("2026-11-21T00:00:00+09:00"));
    expect(await takeBudget(db, "web", limits, new Date("2026-11-21T00:00:00+09:00"))).toBeNull();
    expect(await takeBudget(db, "web", { ...limits, dailyRequests: 0 }, at("10:00"))).not.toBeNull();
    expect(await takeBudget(db, "web", noLimits, at("10:00"))).toBeNull();
  });

  it("count what a page took beside, and grant nothing more then", async () => {
    const { db } = open();
    const limits = { ...noLimits, dailyRequests: 5 };
    expect(await takeBudget(db, "parts", limits, at("10:00"))).toBeNull();
    await spendBudget(db, "parts", limits, 7, at("10:00"));
    expect(await takeBudget(db, "parts", limits, at("10:01"))).not.toBeNull();
    await spendBudget(db, "other", limits, 4, at("10:00"));
    expect(await takeBudget(db, "other", limits, at("10:00"))).toBeNull();
    expect(await takeBudget(db, "other", limits, at("10:00"))).not.toBeNull();
  });

  it("take back a request that was not made", async () => {
    const { db } = open();
    const limits = { ...noLimits, dailyRequests: 1 };
    expect(await takeBudget(db, "feed", limits, at("10:00"))).toBeNull();
    await giveBackBudget(db, "feed", limits, at("10:00"));
    expect(await takeBudget(db, "feed", limits, at("10:01"))).toBeNull();
    expect(await takeBudget(db, "feed", limits, at("10:02"))).not.toBeNull();
  });
});

it("quiet hours hold over midnight and by day", () => {
  const night = { ...noLimits, quietHours: { from: "23:00", to: "07:00" } };
  expect(quietUntil(night, at("22:59"))).toBeNull();
  expect(quietUntil(night, at("23:00"))).toEqual(new Date("2026-11-21T07:00:00+09:00"));
  expect(quietUntil(night, at("06:59"))).toEqual(at("07:00"));
  expect(quietUntil(night, at("07:00"))).toBeNull();
  const noon = { ...noLimits, quietHours: { from: "12:00", to: "13:30" } };
  expect(quietUntil(noon, at("12:30"))).toEqual(at("13:30"));
  expect(quietUntil(noon, at("13:30"))).toBeNull();
  expect(quietUntil(noLimits, at("12:30"))).toBeNull();
});
