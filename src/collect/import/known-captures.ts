import { type Kysely, sql } from "kysely";
import type { Schema } from "../../platform/db/schema.ts";
import type { ImportDraft } from "./drafts.ts";

/**
 * Drafts whose bytes the archive has at the same address: of the same moment, or as the newest there is. An answer out of a WARC file is known by its
 * moment alone when it is a revisit.
 */
export async function findKnown(
  db: Kysely<Schema>,
  sourceId: string,
  drafts: readonly ImportDraft[],
): Promise<Set<ImportDraft>> {
  if (drafts.length === 0) return new Set();
  const rows = drafts.map(({ capture, found }, n) => ({
    n,
    url: capture.url,
    at: capture.capturedAt.toISOString(),
    digest: found.kind === "exchange" && found.repeats !== null ? null : capture.digest,
    resource: found.kind === "payload",
  }));
  const { rows: known } = await sql<{ n: number }>`
    select r.n from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(n int, url text, at timestamptz, digest text, resource boolean)
    where exists (
      select 1 from captures c where c.url = r.url and c.captured_at = r.at and c.source_id = ${sourceId}
        and (c.record_type = 'resource') = r.resource
        and (c.digest = r.digest or (r.digest is null and c.record_type like 'revisit%')))
    or (r.resource and r.digest = (
      select c.digest from captures c where c.url = r.url and c.source_id = ${sourceId} and c.record_type = 'resource'
      order by c.id desc limit 1))`.execute(db);
  const set = new Set(known.flatMap(({ n }) => drafts[n] ?? []));
  // Within a batch the first of two equals counts.
  const here = new Set<string>();
  for (const draft of drafts) {
    const { url, digest, capturedAt, recordType } = draft.capture;
    const key = `${url} ${digest} ${recordType === "resource" ? "" : capturedAt.getTime()}`;
    if (here.has(key)) set.add(draft);
    here.add(key);
  }
  return set;
}

/** When the page that is current at each of these addresses was captured. */
export async function findCurrentDates(
  db: Kysely<Schema>,
  sourceId: string,
  urls: readonly string[],
): Promise<Map<string, Date>> {
  if (urls.length === 0) return new Map();
  const { rows } = await sql<{ url: string; collected_at: Date }>`
    select d.url, d.collected_at from json_array_elements_text(${JSON.stringify(urls)}::json) as wanted(url)
    join documents d on d.source_id = ${sourceId} and d.url = wanted.url and d.current`.execute(db);
  return new Map(rows.map(({ url, collected_at }) => [url, collected_at]));
}
