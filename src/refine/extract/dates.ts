/** Offset of times that name no zone: Korean pages write KST. */
const kstOffsetMinutes = 9 * 60;

const isoLike =
  /(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\s?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?(Z|UTC|GMT|KST|[+-]\d{2}:?\d{2})?)?/i;
/** "2024년 3월 5일 오후 2시 20분", "2024.03.05. 14:20", "2024/3/5 오전 9:05" */
const korean =
  /(\d{4})\s?(?:년|[./-])\s{0,2}(\d{1,2})\s?(?:월|[./-])\s{0,2}(\d{1,2})\s?(?:일|\.)?\s{0,2}(?:\(?[월화수목금토일](?:요일)?\)?)?,?\s{0,3}(?:(오전|오후|AM|PM)\s?)?(?:(\d{1,2})\s?(?::|시)\s?(\d{1,2})?(?:분)?(?::(\d{2}))?)?/i;
const compact = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/;
const english =
  /(?:(\d{1,2})(?:st|nd|rd|th)? )?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? (?:(\d{1,2})(?:st|nd|rd|th)?,? )?(\d{4})(?:,?(?: at)? (\d{1,2}):(\d{2})(?::(\d{2}))?\s?(am|pm)?)?/i;
const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/**
 * The moment that a date as written on a page names: ISO 8601, RFC 822, Korean and English forms. Times without a zone are KST; a date
 * without a time is its first moment in KST. Null when it is none, or lies before 1990 or more than two days after `now`.
 */
export function parsePageDate(written: string | null | undefined, now: Date = new Date()): Date | null {
  const text = written?.trim().slice(0, 120) ?? "";
  if (text.length < 6) return null;
  const found = fromIso(text) ?? fromKorean(text) ?? fromCompact(text) ?? fromRfc822(text) ?? fromEnglish(text);
  if (found === null || Number.isNaN(found.getTime())) return null;
  return found.getTime() < 631_152_000_000 || found.getTime() > now.getTime() + 172_800_000 ? null : found;
}

function fromIso(text: string): Date | null {
  const m = isoLike.exec(text);
  if (m === null) return null;
  return moment(m[1], m[2], m[3], m[4], m[5], m[6], zoneMinutes(m[7]));
}

function fromKorean(text: string): Date | null {
  const m = korean.exec(text);
  if (m === null) return null;
  return moment(m[1], m[2], m[3], hourOfHalfDay(m[5], m[4]), m[6], m[7], kstOffsetMinutes);
}

function fromCompact(text: string): Date | null {
  const m = compact.exec(text);
  return m === null ? null : moment(m[1], m[2], m[3], m[4], m[5], m[6], kstOffsetMinutes);
}

function fromEnglish(text: string): Date | null {
  const m = english.exec(text);
  if (m === null) return null;
  const month = months.indexOf((m[2] ?? "").toLowerCase()) + 1;
  const day = m[1] ?? m[3];
  if (day === undefined) return null;
  return moment(m[4], String(month), day, hourOfHalfDay(m[5], m[8]), m[6], m[7], kstOffsetMinutes);
}

/** "Tue, 05 Mar 2024 05:20:00 +0000", as feeds and headers write it. */
function fromRfc822(text: string): Date | null {
  return /^[a-z]{3}, \d{1,2} [a-z]{3} \d{4} \d{2}:\d{2}/i.test(text) ? new Date(text) : null;
}

function hourOfHalfDay(hour: string | undefined, half: string | undefined): string | undefined {
  if (hour === undefined || half === undefined) return hour;
  const late = half === "오후" || half.toLowerCase() === "pm";
  return String((Number(hour) % 12) + (late ? 12 : 0));
}

function zoneMinutes(zone: string | undefined): number {
  if (zone === undefined || /kst/i.test(zone)) return kstOffsetMinutes;
  const m = /([+-])(\d{2}):?(\d{2})/.exec(zone);
  if (m === null) return 0;
  return (m[1] === "-" ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3]));
}

function moment(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  offsetMinutes: number,
): Date | null {
  const [y, mo, d, h, mi, s] = [
    Number(year),
    Number(month),
    Number(day),
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
  ];
  if (mo < 1 || mo > 12 || d < 1 || d > 31 || h > 24 || mi > 59 || s > 60) return null;
  return new Date(Date.UTC(y, mo - 1, d, h, mi, s) - offsetMinutes * 60_000);
}
