import type { Language } from "./language.ts";

const timeZone = "Asia/Seoul";

/** Numbers, days and moments as people of one language read them. All times are KST. */
export interface Formats {
  /** 1,234; from ten thousand on 1.2만 in Korean; from a million on 1.2M in English. */
  count: (value: number) => string;
  /** As `count`, of an estimate: two digits, since more would be made up. */
  about: (value: number) => string;
  /** 1,234,567, always in full. */
  full: (value: number) => string;
  /** Share 0–1 as a percentage without decimals; 0 % and 100 % are said of nothing and everything alone. */
  percent: (share: number) => string;
  decimal: (value: number, digits?: number) => string;
  bytes: (value: number) => string;
  /** 2026. 3. 9. or 9 Mar 2026. Takes a moment or a calendar day (YYYY-MM-DD). */
  day: (value: string) => string;
  /** The same in full words: 2026년 3월 9일. */
  longDay: (value: string) => string;
  /** Day without its year, for axes. */
  shortDay: (value: string) => string;
  month: (value: string) => string;
  /** Day and minute. */
  moment: (value: string) => string;
  /** "3 minutes ago". */
  ago: (value: string, now?: number) => string;
  /** Seconds as words: "2 min 5 s". */
  duration: (seconds: number) => string;
}

const cache = new Map<Language, Formats>();

export function formatsFor(language: Language): Formats {
  const known = cache.get(language);
  if (known !== undefined) return known;
  const made = makeFormats(language);
  cache.set(language, made);
  return made;
}

function makeFormats(language: Language): Formats {
  const locale = language === "ko" ? "ko-KR" : "en-GB";
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const compact = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const long: Intl.DateTimeFormatOptions =
    language === "ko"
      ? { timeZone, year: "numeric", month: "numeric", day: "numeric" }
      : { timeZone, year: "numeric", month: "short", day: "numeric" };
  const day = new Intl.DateTimeFormat(locale, long);
  const longDay = new Intl.DateTimeFormat(locale, { ...long, month: language === "ko" ? "long" : "short" });
  const shortDay = new Intl.DateTimeFormat(locale, {
    timeZone,
    month: language === "ko" ? "numeric" : "short",
    day: "numeric",
  });
  const month = new Intl.DateTimeFormat(locale, { timeZone, year: "numeric", month: "short" });
  const moment = new Intl.DateTimeFormat(locale, { ...long, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const compactFrom = language === "ko" ? 10_000 : 1_000_000;

  const formats: Formats = {
    count: (value) => (Math.abs(value) >= compactFrom ? compact : whole).format(value),
    about: (value) => formats.count(Number(value.toPrecision(2))),
    full: (value) => whole.format(value),
    percent: (share) => {
      if (share > 0 && share < 0.005) return `<${percent.format(0.01)}`;
      return share < 1 && share >= 0.995 ? `>${percent.format(0.99)}` : percent.format(share);
    },
    decimal: (value, digits = 1) =>
      new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value),
    bytes: (value) => formatBytes(value, locale),
    day: (value) => day.format(asDate(value)),
    longDay: (value) => longDay.format(asDate(value)),
    shortDay: (value) => shortDay.format(asDate(value)),
    month: (value) => month.format(asDate(value)),
    moment: (value) => moment.format(asDate(value)),
    ago: (value, now = Date.now()) => formatAgo(asDate(value).getTime() - now, relative),
    duration: (seconds) => formatDuration(seconds, language),
  };
  return formats;
}

function asDate(value: string): Date {
  return new Date(value.length === 10 ? `${value}T00:00:00+09:00` : value);
}

function formatBytes(value: number, locale: string): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let amount = value;
  let step = 0;
  while (amount >= 1000 && step < units.length - 1) {
    amount /= 1000;
    step += 1;
  }
  const digits = step === 0 || amount >= 100 ? 0 : 1;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(amount)} ${units[step]}`;
}

function formatAgo(deltaMs: number, relative: Intl.RelativeTimeFormat): string {
  const seconds = Math.round(deltaMs / 1000);
  if (Math.abs(seconds) < 60) return relative.format(Math.min(0, seconds), "second");
  const minutes = Math.round(seconds / 60);
  if (Math.abs(minutes) < 60) return relative.format(minutes, "minute");
  const hours = Math.round(minutes / 60);
  if (Math.abs(hours) < 48) return relative.format(hours, "hour");
  return relative.format(Math.round(hours / 24), "day");
}

function formatDuration(seconds: number, language: Language): string {
  const words = language === "ko" ? { h: "시간", m: "분", s: "초" } : { h: " h", m: " min", s: " s" };
  const total = Math.max(0, Math.round(seconds));
  const h = Math.floor(total / 3600);
  const m = Math.floor((total % 3600) / 60);
  const s = total % 60;
  if (h > 0) return `${h}${words.h} ${m}${words.m}`;
  if (m > 0) return `${m}${words.m} ${s}${words.s}`;
  return `${s}${words.s}`;
}
