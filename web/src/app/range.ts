import type { Interval } from "@contracts/common.ts";

export const presets = ["7d", "30d", "90d", "365d", "all"] as const;
export type Preset = (typeof presets)[number];

/** What the address says about time: a preset, or days of one's own. Nothing means all. */
export interface RangeSearch {
  range?: Preset | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** Calendar days in KST, both ends included; an absent end is open. */
export interface DayRange {
  from?: string;
  to?: string;
}

const dayMs = 86_400_000;

/** Today in KST, YYYY-MM-DD. */
export function todayInKorea(now: number = Date.now()): string {
  return new Date(now + 9 * 3_600_000).toISOString().slice(0, 10);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}

/** Days from `from` to `to`, both counted. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
}

export function resolveRange(search: RangeSearch, today: string): DayRange {
  if (search.range !== undefined && search.range !== "all") {
    return { from: addDays(today, 1 - Number.parseInt(search.range, 10)), to: today };
  }
  if (search.range === "all") return {};
  return {
    ...(search.from === undefined ? {} : { from: search.from }),
    ...(search.to === undefined ? {} : { to: search.to }),
  };
}

/** The preset in force, or `custom` when days are given by hand. */
export function presetOf(search: RangeSearch): Preset | "custom" {
  if (search.range !== undefined) return search.range;
  return search.from === undefined && search.to === undefined ? "all" : "custom";
}

/** The stretch of equal length just before; undefined when the range is open. */
export function previousRange(range: DayRange): { from: string; to: string } | undefined {
  if (range.from === undefined || range.to === undefined) return undefined;
  const length = daysBetween(range.from, range.to);
  return { from: addDays(range.from, -length), to: addDays(range.from, -1) };
}

/** Some 30 to 60 marks read best: days up to two months, weeks up to a year and a half, months beyond. */
export function fittingInterval(from: string, to: string): Interval {
  const days = daysBetween(from, to);
  if (days <= 62) return "day";
  return days <= 550 ? "week" : "month";
}

/** Last day of the bucket that starts on `first`. */
export function bucketEnd(first: string, interval: Interval): string {
  if (interval === "day") return first;
  if (interval === "week") return addDays(first, 6);
  const [year = 1970, month = 1] = first.split("-").map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
