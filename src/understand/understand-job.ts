import { sql } from "kysely";
import type { Db } from "../platform/db/database.ts";
import { type CleanedColumns, type ReadDocument, readyGrade, saveUnderstood } from "./save-understood.ts";
import type { DocumentText } from "./understand-document.ts";
import type { ThreadModel } from "./worker/messages.ts";
import type { UnderstandPool } from "./worker/understand-pool.ts";

export interface UnderstandReport {
  /** Documents that reached grade 5 now. */
  understood: number;
  /** Documents that today's analyser and model had read already. */
  unchanged: number;
  /** Ids whose text is not clean yet, or that are not there. */
  notReady: number[];
  /** Documents that could not be read; they stay at grade 4, and `failed_detail` says why. */
  failed: number[];
}

const longestDetail = 300;

/**
 * Brings documents from grade 4 to 5: language, tokens, keywords, sentiment by document and sentence, search terms, and the
 * versions behind them. Doing it twice with the same versions changes nothing. UnderstandingFailedError when the thread
 * died; the documents stay as they were, and the same call may be made again.
 */
export async function understandDocuments(
  db: Db,
  pool: UnderstandPool,
  model: ThreadModel,
  ids: readonly number[],
): Promise<UnderstandReport> {
  const report: UnderstandReport = { understood: 0, unchanged: 0, notReady: [], failed: [] };
  if (ids.length === 0) return report;
  const rows = await db
    .selectFrom("documents")
    .select(["id", "grade", "clean_title", "clean_text", "analyzer_version", "sentiment_model"])
    .where(sql<boolean>`id in (select value::bigint from json_array_elements_text(${JSON.stringify(ids)}::json))`)
    .orderBy("id")
    .execute();
  const found = new Set(rows.map(({ id }) => id));
  report.notReady.push(...ids.filter((id) => !found.has(id)));
  const documents: DocumentText[] = [];
  for (const row of rows) {
    const read = row.analyzer_version === pool.analyzerVersion && row.sentiment_model === model.name;
    if (row.clean_text === null || row.grade < readyGrade) report.notReady.push(row.id);
    else if (read && row.grade >= 5) report.unchanged++;
    else documents.push({ id: row.id, title: row.clean_title, text: row.clean_text });
  }
  const failed = await readAndSave(
    { db, pool, model },
    documents.map((document) => ({ document, cleaned: null })),
  );
  for (const { id, reason } of failed) await markFailed(db, id, reason);
  report.failed.push(...failed.map(({ id }) => id));
  report.understood = documents.length - failed.length;
  return report;
}

/** A document that was cleaned and is not written yet. */
export interface CleanedDocument extends CleanedColumns {
  id: number;
}

/**
 * Brings documents from grade 3 to 5 with one write each: what cleaning made of them, and all that is read in it. Gives the ids of those that
 * could not be read or written; they stay as they were. Throws as `understandDocuments` does.
 */
export async function understandCleaned(
  db: Db,
  pool: UnderstandPool,
  model: ThreadModel,
  cleaned: readonly CleanedDocument[],
): Promise<number[]> {
  const documents = cleaned.map(({ id, ...columns }) => ({
    document: { id, title: columns.clean_title, text: columns.clean_text ?? "" },
    cleaned: columns,
  }));
  return (await readAndSave({ db, pool, model }, documents)).map(({ id }) => id);
}

interface Readers {
  db: Db;
  pool: UnderstandPool;
  model: ThreadModel;
}

/** Gives those that could not be read or written, with the reason. */
async function readAndSave(
  { db, pool, model }: Readers,
  documents: readonly Omit<ReadDocument, "answer">[],
): Promise<{ id: number; reason: string }[]> {
  const answers = await pool.understand(
    documents.map(({ document }) => document),
    model,
  );
  const read: ReadDocument[] = [];
  const failed: { id: number; reason: string }[] = [];
  for (const [i, answer] of answers.entries()) {
    const one = documents[i];
    if (one === undefined || one.document.id !== answer.id) throw new Error("answers came back in another order");
    if ("failed" in answer) failed.push({ id: answer.id, reason: answer.failed });
    else read.push({ ...one, answer });
  }
  failed.push(...(await saveUnderstood(db, read, { analyzer: pool.analyzerVersion, model: model.name })));
  return failed;
}

async function markFailed(db: Db, id: number, detail: string): Promise<void> {
  await db
    .updateTable("documents")
    .set({ failed_rule: "analysable", failed_detail: detail.replaceAll("\0", "").slice(0, longestDetail) })
    .where("id", "=", id)
    .where("grade", ">=", readyGrade)
    .execute();
}
