import type { CollectionRow } from "../../contracts/collection-output.ts";
import type { Column, Row } from "./columns.ts";

const head = [
  { name: "id", type: "integer" },
  { name: "url", type: "string" },
] as const satisfies Column[];
const body = [
  { name: "title", type: "string" },
  { name: "author", type: "string" },
  { name: "site", type: "string" },
  { name: "published_at", type: "timestamp" },
  { name: "collected_at", type: "timestamp" },
  { name: "language", type: "string" },
  { name: "grade", type: "integer" },
  { name: "sentiment", type: "string" },
  { name: "positive", type: "number" },
  { name: "keywords", type: "string" },
  { name: "text", type: "string" },
  { name: "state", type: "string" },
] as const satisfies Column[];
const ofItems = [
  { name: "parent_url", type: "string" },
  { name: "deleted_at", type: "timestamp" },
] as const satisfies Column[];

/**
 * Columns of a collection's rows. Items of a source also have a kind, what they belong to, and a column `fields.NAME` for each field that it
 * declares, or one column `fields` of JSON when it declares none.
 * @param fields as the source declares them; null when it does not, empty for pages.
 */
export function documentColumns(fields: readonly string[] | null): Column[] {
  if (fields !== null && fields.length === 0) return [...head, ...body];
  const own: Column[] =
    fields === null
      ? [{ name: "fields", type: "json" }]
      : fields.map((name): Column => ({ name: `fields.${name}`, type: "any" }));
  return [...head, { name: "kind", type: "string" }, ...body, ...ofItems, ...own];
}

/** A collection's row by the names of `documentColumns`. */
export function documentRow(row: CollectionRow): Row {
  const fields = Object.entries(row.fields).map(([name, value]) => [
    `fields.${name}`,
    Array.isArray(value) ? value.join(", ") : value,
  ]);
  return {
    ...Object.fromEntries(fields),
    id: row.id,
    url: row.url,
    kind: row.kind,
    title: row.title,
    author: row.author,
    site: row.siteName,
    published_at: row.publishedAt,
    collected_at: row.collectedAt,
    language: row.language,
    grade: row.grade,
    sentiment: row.sentiment,
    positive: row.positive,
    keywords: row.keywords.join(", "),
    text: row.text,
    state: row.state,
    parent_url: row.parentUrl,
    deleted_at: row.deletedAt,
    fields: row.fields,
  };
}
