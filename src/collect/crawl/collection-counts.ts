import { type Kysely, sql } from "kysely";
import { storableText } from "../../lib/storable-text.ts";
import type { Schema } from "../../platform/db/schema.ts";
import { addedReasons, sumTallies, type Tally } from "../frontier/tallies.ts";
import type { ItemCounts } from "../items-store.ts";
import type { ReadPage } from "../page-reader.ts";
import type { FinishedVisit } from "../visit/finished-visit.ts";
import type { CollectionInHand } from "./collection-in-hand.ts";

interface Counts {
  pages: number;
  captures: number;
  documents: number;
  bytes: number;
  anchors: string[];
  notes: { code: string; message: string }[];
  items: number;
  tallies: Tally[];
}

/** What a batch brought. */
export interface BatchCounts {
  visits: readonly FinishedVisit[];
  pages: readonly ReadPage[];
  /** Items met for the first time, by collection. */
  items: ReadonlyMap<number, ItemCounts>;
  tallies: readonly Tally[];
}

/**
 * Adds a batch to its collections' counters, and keeps their cookies and anchors. Comes last in the transaction: other
 * collectors wait for these rows.
 */
export async function countInto(
  db: Kysely<Schema>,
  { visits, pages, items, tallies }: BatchCounts,
  collectionOf: (id: number) => CollectionInHand | undefined,
): Promise<void> {
  const byCollection = new Map<number, Counts>();
  const of = (id: number) => {
    let counts = byCollection.get(id);
    if (counts === undefined) {
      counts = { pages: 0, captures: 0, documents: 0, bytes: 0, anchors: [], notes: [], items: 0, tallies: [] };
      byCollection.set(id, counts);
    }
    return counts;
  };
  for (const visit of visits) {
    const counts = of(visit.collectionId);
    if (visit.row?.end.state === "done" && visit.row.end.isPage) counts.pages += 1;
    counts.captures += visit.captures.length;
    for (const { capture } of visit.captures) {
      if (capture.recordType === "response") counts.bytes += capture.payloadLength;
    }
    counts.anchors.push(...visit.anchors);
    counts.notes.push(...visit.notes);
  }
  for (const page of pages) of(page.collectionId).documents += 1;
  for (const [id, met] of items) {
    of(id).items += met.items;
    of(id).documents += met.documents;
  }
  for (const tally of tallies) of(tally.collectionId).tallies.push(tally);
  for (const [id, counts] of [...byCollection].sort(([a], [b]) => a - b)) {
    const sums = sumTallies(counts.tallies);
    const cookies = collectionOf(id)?.cookies.takeChange() ?? null;
    await sql`
      update collections set pages = pages + ${counts.pages}, captures = captures + ${counts.captures},
        documents = documents + ${counts.documents}, items = items + ${counts.items}, notes = ${addedNotes(counts.notes)}, bytes = bytes + ${counts.bytes},
        found = found + ${sums.found}, done = done + ${sums.done}, failed = failed + ${sums.failed},
        skipped = skipped + ${sums.skipped}, reasons = ${addedReasons(sums.reasons)},
        cookies = coalesce(${cookies === null ? null : JSON.stringify(cookies)}::jsonb, cookies),
        anchors = case when ${counts.anchors.length}::int = 0 then anchors
          else (select jsonb_agg(distinct value) from jsonb_array_elements(anchors || ${JSON.stringify(counts.anchors)}::jsonb)) end
      where id = ${id}`.execute(db);
  }
}

/** Notes that a collection keeps; the same sentence stands there once. */
const maxNotes = 50;

function addedNotes(notes: readonly { code: string; message: string }[]) {
  if (notes.length === 0) return sql`notes`;
  const fresh = JSON.stringify(notes.map(({ code, message }) => ({ code, message: storableText(message, 500) })));
  return sql`(select coalesce(jsonb_agg(note), '[]') from (
    select value as note from jsonb_array_elements(notes || ${fresh}::jsonb) with ordinality as n(value, place)
    group by value order by min(place) limit ${maxNotes}) kept)`;
}
