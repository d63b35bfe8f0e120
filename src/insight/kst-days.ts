import type { Interval } from "../contracts/common.ts";

// Korea has kept UTC+9 without daylight saving since 1988.
export const kstOffsetMs = 9 * 3_600_000;
const dayMs = 86_400_000;

/** Days since 1970-01-01 of the KST calendar day that this moment falls into. */
export function kstDayOf(at: Date): number {
  return Math.floor((at.getTime() + kstOffsetMs) / dayMs);
}

/** First moment of a KST calendar day. */
export function kstDayStart(day: number): Date {
  return new Date(day * dayMs - kstOffsetMs);
}

/** `YYYY-MM-DD` to days since 1970-01-01. */
export function parseDay(text: string): number {
  return Math.floor(Date.parse(`${text}T00:00:00Z`) / dayMs);
}

/** Days since 1970-01-01 to `YYYY-MM-DD`. */
export function formatDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** First day of the bucket that a day belongs to; weeks begin on Monday. */
export function bucketOf(day: number, interval: Interval): number {
  if (interval === "day") return day;
  // 1970-01-01 was a Thursday.
  if (interval === "week") return day - ((((day + 3) % 7) + 7) % 7);
  const date = new Date(day * dayMs);
  return Math.floor(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / dayMs);
}

/** First day of the bucket `steps` after (or before) the one that begins on `first`. */
export function stepBucket(first: number, interval: Interval, steps: number): number {
  if (interval === "day") return first + steps;
  if (interval === "week") return first + 7 * steps;
  const date = new Date(first * dayMs);
  return Math.floor(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + steps, 1) / dayMs);
}

/** Months since the year 0 of the calendar month that a day belongs to. */
export function monthOf(day: number): number {
  const date = new Date(day * dayMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** First day of a month, counted as by `monthOf`. */
export function monthStart(month: number): number {
  // Not by Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  return Math.floor(new Date(0).setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1) / dayMs);
}
