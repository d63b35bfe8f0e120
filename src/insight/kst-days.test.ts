import { describe, expect, it } from "vitest";
import { bucketOf, formatDay, kstDayOf, kstDayStart, parseDay, stepBucket } from "./kst-days.ts";

describe("KST days", () => {
  it("begin at 15:00 UTC of the day before", () => {
    expect(formatDay(kstDayOf(new Date("2026-02-28T14:59:59.999Z")))).toBe("2026-02-28");
    expect(formatDay(kstDayOf(new Date("2026-02-28T15:00:00Z")))).toBe("2026-03-01");
    expect(kstDayStart(parseDay("2026-03-01")).toISOString()).toBe("2026-02-28T15:00:00.000Z");
    expect(formatDay(kstDayOf(new Date("1950-06-25T00:00:00Z")))).toBe("1950-06-25");
  });

  it.each([
    ["2026-03-01", "week", "2026-02-23"],
    ["2026-03-02", "week", "2026-03-02"],
    ["1969-12-31", "week", "1969-12-29"],
    ["2026-03-31", "month", "2026-03-01"],
    ["2026-03-31", "day", "2026-03-31"],
  ] as const)("%s lies in the %s of %s", (day, interval, first) => {
    expect(formatDay(bucketOf(parseDay(day), interval))).toBe(first);
  });

  it("step over ends of months and years", () => {
    expect(formatDay(stepBucket(parseDay("2025-12-01"), "month", 1))).toBe("2026-01-01");
    expect(formatDay(stepBucket(parseDay("2026-01-01"), "month", -2))).toBe("2025-11-01");
    expect(formatDay(stepBucket(parseDay("2026-02-23"), "week", 1))).toBe("2026-03-02");
  });
});
