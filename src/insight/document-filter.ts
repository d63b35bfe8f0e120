import { type RawBuilder, sql } from "kysely";
import type { DocumentFilter } from "../contracts/documents.ts";
import { sentimentLabels } from "../domain/sentiment.ts";
import { hasKeyword } from "../platform/db/keyword-columns.ts";
import { invalidFilter } from "./errors.ts";
import { kstDayStart, parseDay } from "./kst-days.ts";
import { parseSearch } from "./search/parse-search.ts";
import { hasTerms, rowCondition, searchCondition } from "./search/search-condition.ts";

export type Condition = RawBuilder<unknown>;

/** Columns that facets count by. A missing language is `und` (BCP 47), a missing sentiment `none`; see `noHost` for hosts. */
export const facetColumns = {
  host: sql`d.host`,
  source: sql`d.source_id`,
  language: sql`coalesce(d.language, 'und')`,
  sentiment: sql`coalesce(d.sentiment, 'none')`,
  grade: sql`d.grade::text`,
} as const satisfies Record<string, Condition>;
export type Facet = keyof typeof facetColumns;
export const facets = Object.keys(facetColumns) as Facet[];

/** What the empty host of documents without a web address is called outside: an empty value cannot stand in an address. */
export const noHost = "none";

/** Values asked for, and values that a leading `-` excludes. */
export interface Choice {
  wanted: readonly string[];
  unwanted: readonly string[];
}

export function choiceOf(values: readonly string[] | undefined): Choice {
  const unwanted = (values ?? []).filter((value) => value.startsWith("-"));
  return {
    wanted: (values ?? []).filter((value) => !value.startsWith("-")),
    unwanted: unwanted.map((value) => value.slice(1)),
  };
}

/**
 * How the database is to find what fits: by its indexes of terms, keywords and collections, or by looking at each row that it has at hand
 * for another reason.
 */
export type Form = "index" | "row";

/** `where` clause over `documents d`: shown at all, and fitting all filters. */
export function documentCondition(filter: DocumentFilter, form: Form = "index"): Condition {
  return all([baseCondition(filter, form), chosenCondition(filter)]);
}

/** The part of the filters that facets count by. */
export function chosenCondition(filter: DocumentFilter): Condition {
  return all([
    sql`true`,
    ...facets.flatMap((facet) => choiceConditions(facetColumns[facet], facetChoice(filter, facet))),
  ]);
}

/** The part of the filters that facets never count by. */
export function baseCondition(filter: DocumentFilter, form: Form = "index"): Condition {
  return all([rangeCondition(filter), contentCondition(filter, form)]);
}

/** Shown at all, and dated within the range. */
export function rangeCondition(filter: Pick<DocumentFilter, "from" | "to">): Condition {
  const { from, to } = daysOf(filter);
  return all([
    sql`d.current and not d.no_index`,
    ...(from === null ? [] : [sql`d.dated_at >= ${momentOf(from, "from")}::timestamptz`]),
    ...(to === null ? [] : [sql`d.dated_at < ${momentOf(to + 1, "to")}::timestamptz`]),
  ]);
}

/** What counts cannot tell: search, keywords, collection. */
export function contentCondition(filter: DocumentFilter, form: Form = "index"): Condition {
  const conditions: Condition[] = [sql`true`];
  const isRow = form === "row";
  if (filter.collection !== undefined) conditions.push(isRow ? metBy(filter.collection) : visitedBy(filter.collection));
  const { wanted, unwanted } = choiceOf(filter.keyword);
  if (wanted.length > 0) conditions.push(hasKeyword("d", wanted));
  if (unwanted.length > 0) conditions.push(sql`not ${hasKeyword("d", unwanted)}`);
  const search = parseSearch(filter.q ?? "");
  if (search !== null) conditions.push(isRow ? rowCondition(search) : searchCondition(search));
  return all(conditions);
}

/** Whether an index finds all that fits `contentCondition`. */
export function isIndexed(filter: DocumentFilter): boolean {
  const search = parseSearch(filter.q ?? "");
  return (
    filter.collection !== undefined ||
    choiceOf(filter.keyword).wanted.length > 0 ||
    (search !== null && hasTerms(search))
  );
}

/**
 * Days since 1970, both ends included; null where the range is open.
 * @throws InvalidInputError `invalid_filter` when it ends before it begins, or lies outside of what a calendar holds.
 */
export function daysOf(filter: Pick<DocumentFilter, "from" | "to">): { from: number | null; to: number | null } {
  const from = filter.from === undefined ? null : parseDay(filter.from);
  const to = filter.to === undefined ? null : parseDay(filter.to);
  if (from !== null && to !== null && from > to) throw invalidFilter("from", "The range ends before it begins.");
  if (from !== null) momentOf(from, "from");
  if (to !== null) momentOf(to + 1, "to");
  return { from, to };
}

/** Grades of pages that are no documents: walls, lists of links, pages that could not be read. Shown to those who ask for them. */
export const setAsideGrades = ["1", "2"] as const;

/** The choice for one facet. @throws InvalidInputError `invalid_filter` for a value that cannot exist. */
export function facetChoice(filter: DocumentFilter, facet: Facet): Choice {
  const choice = choiceOf(filter[facet]);
  if (facet === "host") {
    const stored = (value: string) => (value === noHost ? "" : value);
    return { wanted: choice.wanted.map(stored), unwanted: choice.unwanted.map(stored) };
  }
  for (const value of [...choice.wanted, ...choice.unwanted]) {
    if (facet === "grade" && !/^[1-9]$/.test(value)) throw invalidFilter(facet, "A grade is a digit from 1 to 9.");
    if (facet === "sentiment" && !knownSentiments.has(value)) {
      throw invalidFilter(facet, `A sentiment is one of ${[...knownSentiments].join(", ")}.`);
    }
  }
  if (facet === "grade" && choice.wanted.length === 0) {
    return { wanted: [], unwanted: [...choice.unwanted, ...setAsideGrades] };
  }
  return choice;
}

export function choiceConditions(column: Condition, { wanted, unwanted }: Choice): Condition[] {
  const [only, ...others] = wanted;
  return [
    // An index keeps its order for one value, and not for a list of them.
    ...(only !== undefined && others.length === 0 ? [sql`${column} = ${only}::text`] : []),
    ...(others.length > 0 ? [sql`${column} = any(${wanted}::text[])`] : []),
    ...(unwanted.length > 0 ? [sql`${column} <> all(${unwanted}::text[])`] : []),
  ];
}

export function all(conditions: readonly Condition[]): Condition {
  return sql.join(conditions, sql` and `);
}

const knownSentiments = new Set<string>([...sentimentLabels, "none"]);

/** The two parts of what a collection met: documents that it brought, and those that it found unchanged. */
export function collectionConditions(collection: number): [brought: Condition, known: Condition] {
  return [sql`d.collection_id = ${collection}::bigint`, sql`d.id = any(array(${knownTo(collection)}))`];
}

function knownTo(collection: number): Condition {
  return sql`select o.id from captures c join documents o on o.source_id = c.source_id and o.url = c.url and o.current and not o.no_index
    where c.collection_id = ${collection}::bigint and o.collection_id is distinct from ${collection}::bigint`;
}

/** Also those that an earlier collection brought and this one found unchanged: no new row is written for them. */
function visitedBy(collection: number): Condition {
  return sql`d.id = any(array(
    select o.id from documents o where o.collection_id = ${collection}::bigint and o.current and not o.no_index
    union all ${knownTo(collection)}))`;
}

function metBy(collection: number): Condition {
  return sql`(d.collection_id is not distinct from ${collection}::bigint
    or exists (select 1 from captures c where c.url = d.url and c.collection_id = ${collection}::bigint))`;
}

function momentOf(day: number, field: string): string {
  const moment = kstDayStart(day);
  const year = moment.getUTCFullYear();
  if (year < 1 || year > 9998) throw invalidFilter(field, "A day lies between the years 1 and 9998.");
  return moment.toISOString();
}
