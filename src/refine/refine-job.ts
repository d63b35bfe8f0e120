import { type Kysely, type Selectable, sql } from "kysely";
import { untitledKinds } from "../domain/item.ts";
import type { Schema } from "../platform/db/schema.ts";
import { refinedColumns, searchTerms } from "./document-row.ts";
import { type RefinedRow, writeRefined } from "./documents-store.ts";
import { gradeDocument } from "./grade.ts";
import { refineText } from "./refine-text.ts";
import { refinerVersion } from "./versions.ts";

/**
 * Cleans and masks documents: clean text, clean title, fields, counts of what was masked. Those of grade 3 reach grade 4; those of grade 2
 * stay where they are, so that their text can be shown and searched without personal data. Gives the ids that are at grade 4 or above by
 * today's version, those of an earlier run included, so that a job that died half-way hands on the same ids again.
 */
export async function refineDocuments(db: Kysely<Schema>, ids: readonly number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const found = await readable(db, ids).where("grade", ">=", 2).execute();
  const waiting = found.filter((row) => row.grade === 3 || row.refiner_version !== refinerVersion);
  await writeRefined(db, waiting.map(refinedRow));
  return found.filter((row) => row.grade >= 3).map((row) => row.id);
}

/** Cleans those of the documents that are at grade 3, and leaves it to the caller to write them, with what follows from them. */
export async function cleanWaiting(db: Kysely<Schema>, ids: readonly number[]): Promise<RefinedRow[]> {
  if (ids.length === 0) return [];
  const rows = await readable(db, ids).where("grade", "=", 3).execute();
  return rows.map(refinedRow).filter(({ grade }) => grade >= 4);
}

function readable(db: Kysely<Schema>, ids: readonly number[]) {
  return db
    .selectFrom("documents")
    .select(["id", "kind", "title", "text", "grade", "failed_rule", "failed_detail", "refiner_version"])
    .where(sql<boolean>`id in (select value::bigint from json_array_elements_text(${JSON.stringify(ids)}::json))`);
}

type Waiting = Pick<
  Selectable<Schema["documents"]>,
  "id" | "kind" | "title" | "text" | "grade" | "failed_rule" | "failed_detail"
>;

function refinedRow({ id, kind, title, text, ...before }: Waiting): RefinedRow {
  const columns = refinedColumns({ text: refineText(text), title: title === null ? null : refineText(title) });
  const row = { id, ...columns, refiner_version: refinerVersion };
  if (before.grade < 3) return { ...before, ...row, grams: searchTerms(columns) };
  const { grade, failedRule, failedDetail } = gradeDocument({
    charset: null,
    wall: null,
    title,
    untitled: untitledKinds.has(kind),
    text,
    weakness: null,
    refined: true,
    derived: false,
  });
  return { ...row, grade, failed_rule: failedRule, failed_detail: failedDetail, grams: null };
}
