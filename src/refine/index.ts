import type { Kysely } from "kysely";
import type { PageInput, PageReading } from "../domain/page.ts";
import type { Schema } from "../platform/db/schema.ts";
import type { ReadingToSave } from "./document-row.ts";
import { saveReadings } from "./documents-store.ts";
import { readPage } from "./read-page.ts";

export { type CleanOptions, type CleanResult, cleanText, defaultCleanOptions } from "./clean/clean-text.ts";
export { decode } from "./decode.ts";
export type { FieldChange } from "./document-diff.ts";
export type { ReadingToSave } from "./document-row.ts";
export { type RefinedRow, saveReadings } from "./documents-store.ts";
export { ArchiveUnreadableError } from "./errors.ts";
export { type GradeFacts, type GradeRuleId, type GradeVerdict, gradeDocument, gradeRules } from "./grade.ts";
export { type MaskKind, maskKinds, placeholders } from "./mask/kinds.ts";
export { type MaskResult, maskText } from "./mask/mask-text.ts";
export { readPage } from "./read-page.ts";
export { cleanWaiting, refineDocuments } from "./refine-job.ts";
export { type RefinedText, refineText } from "./refine-text.ts";
export { type DocumentChange, type RefineAgainOptions, type RefineAgainReport, refineAgain } from "./rerefine.ts";
export { parserVersion, refinerVersion } from "./versions.ts";

/** The reader that the collector is given. */
export const pageReader: {
  read(input: PageInput): PageReading;
  save(trx: Kysely<Schema>, pages: readonly ReadingToSave[]): Promise<number[]>;
} = { read: readPage, save: saveReadings };
