import { InvalidInputError } from "../platform/errors.ts";

const dayMs = 86_400_000;
/** Korea has had no summer time since 1988. */
const seoulMs = 9 * 3_600_000;

/** First moment of the day in Seoul that `moment` falls into. */
function dayInSeoul(moment: number): number {
  return Math.floor((moment + seoulMs) / dayMs) * dayMs - seoulMs;
}

/**
 * A moment as people type it: `2026-11-20` (its first moment in Korea), `2026-11-20T09:00+09:00`, `today`, `yesterday`, `3d`, `12h`, or `last`:
 * where the last collection ended, which is left to naru. @throws InvalidInputError `time_unreadable`.
 */
export function parseMoment(text: string, option: string, now: number): string {
  const word = text.trim().toLowerCase();
  if (word === "last" && option === "--since") return "last";
  if (word === "now") return new Date(now).toISOString();
  if (word === "today" || word === "오늘") return new Date(dayInSeoul(now)).toISOString();
  if (word === "yesterday" || word === "어제") return new Date(dayInSeoul(now) - dayMs).toISOString();
  const span = /^(\d{1,4})\s?([dhw일]|시간|주)$/.exec(word);
  if (span !== null) {
    const unit = { d: dayMs, 일: dayMs, h: dayMs / 24, 시간: dayMs / 24, w: 7 * dayMs, 주: 7 * dayMs }[span[2] ?? "d"];
    return new Date(now - Number(span[1]) * (unit ?? dayMs)).toISOString();
  }
  const day = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/.exec(word);
  const iso = day === null ? word : `${day[1]}-${day[2]?.padStart(2, "0")}-${day[3]?.padStart(2, "0")}T00:00:00+09:00`;
  const moment = /^\d{4}-\d{2}-\d{2}t/i.test(iso) ? new Date(iso) : new Date(Number.NaN);
  if (!Number.isNaN(moment.getTime())) return moment.toISOString();
  throw new InvalidInputError("time_unreadable", `${option} cannot read "${text.slice(0, 60)}" as a time.`, {
    field: option.slice(2),
    next: `Type a day such as ${option} 2026-11-01, or ${option} yesterday, ${option} 7d${option === "--since" ? ", --since last" : ""}.`,
  });
}

/** `--window yesterday`: a whole day of Korea, however often and whenever it is asked for. @throws InvalidInputError `time_unreadable`. */
export function parseWindow(text: string, now: number): { since: string; until: string } {
  const word = text.trim().toLowerCase();
  const today = dayInSeoul(now);
  if (word === "yesterday" || word === "어제") {
    return { since: new Date(today - dayMs).toISOString(), until: new Date(today).toISOString() };
  }
  if (word === "today" || word === "오늘") {
    return { since: new Date(today).toISOString(), until: new Date(today + dayMs).toISOString() };
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(word)) {
    const since = Date.parse(parseMoment(word, "--window", now));
    return { since: new Date(since).toISOString(), until: new Date(since + dayMs).toISOString() };
  }
  throw new InvalidInputError("time_unreadable", `--window cannot read "${text.slice(0, 60)}".`, {
    field: "window",
    next: "Type --window yesterday, --window today or a day such as --window 2026-11-19; days are those of Korea.",
  });
}
