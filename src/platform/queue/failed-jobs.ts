import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.ts";
import type { StageJob, StageName } from "./queue.ts";

/** A job that failed for the last time. */
export interface FailedJob extends StageJob {
  stage: StageName;
  /** What the last failure said; null when the worker died at it. */
  message: string | null;
  /** The last failure was the machine's: nothing is known of the documents. */
  isMachines: boolean;
  /** The stage finished other jobs since this one was put: so the fault is not the stage's own. */
  othersWentWell: boolean;
}

/** Most jobs that are taken in one go. */
const most = 200;

/** Takes jobs that failed for the last time out of the queue, oldest first. Whoever takes them answers for their documents. */
export async function takeFailedJobs(trx: Kysely<Schema>): Promise<FailedJob[]> {
  const { rows } = await sql<{
    stage: StageName;
    data: StageJob;
    message: string | null;
    machine: boolean;
    others: boolean;
  }>`
    with failed as (
      select name, id from queue.job where name in ('refine', 'understand') and state = 'failed'
      order by completed_on limit ${most} for update skip locked)
    delete from queue.job j using failed f where j.name = f.name and j.id = f.id
    returning j.name as stage, j.data, j.output->>'message' as message,
      coalesce((j.output->>'machine')::boolean, false) as machine, exists (
      select 1 from queue.job o where o.name = j.name and o.state = 'completed' and o.completed_on > j.created_on) as others`.execute(
    trx,
  );
  return rows.map(({ stage, data, message, machine, others }) => ({
    ...data,
    stage,
    message,
    isMachines: machine,
    othersWentWell: others,
  }));
}

/** Documents in jobs that are not finished, of any stage, as a subquery with one column `id`. */
export const documentsInJobs = sql`
  select value::bigint as id from queue.job j cross join lateral jsonb_array_elements_text(j.data->'documentIds')
  where j.name in ('refine', 'understand') and j.state < 'completed'`;
