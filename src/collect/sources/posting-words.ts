import { parseMoment } from "./parse-moment.ts";
import type { Career } from "./posting.ts";
import { dayOf } from "./zoned-day.ts";

const zone = "Asia/Seoul";
const dayMs = 86_400_000;
/** Deadlines lie in the future, but not so far. */
const farthest = new Date("2090-01-01T00:00:00Z");

/** A moment that a board writes; times without a zone are of Seoul. Null for what is none. */
export function momentOf(text: string | null | undefined): Date | null {
  const plain = (text ?? "").trim().replace(/[\s(]+[월화수목금토일]\)?$/, "");
  return parseMoment(plain, farthest);
}

/** Seconds since 1970, as text or number; null for 0 and for what is none. */
export function epochOf(value: string | number | null | undefined): Date | null {
  const seconds = Number(value ?? 0);
  return Number.isSafeInteger(seconds) && seconds > 0 && seconds < farthest.getTime() / 1000
    ? new Date(seconds * 1000)
    : null;
}

/**
 * Until when one can apply, as boards write it: `2026.12.31(목)`, `~12/31`, `11/1 ~ 12/31`, `D-7`, `오늘마감`; a day counts until its end. Null for `채용시 마감`
 * and `상시채용`, undefined for what tells nothing.
 */
export function deadlineOf(text: string | null | undefined, now: Date): Date | null | undefined {
  const plain = (text ?? "").slice(0, 80).replaceAll(/\s+/g, " ").trim();
  if (plain === "") return undefined;
  if (/상시|수시|채용\s?시|충원\s?시|until filled|always/i.test(plain)) return null;
  if (/오늘\s?마감|D-?day|D-0\b/i.test(plain)) return endOfDay(now);
  if (/내일\s?마감/.test(plain)) return endOfDay(new Date(now.getTime() + dayMs));
  const ahead = /^D-(\d{1,3})\b/i.exec(plain)?.[1];
  if (ahead !== undefined) return endOfDay(new Date(now.getTime() + Number(ahead) * dayMs));
  // Of a span the end counts.
  const until = /^[^~∼]*\d[^~∼]*[~∼]\s?(.+)$/.exec(plain)?.[1] ?? plain;
  const date = until.replace(/^[~∼]\s?|\s?(?:까지|마감)$/g, "").replace(/\s?\([월화수목금토일]\)/, "");
  // Boards that must have a date write one that nobody lives to see.
  if (/^(?:2099|[3-9]\d{3})\b/.test(date)) return null;
  const whole = momentOf(date);
  if (whole !== null) return /\d{1,2}\s?[:시]/.test(date) ? whole : endOfDay(whole);
  const short = /^(\d{1,2})\s?[./월-]\s?(\d{1,2})\s?일?\.?(?:\s(\d{1,2}:\d{2}))?$/.exec(date);
  if (short === null) return undefined;
  const time = short[3] ?? "";
  const year = Number(dayOf(now, zone).slice(0, 4));
  const [near, next] = [year, year + 1].map((one) => momentOf(`${one}-${short[1]}-${short[2]} ${time}`));
  // `~1/10` in December is of the next year; a deadline of last month is still of this one.
  const nearest = near instanceof Date && now.getTime() - near.getTime() > 180 * dayMs ? next : near;
  if (nearest === null || nearest === undefined) return undefined;
  return time === "" ? endOfDay(nearest) : nearest;
}

function endOfDay(moment: Date): Date {
  return new Date(`${dayOf(moment, zone)}T23:59:59+09:00`);
}

/** Experience in years, as boards that send numbers mean it. Null when they say nothing. */
export function careerOfYears(years: {
  min: number | null | undefined;
  max: number | null | undefined;
  newcomer?: boolean | null | undefined;
}): Career | null {
  const { newcomer = null } = years;
  const min = whole(years.min);
  // Boards without an upper bound send a number that nobody reaches.
  const max = years.max === 0 || (years.max ?? 0) >= 50 ? null : whole(years.max);
  const from = newcomer === true ? 0 : min;
  if (from === null && max === null) return null;
  if (newcomer === true || (from === 0 && (newcomer !== false || max === null))) {
    if (max === null && (min ?? 0) === 0) return { text: newcomer === true ? "신입" : "경력 무관", min: 0, max: null };
    return { text: max === null ? `신입 또는 경력 ${min}년 이상` : `신입 또는 경력 ${max}년 이하`, min: 0, max };
  }
  if (max === null) return { text: `경력 ${from}년 이상`, min: from, max };
  return {
    text: from === null ? `경력 ${max}년 이하` : from === max ? `경력 ${from}년` : `경력 ${from}~${max}년`,
    min: from,
    max,
  };
}

/** Experience as boards write it: `경력 3~7년`, `5년↑`, `신입·경력`. Null for an empty text. */
export function careerOfText(text: string | null | undefined): Career | null {
  const plain = (text ?? "").slice(0, 100).replaceAll(/\s+/g, " ").trim();
  if (plain === "") return null;
  const span = /(?<!\d)(\d{1,2}) ?년? ?[~∼-] ?(\d{1,2}) ?년/.exec(plain);
  const least = /(?<!\d)(\d{1,2}) ?년(?:차)? ?(?:이상|↑|\+)?/.exec(plain)?.[1];
  const most = /(?<!\d)(\d{1,2}) ?년(?:차)? ?(?:이하|미만|↓)/.exec(plain)?.[1];
  const newcomer = /신입|무관|entry/i.test(plain);
  if (span !== null) return { text: plain, min: newcomer ? 0 : Number(span[1]), max: Number(span[2]) };
  if (most !== undefined) return { text: plain, min: newcomer ? 0 : null, max: Number(most) };
  return { text: plain, min: newcomer ? 0 : least === undefined ? null : Number(least), max: null };
}

function whole(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isInteger(value) && value >= 0 && value < 100 ? value : null;
}
