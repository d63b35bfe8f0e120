import { type Kysely, sql } from "kysely";
import type { Schema } from "../../platform/db/schema.ts";
import { type CollectorPlace, placeLeaseMs } from "./collector-place.ts";

type Db = Kysely<Schema>;

/** Places say under this, in the settings, what they leave to others. */
const prefix = "collector-lacks.";

/**
 * Says which collections a place leaves to others for want of a key, in the stead of what it said before; what places have said that nobody
 * has heard of for a day is cleared away. It counts for as long as this very life has the place.
 */
export async function sayLacks(
  db: Db,
  { name, life }: CollectorPlace,
  collectionIds: readonly number[],
): Promise<void> {
  const value = JSON.stringify({ life, collections: collectionIds.map(String) });
  await sql`
    delete from settings s where s.key like ${`${prefix}%`} and not exists (
      select 1 from collectors c where s.key = ${prefix} || c.name and c.heartbeat_at > now() - interval '1 day')`.execute(
    db,
  );
  await db
    .insertInto("settings")
    .values({ key: prefix + name, value })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
    .execute();
}

/**
 * Whether another collector may have what this one lacks: one that was heard of within the lease, or left within it, and did not say
 * that it lacks it too.
 */
export async function mayOthersHave(db: Db, { name }: CollectorPlace, collectionId: number): Promise<boolean> {
  const { rows } = await sql`
    select 1 from collectors o
    where o.name <> ${name} and o.heartbeat_at > now() - ${placeLeaseMs} * interval '1 millisecond'
      and not exists (
        select 1 from settings s where s.key = ${prefix} || o.name and s.value->>'life' = o.life
          and s.value->'collections' ? ${String(collectionId)}::text)
    limit 1`.execute(db);
  return rows.length > 0;
}
