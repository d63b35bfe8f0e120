import { type Kysely, sql, type Transaction } from "kysely";
import { CommitUnansweredError } from "./errors.ts";
import { inTurn } from "./in-turn.ts";
import type { Schema } from "./schema.ts";

/** One try to commit a batch. */
export interface MarkedBatch {
  /** Who writes batches one after another; two that do it at the same time need names of their own. */
  writer: string;
  /** Names this very batch. */
  mark: string;
  /** An earlier try may have come through, or may yet. */
  unsure: boolean;
}

/**
 * Runs `work` as one transaction that leaves the batch's mark. Where an earlier try went unanswered, that one is settled first: its end is waited
 * for, and when it has come through nothing is done again. @returns what `work` gave; null when the earlier try had stored it.
 */
export function commitMarked<T>(
  db: Kysely<Schema>,
  { writer, mark, unsure }: MarkedBatch,
  work: (trx: Transaction<Schema>) => Promise<T>,
): Promise<T | null> {
  return inTurn(db).execute(async (trx) => {
    if (unsure && (await settledMark(trx, writer)) === mark) return null;
    const result = await work(trx);
    await sql`
      insert into commit_marks (writer, mark) values (${writer}, ${mark})
      on conflict (writer) do update set mark = excluded.mark`.execute(trx);
    return result;
  });
}

/**
 * Mark of the last batch that the writer committed; an empty string before the first. A transaction of a lost connection may be at its COMMIT
 * still: it holds the writer's row, and this waits for it.
 */
export async function settledMark(db: Kysely<Schema>, writer: string): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    insert into commit_marks (writer, mark) values (${writer}, '')
    on conflict (writer) do update set writer = excluded.writer returning mark`.execute(db);
  return rows[0]?.mark ?? "";
}

/** True when a transaction that ended with this error may have come through. */
export function mayBeStored(error: unknown): boolean {
  return error instanceof CommitUnansweredError;
}
