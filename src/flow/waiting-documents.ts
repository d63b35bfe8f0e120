import { type Kysely, sql } from "kysely";
import type { Schema } from "../platform/db/schema.ts";
import { isWaitingFor } from "../platform/db/waiting-documents.ts";
import { documentsInJobs } from "../platform/queue/failed-jobs.ts";
import type { StageName } from "../platform/queue/queue.ts";

/** What a stage has neither lifted nor given a failed rule. */
const waitingFor = {
  // Those of grade 2 are cleaned too, so that they can be shown, and lifted no further.
  refine: sql<boolean>`(${isWaitingFor("refine")} or grade = 2 and clean_text is null)`,
  understand: isWaitingFor("understand"),
} satisfies Record<StageName, unknown>;

/** Those of the documents that still wait for a stage. */
export async function stillWaiting(db: Kysely<Schema>, stage: StageName, ids: readonly number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("documents")
    .select("id")
    .where("id", "in", [...new Set(ids)])
    .where(waitingFor[stage])
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Documents that wait for a stage and are in no job: theirs was given up, or lay in the queue for longer than it keeps jobs. Of those of grade 2,
 * which are as many as there are lists in the web, only a failed job tells.
 */
export async function listForgotten(db: Kysely<Schema>, stage: StageName, limit: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select d.id from documents d
    where d.current and d.deleted_at is null and ${isWaitingFor(stage)}
      and not exists (select 1 from (${documentsInJobs}) held where held.id = d.id)
    order by d.id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Marks a document that a stage cannot lift, with the reason; it waits no more. What is not masked stays unseen. */
export async function markGivenUp(db: Kysely<Schema>, stage: StageName, id: number, reason: string): Promise<void> {
  await db
    .updateTable("documents")
    .set((row) => ({
      failed_rule: stage === "refine" ? "cleanable" : "analysable",
      failed_detail: reason.replaceAll("\0", "").slice(0, 300),
      clean_text: sql<string | null>`case when ${row.ref("grade")} = 2 then '' else ${row.ref("clean_text")} end`,
    }))
    .where("id", "=", id)
    .where(waitingFor[stage])
    .execute();
}
