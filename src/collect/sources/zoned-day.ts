const dayMs = 86_400_000;

/** Calendar day of a moment in a time zone, `2026-11-20`. */
export function dayOf(moment: Date, zone: string): string {
  // The Swedish form of a date is ISO 8601.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(moment);
}

/** `HH:MM` of a moment in a time zone. */
export function clockTimeOf(moment: Date, zone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, timeStyle: "short" }).format(moment);
}

/** First moment of a calendar day in a time zone; days of 23 and 25 hours are met. */
export function midnightOf(day: string, zone: string): Date {
  const guess = new Date(`${day}T00:00:00Z`).getTime();
  for (const near of [guess, guess - dayMs / 2, guess + dayMs / 2]) {
    const offset = offsetMs(new Date(near), zone);
    const moment = new Date(guess - offset);
    if (dayOf(moment, zone) === day && dayOf(new Date(moment.getTime() - 1), zone) !== day) return moment;
  }
  return new Date(guess - offsetMs(new Date(guess), zone));
}

export function nextMidnight(now: Date, zone: string): Date {
  const today = new Date(`${dayOf(now, zone)}T12:00:00Z`).getTime();
  return midnightOf(new Date(today + dayMs).toISOString().slice(0, 10), zone);
}

export function nextMonth(now: Date, zone: string): Date {
  const [year = 0, month = 1] = dayOf(now, zone).split("-").map(Number);
  const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, "0")}`;
  return midnightOf(`${next}-01`, zone);
}

function offsetMs(moment: Date, zone: string): number {
  const text = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).format(
    moment,
  );
  return new Date(`${text.replace(" ", "T")}Z`).getTime() - Math.floor(moment.getTime() / 1000) * 1000;
}
