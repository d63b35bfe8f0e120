import { sql } from "kysely";
import type { Db } from "../../platform/db/database.ts";
import type { CollectorState, CollectorWish } from "../../platform/db/schema.ts";
import { collectorNotFound } from "../errors.ts";
import { placeLeaseMs } from "./collector-place.ts";

export interface CollectorView {
  name: string;
  hostName: string;
  pid: number;
  version: string;
  /** `lost` when nothing was heard of it for 20 seconds: dead, or cut off from the database. */
  state: CollectorState | "lost";
  wanted: CollectorWish;
  /** Hosts it held at its last heartbeat. */
  hosts: number;
  /** Since it started. */
  pages: number;
  startedAt: Date;
  heartbeatAt: Date;
}

/** Collectors that run, and those of the last day that do no more, by name; at most 1,000. */
export async function listCollectors(db: Db): Promise<CollectorView[]> {
  return views(db, null);
}

/**
 * Asks a collector to finish what is in hand and end (`drain`), or to drop it and end (`stop`). It does so at its next heartbeat, within
 * seconds; one that ended already stays as it is.
 * @throws NotFoundError `collector_not_found`.
 */
export async function askCollector(db: Db, name: string, wish: Exclude<CollectorWish, "run">): Promise<CollectorView> {
  await sql`
    update collectors set wanted = ${wish}
    where name = ${name} and state <> 'stopped' and not (wanted = 'stop' and ${wish} = 'drain')`.execute(db);
  const [view] = await views(db, name);
  if (view === undefined) throw collectorNotFound(name);
  return view;
}

async function views(db: Db, name: string | null): Promise<CollectorView[]> {
  const { rows } = await sql<CollectorView>`
    select name, host_name as "hostName", pid, version, wanted, pages, started_at as "startedAt", heartbeat_at as "heartbeatAt",
      case when state <> 'stopped' and heartbeat_at < now() - ${placeLeaseMs} * interval '1 millisecond' then 'lost'
        else state end as state,
      case when heartbeat_at < now() - ${placeLeaseMs} * interval '1 millisecond' then 0 else hosts end as hosts
    from collectors
    where ${name === null ? sql`heartbeat_at > now() - interval '1 day'` : sql`name = ${name}`}
    order by heartbeat_at desc limit 1000`.execute(db);
  return rows.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
}
