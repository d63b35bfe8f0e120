import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.ts";

/** Whether any process works on the stages: a job is in hand, or one was begun within `withinMs`. */
export async function isSomebodyWorking(db: Kysely<Schema>, withinMs: number): Promise<boolean> {
  const { rows } = await sql<{ works: boolean }>`
    select exists (
      select 1 from queue.job where name in ('refine', 'understand')
        and (state = 'active' or started_on > now() - ${withinMs} * interval '1 millisecond')) as works`.execute(db);
  return rows[0]?.works ?? false;
}
