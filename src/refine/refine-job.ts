import type { Kysely } from "kysely";
import type { Schema } from "../platform/db/schema.ts";
import { refinedColumns } from "./document-row.ts";
import { type RefinedRow, writeRefined } from "./documents-store.ts";
import { gradeDocument } from "./grade.ts";
import { refineText } from "./refine-text.ts";
import { refinerVersion } from "./versions.ts";

/**
 * Takes documents of grade 3 to grade 4: clean text, clean title, fields, counts of what was masked. Gives the ids that are at grade 4
 * or above by today's version, those of an earlier run included, so that a job that died half-way hands on the same ids again.
 */
export async function refineDocuments(db: Kysely<Schema>, ids: readonly number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const found = await db
    .selectFrom("documents")
    .select(["id", "title", "text", "grade", "refiner_version"])
    .where("id", "in", [...ids])
    .where("grade", ">=", 3)
    .execute();
  const waiting = found.filter((row) => row.grade === 3 || row.refiner_version !== refinerVersion);
  await writeRefined(db, waiting.map(refinedRow));
  return found.map((row) => row.id);
}

function refinedRow({ id, title, text }: { id: number; title: string | null; text: string }): RefinedRow {
  const refined = { text: refineText(text), title: title === null ? null : refineText(title) };
  const verdict = gradeDocument({
    charset: null,
    wall: null,
    title,
    text,
    weakness: null,
    refined: true,
    derived: false,
  });
  return {
    id,
    ...refinedColumns(refined),
    grade: verdict.grade,
    failed_rule: verdict.failedRule,
    failed_detail: verdict.failedDetail,
    refiner_version: refinerVersion,
  };
}
