import { sql } from "kysely";
import type { Db } from "../platform/db/database.ts";
import type { CollectionStatus } from "../platform/db/schema.ts";
import { countedEver } from "./counts/counted-ever.ts";
import { countWaiting } from "./waiting-view.ts";
import { maybeTimestamp } from "./wire.ts";

/** What has come from one source so far. */
export interface SourceCounts {
  collections: number;
  documents: number;
  lastCollectedAt: string | null;
}

/** By id of the source; one that never ran is absent. */
export async function countBySource(db: Db): Promise<Map<string, SourceCounts>> {
  const { rows } = await sql<{ source: string; collections: number; documents: number; at: Date | null }>`
    select source_id as source, sum(collections)::bigint as collections, sum(documents)::bigint as documents, max(at) as at from (
      select source_id, count(*) as collections, 0 as documents, null::timestamptz as at from collections group by 1
      union all
      select source_id, 0, sum(n), null from ${countedEver} d where not hidden group by 1
      union all
      select source_id, 0, 0, captured_at from captures where id in (select max(id) from captures group by source_id)
    ) counts group by 1 having sum(collections) + sum(documents) > 0 or max(at) is not null`.execute(db);
  return new Map(
    rows.map((row) => [
      row.source,
      { collections: row.collections, documents: row.documents, lastCollectedAt: maybeTimestamp(row.at) },
    ]),
  );
}

/** How the newest collection of a source ended, or stands. */
export interface LastResult {
  collection: number;
  status: CollectionStatus;
  errorCode: string | null;
  errorMessage: string | null;
  documents: number;
}

/** By id of the source; one that never ran is absent. */
export async function listLastResults(db: Db): Promise<Map<string, LastResult>> {
  const rows = await db
    .selectFrom("collections")
    .select(["source_id", "id", "status", "error_code", "error_message", "documents"])
    .where("id", "in", (inner) =>
      inner
        .selectFrom("collections")
        .select((row) => row.fn.max("id").as("id"))
        .groupBy("source_id"),
    )
    .execute();
  return new Map(
    rows.map((row) => [
      row.source_id,
      {
        collection: row.id,
        status: row.status,
        errorCode: row.error_code,
        errorMessage: row.error_message,
        documents: row.documents,
      },
    ]),
  );
}

/** Levels that a monitor watches: addresses waiting or in work, and current documents by grade. */
export interface HouseLevels {
  frontier: { queued: number; claimed: number };
  documents: Record<string, number>;
  waiting: Record<"refine" | "understand", number>;
}

export async function measureLevels(db: Db): Promise<HouseLevels> {
  // From the tallies: the frontier itself may hold millions that wait. Those in work are few.
  const frontier = sql<{ queued: number; claimed: number }>`
    select greatest(0, c.waiting - f.claimed) as queued, f.claimed
    from (select coalesce(sum(found - done - failed - skipped), 0)::bigint as waiting from collections) c,
      (select count(*) as claimed from frontier where state = 'claimed') f`.execute(db);
  const documents = sql<{ grade: number; n: number }>`
    select grade, sum(n)::bigint as n from ${countedEver} d group by 1 having sum(n) <> 0`.execute(db);
  const [states, grades, waiting] = await Promise.all([frontier, documents, countWaiting(db)]);
  return {
    frontier: states.rows[0] ?? { queued: 0, claimed: 0 },
    documents: Object.fromEntries(grades.rows.map(({ grade, n }) => [String(grade), n])),
    waiting,
  };
}
