import { type Kysely, sql } from "kysely";
import type { Schema } from "../../platform/db/schema.ts";
import type { FinishedVisit } from "../visit/finished-visit.ts";
import { bucketOfMs } from "./answer-times.ts";

interface HostCounts {
  collection_id: number;
  host: string;
  pages: number;
  requests: number;
  answers: number;
  failures: number;
  bytes: number;
  ms_total: number;
  ms_max: number;
  ms_buckets: number[];
}

/** Adds what a batch's requests met to its collections' hosts. */
export async function countHosts(db: Kysely<Schema>, visits: readonly FinishedVisit[]): Promise<void> {
  const counts = new Map<string, HostCounts>();
  const of = (collectionId: number, host: string): HostCounts => {
    const key = `${collectionId} ${host}`;
    const known = counts.get(key);
    if (known !== undefined) return known;
    const numbers = {
      pages: 0,
      requests: 0,
      answers: 0,
      failures: 0,
      bytes: 0,
      ms_total: 0,
      ms_max: 0,
      ms_buckets: [],
    };
    const fresh: HostCounts = { collection_id: collectionId, host, ...numbers };
    counts.set(key, fresh);
    return fresh;
  };
  for (const { collectionId, row, requests = [] } of visits) {
    if (row?.end.state === "done" && row.end.isPage) of(collectionId, row.claimed.host).pages += 1;
    if (row?.end.state === "failed") of(collectionId, row.claimed.host).failures += 1;
    for (const { host, ms, bytes } of requests) {
      const count = of(collectionId, host);
      count.requests += 1;
      count.bytes += bytes;
      if (ms === null) continue;
      count.answers += 1;
      count.ms_total += Math.round(ms);
      count.ms_max = Math.max(count.ms_max, Math.round(ms));
      const bucket = bucketOfMs(ms);
      while (count.ms_buckets.length <= bucket) count.ms_buckets.push(0);
      count.ms_buckets[bucket] = (count.ms_buckets[bucket] ?? 0) + 1;
    }
  }
  await add(db, [...counts.values()]);
}

/** Counts addresses of a host that were given up without a request. */
export async function countGivenUp(
  db: Kysely<Schema>,
  { collectionId, host, failures }: { collectionId: number; host: string; failures: number },
): Promise<void> {
  const numbers = { pages: 0, requests: 0, answers: 0, bytes: 0, ms_total: 0, ms_max: 0, ms_buckets: [] };
  await add(db, [{ collection_id: collectionId, host, failures, ...numbers }]);
}

async function add(db: Kysely<Schema>, counts: readonly HostCounts[]): Promise<void> {
  if (counts.length === 0) return;
  // In one order, since two collectors that add to the same hosts in different orders would block each other.
  await sql`
    insert into collection_hosts as h (collection_id, host, pages, requests, answers, failures, bytes, ms_total, ms_max, ms_buckets)
    select collection_id, host, pages, requests, answers, failures, bytes, ms_total, ms_max,
      array(select value::int from json_array_elements_text(ms_buckets))
    from json_to_recordset(${JSON.stringify(counts)}::json) as r(collection_id bigint, host text, pages bigint, requests bigint, answers bigint,
      failures bigint, bytes bigint, ms_total bigint, ms_max int, ms_buckets json)
    order by collection_id, host
    on conflict (collection_id, host) do update set pages = h.pages + excluded.pages, requests = h.requests + excluded.requests,
      answers = h.answers + excluded.answers,
      failures = h.failures + excluded.failures, bytes = h.bytes + excluded.bytes, ms_total = h.ms_total + excluded.ms_total,
      ms_max = greatest(h.ms_max, excluded.ms_max),
      ms_buckets = array(select coalesce(a, 0) + coalesce(b, 0)
        from unnest(h.ms_buckets, excluded.ms_buckets) with ordinality as u(a, b, place) order by place)`.execute(db);
}
