import { type Kysely, sql } from "kysely";
import type { Schema } from "../../platform/db/schema.ts";
import type { Tally } from "../frontier/tallies.ts";
import type { FinishedVisit } from "../visit/finished-visit.ts";

/**
 * Keeps one page for each canonical address: the first address that names it stores the page and takes the canonical's place in the
 * frontier; later ones are duplicates. Returns those, with a sentence for the person who asks, and what changed in the frontier. Nothing is lost when the canonical
 * address itself turns out dead, since the page that was read is the one kept.
 */
export async function settleCanonicals(
  db: Kysely<Schema>,
  visits: readonly FinishedVisit[],
): Promise<{ duplicates: Map<FinishedVisit, string>; tallies: Tally[] }> {
  const duplicates = new Map<FinishedVisit, string>();
  const firsts = new Map<string, FinishedVisit>();
  for (const visit of visits) {
    if (visit.canonical === null || visit.row === null) continue;
    const key = `${visit.collectionId} ${visit.canonical.url}`;
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, visit);
    else duplicates.set(visit, `The same page as ${first.row?.claimed.url}`);
  }
  if (firsts.size === 0) return { duplicates, tallies: [] };
  const rows = [...firsts.values()].map(({ collectionId, canonical, row }) => ({
    collection_id: collectionId,
    url: canonical?.url,
    host: canonical?.host,
    depth: row?.claimed.depth,
    parent_id: row?.claimed.id,
    detail: `Stored as ${row?.claimed.url}`,
  }));
  const json = JSON.stringify(rows);
  const taken = await sql<{ collection_id: number; url: string; fresh: boolean }>`
    insert into frontier as f (collection_id, url, host, depth, found_by, parent_id, state, detail, finished_at)
    select collection_id, url, host, depth, 'canonical', parent_id, 'skipped', detail, now()
    from json_to_recordset(${json}::json) as r(collection_id bigint, url text, host text, depth int, parent_id bigint, detail text)
    order by collection_id, url
    on conflict (collection_id, url) do update set state = 'skipped', detail = excluded.detail, finished_at = now()
      where f.state = 'queued'
    returning collection_id, url, xmax = 0 as fresh`.execute(db);
  const tallies: Tally[] = [];
  for (const { collection_id: collectionId, url, fresh } of taken.rows) {
    firsts.delete(`${collectionId} ${url}`);
    tallies.push({ collectionId, kind: "skipped", reason: null, n: 1 });
    if (fresh) tallies.push({ collectionId, kind: "found", reason: null, n: 1 });
  }
  if (firsts.size === 0) return { duplicates, tallies };
  // What is left was known and not waiting: done, in hand, or kept under another address. A failed one gives way.
  const left = JSON.stringify(
    [...firsts.values()].map((visit) => ({ c: visit.collectionId, u: visit.canonical?.url })),
  );
  const standing = await sql<{ collection_id: number; url: string }>`
    select f.collection_id, f.url from json_to_recordset(${left}::json) as r(c bigint, u text)
    join frontier f on f.collection_id = r.c and f.url = r.u
    where f.state in ('done', 'claimed') or (f.state = 'skipped' and f.reason is null)`.execute(db);
  for (const { collection_id, url } of standing.rows) {
    const visit = firsts.get(`${collection_id} ${url}`);
    if (visit !== undefined) duplicates.set(visit, `The same page as ${url}`);
  }
  return { duplicates, tallies };
}
