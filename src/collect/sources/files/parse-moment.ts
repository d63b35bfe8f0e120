import type { Cell } from "../../import/table.ts";

const kstOffsetMs = 9 * 3_600_000;
const earliestMs = Date.UTC(1990, 0, 1);

/** 2024-03-05, 2024.03.05. 14:20, 2024/3/5 오후 2:20, 2024년 3월 5일 14시 20분, 2024-03-05T05:20:00Z */
const written =
  /^(\d{4})\s?[-./년]\s?(\d{1,2})\s?[-./월]\s?(\d{1,2})\s?[일.]?(?:[T\s,]\s{0,3}(?:\(?[월화수목금토일]\)?\s)?(오전|오후|am|pm)?\s?(\d{1,2})\s?[:시]\s?(\d{1,2})?\s?분?(?::?(\d{2})(?:[.,]\d{1,9})?초?)?\s?(am|pm)?)?\s?(z|utc|gmt|kst|[+-]\d{2}:?\d{2})?$/i;
const compact = /^(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2}):?(\d{2}):?(\d{2})?)?$/;

/**
 * The moment that a cell tells: dates as Korean and English tables write them, ISO 8601, RFC 2822, seconds or milliseconds since 1970. Times
 * without a zone are of Seoul. Null for anything else, for day and month in doubtful order, and for what lies before 1990 or after `now` + 2 days.
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
  if (text.length < 8 || text.length > 60) return null;
  const short = compact.exec(text);
  if (short !== null) {
    const [, year, month, day, hour, minute, second] = short;
    return seoul(year, month, day, hour, minute, second, undefined);
  }
  if (/^\d{10}(?:\d{3})?$/.test(text)) return fromNumber(Number(text));
  const found = written.exec(text);
  if (found !== null) {
    const [, year, month, day, before, hour, minute, second, behind, zone] = found;
    return seoul(year, month, day, hourOf(hour, before ?? behind), minute, second, zone);
  }
  return /^(?:[a-z]{3}, )?\d{1,2} [a-z]{3} \d{4} \d{2}:\d{2}/i.test(text) ? new Date(text) : null;
}

function hourOf(hour: string | undefined, half: string | undefined): string | undefined {
  if (hour === undefined || half === undefined) return hour;
  const late = half === "오후" || half.toLowerCase() === "pm";
  return String((Number(hour) % 12) + (late ? 12 : 0));
}

function seoul(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  zone: string | undefined,
): Date | null {
  const [mo, d, h, mi, s] = [month, day, hour ?? 0, minute ?? 0, second ?? 0].map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  if (mo < 1 || mo > 12 || d < 1 || d > 31 || h > 24 || mi > 59 || s > 60) return null;
  return new Date(Date.UTC(Number(year), mo - 1, d, h, mi, s) - offsetOf(zone));
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined || /^kst$/i.test(zone)) return kstOffsetMs;
  const signed = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (signed === null) return 0;
  return (signed[1] === "-" ? -1 : 1) * (Number(signed[2]) * 60 + Number(signed[3])) * 60_000;
}
