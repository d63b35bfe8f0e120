import { presets, type RangeSearch, resolveRange } from "./range.ts";
import { calendarDay, manyTexts, oneOf, oneText, wholeNumber } from "./search-params.ts";

export const facetNames = ["sentiment", "host", "source", "language", "grade"] as const;
export type FacetName = (typeof facetNames)[number];

/** Filters of documents as the address holds them. A leading "-" excludes the value. */
export interface FilterSearch extends RangeSearch {
  q?: string | undefined;
  host?: string[] | undefined;
  source?: string[] | undefined;
  language?: string[] | undefined;
  sentiment?: string[] | undefined;
  grade?: string[] | undefined;
  keyword?: string[] | undefined;
  collection?: number | undefined;
}

export function readRange(raw: Record<string, unknown>): RangeSearch {
  return { range: oneOf(presets, raw.range), from: calendarDay(raw.from), to: calendarDay(raw.to) };
}

export function readFilters(raw: Record<string, unknown>): FilterSearch {
  return {
    ...readRange(raw),
    q: oneText(raw.q)?.slice(0, 500),
    host: manyTexts(raw.host),
    source: manyTexts(raw.source),
    language: manyTexts(raw.language),
    sentiment: manyTexts(raw.sentiment),
    grade: manyTexts(raw.grade),
    keyword: manyTexts(raw.keyword),
    collection: wholeNumber(raw.collection),
  };
}

/** The same filters in the API's words: presets become days. */
export function apiFilters(search: FilterSearch, today: string): Record<string, unknown> {
  const { range: _range, from: _from, to: _to, ...rest } = search;
  const { q, host, source, language, sentiment, grade, keyword, collection } = rest;
  return { q, host, source, language, sentiment, grade, keyword, collection, ...resolveRange(search, today) };
}

/** Takes a value through its three states: out → in → out; `exclude` asks for its opposite. */
export function toggled(values: readonly string[] | undefined, value: string, exclude: boolean): string[] | undefined {
  const wanted = exclude ? `-${value}` : value;
  const others = (values ?? []).filter((one) => one !== value && one !== `-${value}`);
  const next = values?.includes(wanted) === true ? others : [...others, wanted];
  return next.length === 0 ? undefined : next;
}

export const noFilters: FilterSearch = {
  q: undefined,
  range: undefined,
  from: undefined,
  to: undefined,
  host: undefined,
  source: undefined,
  language: undefined,
  sentiment: undefined,
  grade: undefined,
  keyword: undefined,
  collection: undefined,
};

export function hasFilters(search: FilterSearch): boolean {
  const { range, ...rest } = search;
  if (range !== undefined && range !== "all") return true;
  return Object.keys(noFilters).some((key) => key !== "range" && rest[key as keyof typeof rest] !== undefined);
}
