import { type Kysely, sql } from "kysely";
import { storableText } from "../lib/storable-text.ts";
import type { Schema } from "../platform/db/schema.ts";

/** Something that a person should look at. */
export interface Alert {
  /** Stable: `schema_changed`, `auth_expired`, … */
  kind: string;
  sourceId: string | null;
  collectionId: number | null;
  message: string;
}

/** Raises alerts; the same kind for the same collection only once, and of no collection only while none of its kind is unseen. */
export async function raiseAlerts(db: Kysely<Schema>, alerts: readonly Alert[]): Promise<void> {
  for (const { kind, sourceId, collectionId, message } of alerts) {
    await sql`
      insert into alerts (kind, source_id, collection_id, message)
      select ${kind}, ${sourceId}, ${collectionId}, ${storableText(message, 1_000)}
      where not exists (
        select 1 from alerts where kind = ${kind} and collection_id is not distinct from ${collectionId}::bigint
          and (collection_id is not null or seen_at is null))`.execute(db);
  }
}
