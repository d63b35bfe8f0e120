import type { FieldValue } from "../../domain/item.ts";
import { parseMoment } from "../sources/parse-moment.ts";
import { attributeOf, type Element, type Markup, selectAll, textOf, textWithout } from "../sources/select.ts";
import type { FieldRule } from "./recipe.ts";

/** What stands around a value. */
export interface FieldPlace {
  /** Address against which links are read. */
  base: URL;
  /** What relative times count from. */
  now: Date;
}

/** Values of one field of one page that are looked at. */
const maxValues = 2_000;
const maxValueChars = 200_000;
/** Of one element, before blanks are folded and the rest is cut. */
const maxReadChars = 4 * maxValueChars;

/** Elements that a field's selector finds, in the order of the page; the element itself when it has none. */
export function elementsOf(rule: FieldRule, within: Markup): Element[] {
  if (rule.select !== undefined) return selectAll(rule.select, within).slice(0, maxValues);
  return "attribs" in within ? [within] : [];
}

/** Values that a field has, one of each element; those that are empty or no number, date or address are left out. */
export function fieldValues(rule: FieldRule, within: Markup, place: FieldPlace): (string | number | Date)[] {
  if (rule.is !== undefined) return [rule.is];
  return elementsOf(rule, within).flatMap((element) => oneValue(rule, element, place) ?? []);
}

function oneValue(rule: FieldRule, element: Element, place: FieldPlace): string | number | Date | null {
  const text = cut(rule, rawValue(rule, element)).slice(0, maxValueChars);
  return text === "" ? null : converted(rule, text, place);
}

/** The first of `fieldValues`, without looking at the others: rows may stand in rows. */
export function firstValue(rule: FieldRule, within: Markup, place: FieldPlace): string | number | Date | null {
  if (rule.is !== undefined) return rule.is;
  for (const element of elementsOf(rule, within)) {
    const value = oneValue(rule, element, place);
    if (value !== null) return value;
  }
  return null;
}

/** The one value of a field, or all of a `list`; null for none. Times as ISO 8601. */
export function fieldValue(rule: FieldRule, within: Markup, place: FieldPlace): FieldValue {
  if (rule.as === "list") {
    const values = fieldValues(rule, within, place);
    return values.length === 0 ? null : values.map(String);
  }
  const value = firstValue(rule, within, place);
  return value instanceof Date ? value.toISOString() : value;
}

function rawValue(rule: FieldRule, element: Element): string {
  if (rule.attribute !== undefined) return attributeOf(element, rule.attribute) ?? "";
  if (rule.as === "address") return addressIn(element);
  if (rule.as === "date" && element.name === "time") return attributeOf(element, "datetime") ?? textOf(element);
  if (element.name === "meta") return attributeOf(element, "content") ?? "";
  const without = new Set(rule.without.flatMap((selector) => selectAll(selector, element)));
  return textWithout(element, without, maxReadChars);
}

function addressIn(element: Element): string {
  for (const name of ["href", "data-src", "data-lazy-src", "src", "content"]) {
    const value = attributeOf(element, name);
    if (value !== null) return value;
  }
  return "";
}

/** What stands between `after` and `before`; all of it where they do not occur. */
function cut({ after, before }: FieldRule, text: string): string {
  const from = after === undefined ? -1 : text.indexOf(after);
  const rest = from < 0 || after === undefined ? text : text.slice(from + after.length);
  const until = before === undefined ? -1 : rest.indexOf(before);
  return (until < 0 ? rest : rest.slice(0, until)).trim();
}

function converted({ as }: FieldRule, text: string, { base, now }: FieldPlace): string | number | Date | null {
  if (as === "number") return parseNumber(text);
  if (as === "date") return parseDate(text, now);
  if (as !== "address") return text;
  const url = URL.parse(text, base.href);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  url.hash = "";
  return url.href;
}

const tens: Readonly<Record<string, number>> = { 천: 1e3, 만: 1e4, 억: 1e8, k: 1e3, m: 1e6 };

/** The first number in a text, as Korean pages write them: `9.5점` → 9.5, `1,234명` → 1234, `1.2만` → 12000. Null for none. */
export function parseNumber(text: string): number | null {
  const found = /([-−]?)(\d{1,15}(?:,\d{3}){0,5}(?:\.\d{1,9})?)\s?([천만억]|[km](?![a-z]))?/i.exec(
    text.slice(0, 1_000),
  );
  if (found === null) return null;
  const value = Number(found[2]?.replaceAll(",", ""));
  const scaled = value * (tens[found[3]?.toLowerCase() ?? ""] ?? 1);
  return found[1] === "" ? Number(scaled.toPrecision(12)) : -scaled;
}

const spans: Readonly<Record<string, number>> = { 초: 1e3, 분: 6e4, 시간: 36e5, 일: 864e5, 주: 6048e5 };

/** A date as pages write it: what tables hold, years of two digits (`24.11.20`), and `3시간 전`, `어제`, `방금`. Null for none. */
export function parseDate(text: string, now: Date): Date | null {
  const line = text.replaceAll(/\s+/g, " ").slice(0, 100).trim();
  const ago = /^약?\s?(\d{1,4})\s?(초|분|시간|일|주)일?\s?전/.exec(line);
  if (ago !== null) return new Date(now.getTime() - Number(ago[1]) * (spans[ago[2] ?? ""] ?? 0));
  if (/^방금/.test(line)) return now;
  if (/^어제/.test(line)) return new Date(now.getTime() - 864e5);
  const whole = /^\d{2}[./-]\d{1,2}[./-]\d{1,2}(?!\d)/.test(line) ? `20${line}` : line;
  const moment = parseMoment(whole, now);
  if (moment !== null) return moment;
  // More may stand behind the date, such as the number of readers.
  const day = /\d{4}\s?[-./년]\s?\d{1,2}\s?[-./월]\s?\d{1,2}/.exec(whole)?.[0];
  return day === undefined ? null : parseMoment(day, now);
}
