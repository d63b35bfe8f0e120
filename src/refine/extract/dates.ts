import { offsetMinutes } from "./zone.ts";

/** How dates without a zone are read. */
export interface DateReading {
  now?: Date;
  /**
   * IANA zone of times that name none; null when nobody knows it: then such a date is a day without a time, its first moment in UTC.
   * Korea's by default.
   */
  zone?: string | null;
  /** 3/4/2024 is the fourth of March. Null when that is unknown: such a date is then none, unless one of its numbers is above 12. */
  monthFirst?: boolean | null;
}

/** Years of two digits up to this one are of this century. */
const pivot = 60;

const clock = "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9})?)?";
const zoneName =
  "(Z|UTC|GMT|KST|JST|EST|EDT|CST|CDT|MST|MDT|PST|PDT|CET|CEST|WET|WEST|EET|EEST|BST|AEST|AEDT)?\\s?([+-]\\d{2}:?\\d{2}(?!\\d))?";
const offsets: Readonly<Record<string, number>> = {
  kst: 540,
  jst: 540,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  cet: 60,
  cest: 120,
  wet: 0,
  west: 60,
  eet: 120,
  eest: 180,
  bst: 60,
  aest: 600,
  aedt: 660,
};

const isoLike = new RegExp(`(?<!\\d)(\\d{4})-(\\d{1,2})-(\\d{1,2})(?!\\d)(?:[T ]\\s?${clock}\\s?${zoneName})?`, "i");
/** "2024년 3월 5일 오후 2시 20분", "2024.03.05. 14:20", "2024/3/5 오전 9:05", "2024年3月5日"; with two digits "24-03-05 14:20". */
const asian =
  /(?<![\d.-])(\d{4}|\d{2})\s?(?:[년年]|[./-])\s{0,2}(\d{1,2})\s?(?:[월月]|[./-])\s{0,2}(\d{1,2})(?!\d)\s?(?:[일日]|\.)?\s{0,2}(?:\(?[월화수목금토일月火水木金土日](?:요일|曜日)?\)?)?,?\s{0,3}(?:(오전|오후|AM|PM)\s?)?(?:(\d{1,2})\s?(?::|시|時)\s?(\d{1,2})?(?:[분分])?(?::(\d{2}))?)?/i;
const compact = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?$/;
/** Also what JavaScript's toString() writes: "Tue Mar 05 2024 14:20:00 GMT+0900 (한국 표준시)", and a name of a month with its day on either side. */
const english = new RegExp(
  `(?:(\\d{1,2})(?:st|nd|rd|th)?[ -])?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?[ -](?:(\\d{1,2})(?:st|nd|rd|th)?,? )?(\\d{4})(?:,?(?: at| -)? ${clock}\\s?(am|pm)?\\s?${zoneName})?`,
  "i",
);
/** Java's: "Tue Mar 05 14:20:00 KST 2024". */
const java = new RegExp(
  `(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6} (\\d{1,2}) ${clock} ${zoneName}\\s?(\\d{4})`,
  "i",
);
/** "15.03.2024 14:20", "3/15/2024, 2:20 PM". */
const yearLast = new RegExp(
  `(?<![\\d.])(\\d{1,2})([./-])\\s?(\\d{1,2})\\2\\s?(\\d{4})(?!\\d)(?:,?(?: at| um| -)?\\s{1,2}${clock}\\s?(am|pm)?\\s?${zoneName})?`,
  "i",
);
const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/**
 * The moment that a date as written on a page names: ISO 8601, RFC 822, Korean, Japanese and English forms, numbers. A date without a time is
 * the first moment of its day. Null when it is none, or lies before 1990 or more than two days after `now`.
 */
export function parsePageDate(written: string | null | undefined, reading: DateReading = {}): Date | null {
  const text = written?.trim().slice(0, 120) ?? "";
  if (text.length < 6) return null;
  const now = reading.now ?? new Date();
  const { zone = "Asia/Seoul", monthFirst = null } = reading;
  const parts =
    fromIso(text) ??
    fromCompact(text) ??
    fromJava(text) ??
    fromEnglish(text) ??
    fromYearLast(text, monthFirst) ??
    fromAsian(text, zone === "Asia/Seoul");
  const found = parts === null ? null : momentOf(parts, zone);
  if (found === null) return null;
  return found.getTime() < 631_152_000_000 || found.getTime() > now.getTime() + 172_800_000 ? null : found;
}

interface Parts {
  year: number;
  month: number;
  day: number;
  /** Null for a day without a time. */
  hour: number | null;
  minute: number;
  second: number;
  /** Minutes ahead of UTC; null when none is named. */
  offset: number | null;
}

type Found = string | undefined;

function fromIso(text: string): Parts | null {
  const m = isoLike.exec(text);
  if (m === null) return null;
  // "2024-03-05 (화) 14:20", "2024-03-05 오후 2:20": the day is ISO's, the time is not.
  const korean = m[4] === undefined ? fromAsian(text.slice(m.index), false) : null;
  return korean ?? parts([m[1], m[2], m[3]], [m[4], m[5], m[6]], undefined, offsetIn(m[7], m[8]));
}

function fromAsian(text: string, shortYears: boolean): Parts | null {
  const m = asian.exec(text);
  if (m === null) return null;
  const year = m[1] ?? "";
  if (year.length === 2 && !shortYears) return null;
  const full = year.length === 4 ? year : String((Number(year) > pivot ? 1900 : 2000) + Number(year));
  return parts([full, m[2], m[3]], [m[5], m[6], m[7]], m[4], null);
}

function fromCompact(text: string): Parts | null {
  const m = compact.exec(text);
  return m === null ? null : parts([m[1], m[2], m[3]], [m[4], m[5], m[6]], undefined, null);
}

function fromEnglish(text: string): Parts | null {
  const m = english.exec(text);
  if (m === null) return null;
  const day = m[1] ?? m[3];
  if (day === undefined) return null;
  return parts([m[4], monthOf(m[2]), day], [m[5], m[6], m[7]], m[8], offsetIn(m[9], m[10]));
}

function fromJava(text: string): Parts | null {
  const m = java.exec(text);
  return m === null ? null : parts([m[8], monthOf(m[1]), m[2]], [m[3], m[4], m[5]], undefined, offsetIn(m[6], m[7]));
}

function fromYearLast(text: string, monthFirst: boolean | null): Parts | null {
  const m = yearLast.exec(text);
  if (m === null) return null;
  const [a, b] = [Number(m[1]), Number(m[3])];
  // Points are of countries that write the day first.
  const american = m[2] === "." ? false : a > 12 ? false : b > 12 ? true : monthFirst;
  if (american === null) return null;
  const [month, day] = american ? [m[1], m[3]] : [m[3], m[1]];
  return parts([m[4], month, day], [m[5], m[6], m[7]], m[8], offsetIn(m[9], m[10]));
}

function monthOf(name: Found): string {
  return String(months.indexOf((name ?? "").slice(0, 3).toLowerCase()) + 1);
}

function offsetIn(name: Found, numbers: Found): number | null {
  const m = /([+-])(\d{2}):?(\d{2})/.exec(numbers ?? "");
  if (m !== null) return (m[1] === "-" ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3]));
  return name === undefined ? null : (offsets[name.toLowerCase()] ?? 0);
}

function parts(date: readonly Found[], time: readonly Found[], half: Found, offset: number | null): Parts | null {
  const [year = 0, month = 0, day = 0] = date.map(Number);
  const [written, minute, second] = time.map((number) => (number === undefined ? null : Number(number)));
  let hour = written ?? null;
  if (hour !== null && half !== undefined) {
    const late = half === "오후" || half.toLowerCase() === "pm";
    hour = (hour % 12) + (late ? 12 : 0);
  }
  if (month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null;
  if ((hour ?? 0) > 24 || (minute ?? 0) > 59 || (second ?? 0) > 60) return null;
  return { year, month, day, hour, minute: minute ?? 0, second: second ?? 0, offset };
}

function momentOf({ year, month, day, hour, minute, second, offset }: Parts, zone: string | null): Date {
  const wall = Date.UTC(year, month - 1, day, hour ?? 0, minute, second);
  if (offset !== null) return new Date(wall - offset * 60_000);
  // Without any zone a time would be hours off for some readers; the day is what it surely says.
  if (zone === null) return new Date(Date.UTC(year, month - 1, day));
  return new Date(wall - offsetMinutes(zone, wall) * 60_000);
}
