import type { Cell } from "../import/table.ts";

const kstOffsetMs = 9 * 3_600_000;
const earliestMs = Date.UTC(1990, 0, 1);

/** 2024-03-05, 2024.03.05. 14:20, 2024/3/5 오후 2:20, 2024년 3월 5일 14시 20분, 2024-03-05T05:20:00Z */
const written =
  /^(\d{4})\s?[-./년]\s?(\d{1,2})\s?[-./월]\s?(\d{1,2})\s?[일.]?(?:[T\s,]\s{0,3}(?:\(?[월화수목금토일]\)?\s)?(오전|오후|am|pm)?\s?(\d{1,2})\s?[:시]\s?(\d{1,2})?\s?분?(?::?(\d{2})(?:[.,]\d{1,9})?초?)?\s?(am|pm)?)?\s?(z|utc|gmt|kst|[+-]\d{2}(?::?\d{2})?)?$/i;
const compact = /^(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2}):?(\d{2}):?(\d{2})?)?$/;

const weekday = /^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}|[월화수목금토일])\.?,?\s{0,3}/i;
const clock =
  /^(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d{1,9})?\s?(am|pm)?\s?((?:gmt|utc)?[+-]\d{2}(?::?\d{2})?|[a-z]{1,4})?(?:\s?\([^()]{1,40}\))?$/i;
/** 5 Mar 2024 …, 05-March-24 …, 5 3월 2024 … */
const dayFirst = /^(\d{1,2})[\s-]([a-z]{3,9}|\d{1,2}월)\.?[\s-](\d{4}|\d{2})(?:,?\s{1,3}(.{1,50}))?$/i;
/** Mar 5, 2024 …, Mar 5 2024 … */
const monthFirst = /^([a-z]{3,9})\.?\s{1,3}(\d{1,2}),?\s{1,3}(\d{4})(?:,?\s{1,3}(.{1,50}))?$/i;
/** Mar 5 14:20:00 KST 2024, as Java and C write it. */
const yearLast = /^([a-z]{3,9})\s{1,3}(\d{1,2})\s{1,3}(\d{1,2}:.{1,20})\s(\d{4})$/i;

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** Hours ahead of Greenwich: the zones of RFC 822, and those of Korea and Japan. */
const zones: Readonly<Record<string, number>> = {
  ...{ z: 0, ut: 0, utc: 0, gmt: 0, kst: 9, jst: 9 },
  ...{ est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7 },
};

/**
 * The moment that a cell, a feed or a page tells: dates as Korean and English ones write them, ISO 8601, RFC 822, seconds or milliseconds since
 * 1970. Times without a zone are of Seoul. Null for anything else, for zones and days that there are none, for day and month in doubtful order,
 * and for what lies before 1990 or after `now` + 2 days.
 */
export function parseMoment(cell: Cell | undefined, now: Date): Date | null {
  const moment = typeof cell === "number" ? fromNumber(cell) : typeof cell === "string" ? fromText(cell.trim()) : null;
  if (moment === null || Number.isNaN(moment.getTime())) return null;
  return moment.getTime() < earliestMs || moment.getTime() > now.getTime() + 172_800_000 ? null : moment;
}

function fromNumber(value: number): Date | null {
  if (value >= 19_900_101 && value <= 21_001_231) return fromText(String(value));
  if (value > 1e11) return new Date(value);
  return value > 6e8 ? new Date(value * 1000) : null;
}

function fromText(text: string): Date | null {
  if (text.length < 8 || text.length > 80) return null;
  const short = compact.exec(text);
  if (short !== null) {
    const [, year, month, day, hour, minute, second] = short;
    return momentOf({ year, month, day, hour, minute, second });
  }
  if (/^\d{10}(?:\d{3})?$/.test(text)) return fromNumber(Number(text));
  const found = written.exec(text);
  if (found === null) return withNamedMonth(text.replace(weekday, ""));
  const [, year, month, day, before, hour, minute, second, behind, zone] = found;
  // A day with a number behind it is no day with a zone.
  if (hour === undefined && zone !== undefined && /^[+-]\d{2}$/.test(zone)) return null;
  return momentOf({ year, month, day, hour: hourOf(hour, before ?? behind), minute, second, zone });
}

function withNamedMonth(text: string): Date | null {
  const european = dayFirst.exec(text);
  if (european !== null) {
    const [, day, month, year, time] = european;
    return named(year, month, day, time);
  }
  const american = monthFirst.exec(text);
  if (american !== null) {
    const [, month, day, year, time] = american;
    return named(year, month, day, time);
  }
  const [, month, day, time, year] = yearLast.exec(text) ?? [];
  return named(year, month, day, time);
}

function named(year?: string, month?: string, day?: string, time?: string): Date | null {
  if (year === undefined || month === undefined) return null;
  const number = month.endsWith("월")
    ? Number.parseInt(month, 10)
    : months.indexOf(month.slice(0, 3).toLowerCase()) + 1;
  const century = year.length === 4 ? "" : Number(year) < 70 ? "20" : "19";
  const date = { year: `${century}${year}`, month: String(number), day };
  if (time === undefined) return momentOf(date);
  const found = clock.exec(time);
  if (found === null) return null;
  const [, hour, minute, second, half, zone] = found;
  return momentOf({ ...date, hour: hourOf(hour, half), minute, second, zone });
}

function hourOf(hour: string | undefined, half: string | undefined): string | undefined {
  if (hour === undefined || half === undefined) return hour;
  const late = half === "오후" || half.toLowerCase() === "pm";
  return String((Number(hour) % 12) + (late ? 12 : 0));
}

type Part = "year" | "month" | "day" | "hour" | "minute" | "second" | "zone";

function momentOf(parts: { [P in Part]?: string | undefined }): Date | null {
  const number = (part: Part) => Number(parts[part] ?? 0);
  const [y, mo, d] = [number("year"), number("month"), number("day")];
  const [h, mi, s] = [number("hour"), number("minute"), number("second")];
  const offsetMs = offsetOf(parts.zone);
  const lastDay = new Date(Date.UTC(y, mo, 0)).getUTCDate();
  if (mo < 1 || mo > 12 || d < 1 || d > lastDay || h > 24 || mi > 59 || s > 60 || offsetMs === null) return null;
  return new Date(Date.UTC(y, mo - 1, d, h, mi, s) - offsetMs);
}

/** Null for a zone that is none. */
function offsetOf(zone: string | undefined): number | null {
  if (zone === undefined) return kstOffsetMs;
  const signed = /([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (signed !== null) {
    return (signed[1] === "-" ? -1 : 1) * (Number(signed[2]) * 60 + Number(signed[3] ?? 0)) * 60_000;
  }
  const hours = zones[zone.toLowerCase()];
  return hours === undefined ? null : hours * 3_600_000;
}
