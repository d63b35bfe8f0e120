import { type Kysely, sql } from "kysely";
import type { FailureReason } from "../../domain/failure.ts";
import type { Schema } from "../../platform/db/schema.ts";

/** A change in how a collection's addresses stand: so many were found, or ended in a state. */
export interface Tally {
  collectionId: number;
  kind: "found" | "done" | "failed" | "skipped";
  reason: FailureReason | null;
  n: number;
}

/** What an insert into the frontier changed, from the states of its new rows. */
export function talliesOfNew(
  rows: readonly { collection_id: number; state: string; reason: FailureReason | null; n: number }[],
): Tally[] {
  return rows.flatMap(({ collection_id: collectionId, state, reason, n }) => {
    const found: Tally = { collectionId, kind: "found", reason: null, n };
    return state === "skipped" ? [found, { collectionId, kind: "skipped", reason, n }] : [found];
  });
}

/** Sums by kind, and by reason, of one collection's tallies. */
export function sumTallies(tallies: readonly Tally[]) {
  const sums = { found: 0, done: 0, failed: 0, skipped: 0, reasons: {} as Record<string, number> };
  for (const { kind, reason, n } of tallies) {
    sums[kind] += n;
    if (reason !== null) sums.reasons[reason] = (sums.reasons[reason] ?? 0) + n;
  }
  return sums;
}

/** Adds one sum of reasons to the column. */
export function addedReasons(reasons: Readonly<Record<string, number>>) {
  if (Object.keys(reasons).length === 0) return sql`reasons`;
  return sql`(select jsonb_object_agg(key, n) from (
    select key, sum(value::bigint) as n
    from (select * from jsonb_each_text(reasons) union all select * from jsonb_each_text(${JSON.stringify(reasons)}::jsonb)) r
    group by key) sums)`;
}

/** Notes the changes at their collections. Comes last in a transaction: others wait for these rows. */
export async function noteTallies(db: Kysely<Schema>, tallies: readonly Tally[]): Promise<void> {
  const ids = [...new Set(tallies.map(({ collectionId }) => collectionId))].sort((a, b) => a - b);
  for (const id of ids) {
    const sums = sumTallies(tallies.filter(({ collectionId }) => collectionId === id));
    await sql`
      update collections set found = found + ${sums.found}, done = done + ${sums.done}, failed = failed + ${sums.failed},
        skipped = skipped + ${sums.skipped}, reasons = ${addedReasons(sums.reasons)}
      where id = ${id}`.execute(db);
  }
}
