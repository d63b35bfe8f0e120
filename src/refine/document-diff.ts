import type { Selectable } from "kysely";
import type { Schema } from "../platform/db/schema.ts";
import type { DocumentRow } from "./document-row.ts";

/** Columns by which two versions of a document are told apart. Versions, ids and what later stages add are not among them. */
export const comparedColumns = [
  "url",
  "title",
  "author",
  "site_name",
  "published_at",
  "modified_at",
  "language",
  "canonical_url",
  "images",
  "charset",
  "charset_source",
  "no_ai",
  "no_index",
  "text",
  "clean_text",
  "clean_title",
  "masked",
  "hashtags",
  "mentions",
  "kind",
  "fields",
  "parent_url",
] as const;

const refinedOnly: ReadonlySet<string> = new Set(["clean_text", "clean_title", "masked", "hashtags", "mentions"]);

type ComparedColumn = (typeof comparedColumns)[number];

/** A stored row, as far as it is compared. */
export type StoredVersion = Pick<
  Selectable<Schema["documents"]>,
  "id" | "capture_id" | "grade" | "refiner_version" | "analyzer_version" | ComparedColumn
>;

export interface FieldChange {
  field: ComparedColumn;
  /** As text; null when there was none. */
  before: string | null;
  after: string | null;
}

/** Fields that differ between the stored row and today's; all that have a value when nothing is stored. */
export function changesBetween(before: StoredVersion | null, after: DocumentRow): FieldChange[] {
  const changes: FieldChange[] = [];
  for (const field of comparedColumns) {
    if (field === "url" || leftToLaterStages(before, field)) continue;
    const [was, is] = [before === null ? null : written(before[field]), written(after[field])];
    if (was !== is) changes.push({ field, before: was, after: is });
  }
  return changes;
}

/** A row that still waits for cleaning gets it from the queue; the language of an analysed one is the analyser's. */
function leftToLaterStages(before: StoredVersion | null, field: ComparedColumn): boolean {
  if (before === null) return false;
  if (field === "language") return before.analyzer_version !== null;
  return before.grade >= 2 && before.refiner_version === null && refinedOnly.has(field);
}

/** One form for what the database gives and what is about to be written. */
function written(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return isoMoment.test(value) ? new Date(value).toISOString() : value;
  if (value instanceof Date) return value.toISOString();
  return JSON.stringify(sorted(value));
}

const isoMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** jsonb orders keys its own way. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
