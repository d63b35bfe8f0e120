import { InvalidInputError } from "../../../platform/errors.ts";

const dayMs = 86_400_000;
/** Days of UTC, both ends counted, that one query may span. */
export const windowDays = 30;

/** Days of UTC as TikTok writes them: `20261120`. */
export interface DayWindow {
  start: string;
  end: string;
}

/**
 * The newest part of the time asked for, and the day at which the whole begins; without a time the last 30 days.
 * @throws InvalidInputError when it ends before it begins.
 */
export function newestWindow(since: Date | null, until: Date | null, now: Date): { window: DayWindow; first: string } {
  const end = until === null || until > now ? now : new Date(until.getTime() - 1);
  const begin = since ?? new Date(end.getTime() - (windowDays - 1) * dayMs);
  if (begin > end) {
    throw new InvalidInputError(
      "source_option_wrong",
      "The time asked for is in the future, or ends before it begins.",
      {
        field: "since",
        next: "Ask for a time that has passed, such as --since 2026-11-01.",
      },
    );
  }
  const first = dayOf(begin);
  return { window: windowUpTo(dayOf(end), first), first };
}

/** The window before this one; null when it reaches the first day. */
export function windowBefore(start: string, first: string): DayWindow | null {
  return start <= first ? null : windowUpTo(dayOf(new Date(timeOf(start) - dayMs)), first);
}

function windowUpTo(end: string, first: string): DayWindow {
  const start = dayOf(new Date(timeOf(end) - (windowDays - 1) * dayMs));
  return { start: start < first ? first : start, end };
}

function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10).replaceAll("-", "");
}

function timeOf(day: string): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6, 8)));
}
