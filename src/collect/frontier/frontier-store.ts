import { type Kysely, sql } from "kysely";
import type { FailureReason } from "../../domain/failure.ts";
import { storableText } from "../../lib/storable-text.ts";
import { inTurn } from "../../platform/db/in-turn.ts";
import type { Schema } from "../../platform/db/schema.ts";
import type { ClaimedRow, FoundUrl, RowEnd } from "./frontier-row.ts";
import { countGivenUp } from "./host-tallies.ts";
import { noteTallies, type Tally, talliesOfNew } from "./tallies.ts";

type Db = Kysely<Schema>;

/**
 * Enters addresses; those known already stay as they are, save that a shorter way to a waiting one is noted, since depth decides the
 * order. Returns what was new, for the caller to note at the collections.
 */
export async function insertFound(db: Db, found: readonly FoundUrl[]): Promise<Tally[]> {
  if (found.length === 0) return [];
  const seen = new Set<string>();
  const rows = found
    .filter(({ collectionId, url }) => {
      const key = `${collectionId} ${url}`;
      return seen.has(key) ? false : seen.add(key);
    })
    .map((one) => ({
      collection_id: one.collectionId,
      url: one.url,
      host: one.host,
      depth: one.depth,
      found_by: one.foundBy,
      hops: one.hops,
      parent_id: one.parentId,
      state: one.skip === null ? "queued" : "skipped",
      reason: one.skip?.reason ?? null,
      detail: storable(one.skip?.detail ?? null),
    }));
  // Ids in the order of the links, since they decide who comes first; rows in the order of addresses, since two collectors that
  // enter the same links in different orders would block each other.
  const entered = await sql<{ collection_id: number; state: string; reason: FailureReason | null; n: number }>`
    with entered as (
    insert into frontier as f (id, collection_id, url, host, depth, found_by, hops, parent_id, state, reason, detail, finished_at)
    overriding system value
    select id, collection_id, url, host, depth, found_by, hops, parent_id, state, reason, detail,
           case when state = 'skipped' then now() end
    from (select nextval(pg_get_serial_sequence('frontier', 'id')) as id, r.*
          from json_to_recordset(${JSON.stringify(rows)}::json) as r(collection_id bigint, url text, host text, depth int,
            found_by text, hops int, parent_id bigint, state text, reason text, detail text)) numbered
    order by collection_id, url
    on conflict (collection_id, url) do update set depth = excluded.depth
      where f.state = 'queued' and excluded.state = 'queued' and excluded.depth < f.depth
    -- A row that was there before carries the lock of this update.
    returning collection_id, state, reason, xmax = 0 as fresh)
    select collection_id, state, reason, count(*) as n from entered where fresh group by 1, 2, 3`.execute(db);
  return talliesOfNew(entered.rows);
}

/**
 * Takes up to `limit` waiting rows of one collection and host, nearest first, while the host is held under `token`. `maxPages` is
 * kept exactly, by any number of collectors: the collection's row is locked first, and what is left to claim is counted by a statement
 * that begins when the lock is held. Counted by the statement that waits for the lock, it would be as of before the wait.
 */
export async function claimRows(
  db: Db,
  claim: { collectionId: number; host: string; token: string; limit: number },
): Promise<ClaimedRow[]> {
  const { collectionId, host, token, limit } = claim;
  return inTurn(db).execute(async (trx) => {
    const collection = await sql<{ left: number }>`
      select max_pages - pages as left from collections
      where id = ${collectionId} and status = 'running' for update`.execute(trx);
    const left = collection.rows[0]?.left ?? 0;
    if (Math.min(limit, left) <= 0) return [];
    const claimed = await sql<ClaimedRow>`
      with room as (
        select greatest(0, least(${limit}::bigint, ${left}::bigint - count(*))) as rows
        from frontier where collection_id = ${collectionId} and state = 'claimed'
      ), picked as (
        select id from frontier
        where collection_id = ${collectionId} and host = ${host} and state = 'queued' and not_before <= now() and ${isHeld(host, token)}
        order by depth, id limit (select rows from room) for update skip locked
      )
      update frontier f set state = 'claimed', claimed_by = ${token}
      from picked where f.id = picked.id
      returning f.id, f.collection_id as "collectionId", f.url, f.host, f.depth, f.found_by as "foundBy", f.hops, f.attempts
    `.execute(trx);
    return claimed.rows.sort((a, b) => a.depth - b.depth || a.id - b.id);
  });
}

/** Puts claimed rows back as they were: for a collector that stops or a collection that pauses. */
export async function returnRows(db: Db, ids: readonly number[], token: string): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update frontier set state = 'queued', claimed_by = null
    where id in (select value::bigint from json_array_elements_text(${JSON.stringify(ids)}::json))
      and state = 'claimed' and claimed_by = ${token}`.execute(db);
}

/** Whether the host is still held under this lease: one that slept may have lost it without a word. */
function isHeld(host: string, token: string) {
  return sql`exists (select 1 from hosts where host = ${host} and leased_by = ${token})`;
}

/** Takes back what a former holder of this host had claimed. Does nothing when the lease named by `token` is no longer ours. */
export async function reclaimHost(db: Db, host: string, token: string): Promise<void> {
  await sql`
    update frontier set state = 'queued', claimed_by = null
    where state = 'claimed' and host = ${host} and claimed_by is distinct from ${token} and ${isHeld(host, token)}
      and collection_id in (select id from collections where status in ('running', 'paused', 'stopped'))`.execute(db);
}

export interface RowResult {
  id: number;
  token: string;
  end: RowEnd;
  captureId: number | null;
}

/** Ends claimed rows. Returns the ids that were really ours; the caller must undo its work for the others. */
export async function finishRows(db: Db, results: readonly RowResult[]): Promise<Set<number>> {
  if (results.length === 0) return new Set();
  const rows = results.map(({ id, token, end, captureId }) => ({
    id,
    token,
    state: end.state === "retry" || end.state === "wait" ? "queued" : end.state,
    reason: end.state === "done" ? null : end.reason,
    detail: storable(end.detail),
    http_status: end.httpStatus,
    capture_id: captureId,
    after_ms: end.state === "retry" ? end.afterMs : 0,
    until: end.state === "wait" ? end.until.toISOString() : null,
    attempt: end.state === "wait" ? 0 : 1,
    final: end.state !== "retry" && end.state !== "wait",
  }));
  const { rows: ours } = await sql<{ id: number }>`
    update frontier f set state = r.state, reason = r.reason, detail = r.detail, http_status = r.http_status,
      capture_id = coalesce(r.capture_id, f.capture_id), attempts = f.attempts + r.attempt, claimed_by = null,
      not_before = coalesce(r.until, now() + r.after_ms * interval '1 millisecond'),
      finished_at = case when r.final then now() end
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(id bigint, token text, state text, reason text,
      detail text, http_status int, capture_id bigint, after_ms bigint, until timestamptz, attempt int,
      final boolean)
    where f.id = r.id and f.state = 'claimed' and f.claimed_by = r.token
    returning f.id`.execute(db);
  return new Set(ours.map(({ id }) => id));
}

/** Ends every waiting row of a host in one collection, for a spent budget or a dead host; only for who holds it. Returns how many. */
export async function endHost(
  db: Db,
  { host, token, collectionId }: { host: string; token: string; collectionId: number },
  end: { state: "failed" | "skipped"; reason: FailureReason; detail: string },
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await sql`
      update frontier set state = ${end.state}, reason = ${end.reason}, detail = ${storable(end.detail)}, finished_at = now()
      where collection_id = ${collectionId} and host = ${host} and state = 'queued' and ${isHeld(host, token)}`.execute(
      trx,
    );
    const n = Number(numAffectedRows ?? 0);
    if (n > 0 && end.state === "failed") await countGivenUp(trx, { collectionId, host, failures: n });
    if (n > 0) await noteTallies(trx, [{ collectionId, kind: end.state, reason: end.reason, n }]);
    return n;
  });
}

/** Addresses that led to this row by redirects, nearest first; at most 20. */
export async function listRedirectChain(db: Db, id: number): Promise<string[]> {
  const { rows } = await sql<{ url: string }>`
    with recursive chain as (
      select id, url, parent_id, found_by, 0 as step from frontier where id = ${id}
      union all
      select f.id, f.url, f.parent_id, f.found_by, chain.step + 1
      from chain join frontier f on f.id = chain.parent_id
      where chain.found_by = 'redirect' and chain.step < 20
    )
    select url from chain order by step`.execute(db);
  return rows.map(({ url }) => url);
}

/** Rows of this host that ended in a request, for the per-host budget. */
export async function countVisited(db: Db, collectionId: number, host: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from frontier
    where collection_id = ${collectionId} and host = ${host} and state in ('done', 'failed')`.execute(db);
  return rows[0]?.n ?? 0;
}

function storable(text: string | null): string | null {
  return text === null ? null : storableText(text, 1_000);
}
