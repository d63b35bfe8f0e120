/** IANA zones of countries that have one, by the last label of a host. */
const byTld: Readonly<Record<string, string>> = {
  kr: "Asia/Seoul",
  jp: "Asia/Tokyo",
  cn: "Asia/Shanghai",
  tw: "Asia/Taipei",
  hk: "Asia/Hong_Kong",
  sg: "Asia/Singapore",
  my: "Asia/Kuala_Lumpur",
  th: "Asia/Bangkok",
  vn: "Asia/Ho_Chi_Minh",
  ph: "Asia/Manila",
  in: "Asia/Kolkata",
  pk: "Asia/Karachi",
  il: "Asia/Jerusalem",
  tr: "Europe/Istanbul",
  de: "Europe/Berlin",
  at: "Europe/Vienna",
  ch: "Europe/Zurich",
  fr: "Europe/Paris",
  be: "Europe/Brussels",
  nl: "Europe/Amsterdam",
  it: "Europe/Rome",
  pl: "Europe/Warsaw",
  cz: "Europe/Prague",
  sk: "Europe/Bratislava",
  hu: "Europe/Budapest",
  ro: "Europe/Bucharest",
  bg: "Europe/Sofia",
  gr: "Europe/Athens",
  se: "Europe/Stockholm",
  no: "Europe/Oslo",
  dk: "Europe/Copenhagen",
  fi: "Europe/Helsinki",
  lv: "Europe/Riga",
  lt: "Europe/Vilnius",
  ee: "Europe/Tallinn",
  ua: "Europe/Kyiv",
  uk: "Europe/London",
  ie: "Europe/Dublin",
  nz: "Pacific/Auckland",
  za: "Africa/Johannesburg",
};

/** And of languages that are spoken in one zone. English, Spanish, French, Portuguese, Russian and Arabic are not. */
const byLanguage: Readonly<Record<string, string>> = {
  ko: "Asia/Seoul",
  ja: "Asia/Tokyo",
  zh: "Asia/Shanghai",
  th: "Asia/Bangkok",
  vi: "Asia/Ho_Chi_Minh",
  he: "Asia/Jerusalem",
  tr: "Europe/Istanbul",
  de: "Europe/Berlin",
  nl: "Europe/Amsterdam",
  it: "Europe/Rome",
  pl: "Europe/Warsaw",
  cs: "Europe/Prague",
  hu: "Europe/Budapest",
  el: "Europe/Athens",
  sv: "Europe/Stockholm",
  da: "Europe/Copenhagen",
  fi: "Europe/Helsinki",
  uk: "Europe/Kyiv",
};

/** Zone in which a page writes times that name none: Korean text is of Korea, then the country of the host, then the language. Null when none tells. */
export function zoneOfPage(url: string, language: string | null): string | null {
  if (language === "ko") return byLanguage.ko ?? null;
  const host = URL.parse(url)?.hostname ?? "";
  return byTld[host.slice(host.lastIndexOf(".") + 1)] ?? byLanguage[language ?? ""] ?? null;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes that a zone is ahead of UTC at a wall-clock time, given as if it were UTC. */
export function offsetMinutes(zone: string, wallClockMs: number): number {
  if (zone === "Asia/Seoul" || zone === "Asia/Tokyo") return 540;
  const first = aheadAt(zone, wallClockMs);
  // Once more at the moment itself: near a change of clocks the first guess may be an hour off.
  return aheadAt(zone, wallClockMs - first * 60_000);
}

function aheadAt(zone: string, ms: number): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
    formats.set(zone, format);
  }
  const name = format.formatToParts(ms).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const found = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (found === null) return 0;
  return (found[1] === "-" ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3]));
}
