type Raw = Record<string, string | string[]>;

/** `?a=1&b=x&b=y` → `{a: "1", b: ["x", "y"]}`. Types are the routes' business. */
export function parseSearch(text: string): Raw {
  const found: Raw = {};
  for (const [key, value] of new URLSearchParams(text)) {
    const before = found[key];
    if (before === undefined) found[key] = value;
    else found[key] = Array.isArray(before) ? [...before, value] : [before, value];
  }
  return found;
}

/** The other way round; undefined, empty text and empty lists leave no trace in the address. */
export function stringifySearch(search: Record<string, unknown>): string {
  const text = toQuery(search).toString();
  return text === "" ? "" : `?${text}`;
}

/** Query parameters of the page and of the API alike: lists repeat their name. */
export function toQuery(values: object): URLSearchParams {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== "") query.append(key, String(one));
    }
  }
  return query;
}

export function oneText(value: unknown): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  return typeof first === "string" && first !== "" ? first : undefined;
}

export function manyTexts(value: unknown): string[] | undefined {
  const all = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string" && one !== "");
  return all.length === 0 ? undefined : (all as string[]);
}

export function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((one) => one === oneText(value));
}

export function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === "number" ? value : Number(oneText(value));
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

export function calendarDay(value: unknown): string | undefined {
  const text = oneText(value);
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}
