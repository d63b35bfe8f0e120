import { type Kysely, sql } from "kysely";
import { type Stage, waitsFor } from "../../domain/waiting.ts";
import type { Schema } from "./schema.ts";

/** Whether a row of `documents` waits for a stage. In letters, not parameters: the index `documents_waiting` is made of the same. */
export function isWaitingFor(stage: Stage) {
  const { grade, failedRule } = waitsFor[stage];
  return sql<boolean>`(grade = ${sql.lit(grade)} and failed_rule = ${sql.lit(failedRule)})`;
}

/** Whether a row waits for any stage: what has yet to be read of all that was collected. */
const isWaiting = sql<boolean>`current and deleted_at is null and (${isWaitingFor("refine")} or ${isWaitingFor("understand")})`;

/** How many documents wait to be read; `most` when there are more, since nobody counts further. */
export async function countWaitingDocuments(db: Kysely<Schema>, most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (select 1 from documents where ${isWaiting} limit ${most}) w`.execute(db);
  return rows[0]?.n ?? 0;
}
