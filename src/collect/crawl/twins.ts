import { sql } from "kysely";
import type { RevisitTarget } from "../../archive/index.ts";
import type { Db } from "../../platform/db/database.ts";
import type { FinishedVisit } from "../visit/finished-visit.ts";
import { makeRevisit } from "../visit/hop.ts";

/** An earlier capture with the very same bytes. */
export interface Twin {
  captureId: number;
  /** It was asked for as part of another page, and is no page of the collection itself. */
  isPart: boolean;
  target: Omit<RevisitTarget, "kind">;
}

/** Bodies below this are error texts and empty pages: equal by chance. */
const minTwinBytes = 64;

/** Captures of the same collection that hold the payloads of these visits already, by collection and digest. */
export async function findTwins(db: Db, visits: readonly FinishedVisit[]): Promise<Map<string, Twin>> {
  const wanted = visits.flatMap(({ captures, collectionId }) =>
    captures
      .filter(({ capture }) => isComparable(capture))
      .map(({ capture }) => ({ collection_id: collectionId, digest: capture.digest })),
  );
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<{
    collection_id: number;
    digest: string;
    id: number;
    url: string;
    is_part: boolean;
    captured_at: Date;
    warc_file: string;
    warc_offset: number;
  }>`
    select r.collection_id, c.digest, c.id, c.url, c.part_of is not null as is_part, c.captured_at, c.warc_file, c.warc_offset
    from json_to_recordset(${JSON.stringify(wanted)}::json) as r(collection_id bigint, digest text)
    -- One probe of the index each: without statistics (the embedded database gathers none) a plain join reads the whole table.
    cross join lateral (
      select * from captures
      where collection_id = r.collection_id and digest = r.digest and record_type in ('response', 'resource')
        and status = 200 and truncated is null
      order by part_of is not null, id limit 1) c`.execute(db);
  return new Map(
    rows.map((row) => [
      `${row.collection_id} ${row.digest}`,
      {
        captureId: row.id,
        isPart: row.is_part,
        target: {
          url: row.url,
          capturedAt: row.captured_at,
          digest: row.digest,
          file: row.warc_file,
          offset: row.warc_offset,
        },
      },
    ]),
  );
}

/**
 * Turns captures whose bytes are stored already into revisits, and gives the visits that are no new page for it. Within a
 * batch the first of two equals is kept and the second waits for no one: it is only kept from becoming a second document.
 */
export function markTwins(visits: readonly FinishedVisit[], known: ReadonlyMap<string, Twin>): Set<FinishedVisit> {
  const twins = new Set<FinishedVisit>();
  const here = new Map<string, FinishedVisit>();
  for (const visit of visits) {
    for (const draft of visit.captures) {
      if (!isComparable(draft.capture)) continue;
      const key = `${visit.collectionId} ${draft.capture.digest}`;
      const twin = known.get(key);
      const earlier = here.get(key);
      if (twin !== undefined) {
        // A resource stays one: what a revisit refers to is an answer of a server.
        if (draft.capture.recordType === "response") {
          makeRevisit(draft, twin.captureId, { kind: "revisit_identical", ...twin.target });
        }
        if (twin.isPart || draft !== visit.captures.at(-1)) continue;
        twins.add(visit);
        note(visit, twin.target.url);
      } else if (earlier === undefined) {
        if (!isPart(draft.capture)) here.set(key, visit);
      } else if (draft === visit.captures.at(-1)) {
        twins.add(visit);
        note(visit, draft.capture.url === earlier.row?.claimed.url ? "" : (earlier.row?.claimed.url ?? ""));
      }
    }
  }
  return twins;
}

function isPart({ partOf = null }: { partOf?: string | null }): boolean {
  return partOf !== null;
}

function note(visit: FinishedVisit, url: string): void {
  if (visit.row?.end.state === "done" && visit.row.end.isPage && url !== "") {
    visit.row.end = { ...visit.row.end, detail: `The same bytes as ${url}` };
  }
}

function isComparable(capture: {
  recordType: string;
  status: number;
  payloadLength: number;
  truncated: unknown;
}): boolean {
  return (
    (capture.recordType === "response" || capture.recordType === "resource") &&
    capture.status === 200 &&
    capture.payloadLength >= minTwinBytes &&
    capture.truncated === null
  );
}
