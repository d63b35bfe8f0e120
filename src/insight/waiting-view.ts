import { sql } from "kysely";
import type { Db } from "../platform/db/database.ts";
import { countedEver } from "./counts/counted-ever.ts";

/** Documents that a stage has neither lifted nor given a failed rule. */
export async function countWaiting(db: Db): Promise<{ refine: number; understand: number }> {
  const { rows } = await sql<{ refine: number; understand: number }>`
    select coalesce(sum(n) filter (where grade = 3), 0)::bigint as refine, coalesce(sum(n) filter (where grade = 4), 0)::bigint as understand
    from ${countedEver} d where waits`.execute(db);
  return rows[0] ?? { refine: 0, understand: 0 };
}
