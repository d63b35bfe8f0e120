import { hostname } from "node:os";
import { type Kysely, sql } from "kysely";
import { naruVersion } from "../../lib/version.ts";
import type { CollectorState, CollectorWish, Schema } from "../../platform/db/schema.ts";
import { isAlive, ownMachine, ownProcess } from "../../platform/living-process.ts";
import { placeLost, placeTaken } from "../errors.ts";

type Db = Kysely<Schema>;

/** A place whose holder has not been heard of for this long is free, by the database's clock. */
export const placeLeaseMs = 20_000;

export interface PlaceWanted {
  /** A name of one's own, which has to be free; null takes the first free of `HOSTNAME-1`, `HOSTNAME-2`, … */
  name: string | null;
  /** Names this stay, so that a place which was taken without an answer is known again. Default a new one. */
  life?: string;
  /** Id of the archive folder. */
  archive: string;
  /** Nobody else can be there: the database serves one process, so whoever held the place is dead. */
  alone: boolean;
  hostName?: string;
  leaseMs?: number;
}

/** A collector's place in the database: its name, and this process's right to it. */
export interface CollectorPlace {
  name: string;
  /** Names this very stay; another process in the place has another one. */
  life: string;
  archive: string;
}

export function newLife(): string {
  return Math.random().toString(36).slice(2, 10);
}

/**
 * Takes a place under the lock of its row: one that nobody holds, or whose holder is dead or silent for longer than the lease.
 * @throws ConflictError `collector_name_taken` when the name asked for has a living holder.
 */
export async function takePlace(db: Db, wanted: PlaceWanted): Promise<CollectorPlace> {
  const { life = newLife() } = wanted;
  if (wanted.name !== null) {
    const place = { name: wanted.name, life, archive: wanted.archive };
    if (await tryTake(db, place, wanted)) return place;
    throw placeTaken(wanted.name, await findHolder(db, wanted.name));
  }
  const base = (wanted.hostName ?? hostname()).replaceAll(/[^A-Za-z0-9._-]/g, "-").slice(0, 48) || "collector";
  // A place in another folder is passed over: what its last holder left is to be mended there.
  const elsewhere = await db
    .selectFrom("collectors")
    .select("name")
    .where("name", "like", `${base.replaceAll(/[%_\\]/g, "\\$&")}-%`)
    .where("archive", "<>", wanted.archive)
    .execute();
  const foreign = new Set(elsewhere.map(({ name }) => name));
  for (let number = 1; ; number += 1) {
    const place = { name: `${base}-${number}`, life, archive: wanted.archive };
    if (!foreign.has(place.name) && (await tryTake(db, place, wanted))) return place;
  }
}

async function tryTake(db: Db, place: CollectorPlace, { alone, hostName, leaseMs }: PlaceWanted): Promise<boolean> {
  const { name, life, archive } = place;
  const { pid, started } = ownProcess();
  const machine = ownMachine();
  const dead = await findDead(db, name, machine);
  const { rows } = await sql`
    insert into collectors as c (name, life, host_name, machine, pid, process_started, archive, version, state)
    values (${name}, ${life}, ${hostName ?? hostname()}, ${machine}, ${pid}, ${started}, ${archive}, ${naruVersion}, 'running')
    on conflict (name) do update set life = excluded.life, host_name = excluded.host_name, machine = excluded.machine,
      pid = excluded.pid, process_started = excluded.process_started, archive = excluded.archive, version = excluded.version,
      state = 'running', wanted = 'run', keeps_index = false, hosts = 0, pages = 0, started_at = now(), heartbeat_at = now()
    where ${alone} or c.state = 'stopped' or c.life in (${dead}, ${life})
      or c.heartbeat_at < clock_timestamp() - ${leaseMs ?? placeLeaseMs} * interval '1 millisecond'
    returning name`.execute(db);
  return rows.length > 0;
}

/** The holder's life when it was a process of this machine that is gone: nobody need wait for its lease then. */
async function findDead(db: Db, name: string, machine: string | null): Promise<string | null> {
  if (machine === null) return null;
  const holder = await db
    .selectFrom("collectors")
    .select(["life", "pid", "process_started"])
    .where("name", "=", name)
    .where("machine", "=", machine)
    .executeTakeFirst();
  if (holder === undefined || isAlive({ pid: holder.pid, started: holder.process_started })) return null;
  return holder.life;
}

async function findHolder(db: Db, name: string): Promise<{ hostName: string; pid: number } | undefined> {
  const holder = await db
    .selectFrom("collectors")
    .select(["host_name", "pid"])
    .where("name", "=", name)
    .executeTakeFirst();
  return holder === undefined ? undefined : { hostName: holder.host_name, pid: holder.pid };
}

/** What a collector tells of itself. */
export interface Pulse {
  state: CollectorState;
  /** Hosts in hand. */
  hosts: number;
  /** Hosts that it may hold. */
  places: number;
}

/** What a collector hears back: what is wanted of it, and how the others are. */
export interface Answer {
  wanted: CollectorWish;
  others: Others;
}

/** The other collectors that run. */
export interface Others {
  count: number;
  /** Hosts that they hold. */
  hosts: number;
  /** Fewest hosts among those that have room for more; null when none has. */
  least: number | null;
}

/** Says that the holder lives, and asks what is wanted of it. @throws PlaceLostError when somebody else has the place. */
export async function beat(db: Db, { name, life }: CollectorPlace, { state, hosts, places }: Pulse): Promise<Answer> {
  const { rows } = await sql<{ wanted: CollectorWish } & Others>`
    with mine as (
      update collectors set heartbeat_at = clock_timestamp(), state = ${state}, hosts = ${hosts}, places = ${places}
      where name = ${name} and life = ${life} returning wanted)
    select mine.wanted, count(o.name) as count, coalesce(sum(o.hosts), 0)::bigint as hosts,
      min(o.hosts) filter (where o.hosts < o.places) as least
    from mine left join collectors o on o.name <> ${name} and o.state = 'running'
      and o.heartbeat_at > now() - ${placeLeaseMs} * interval '1 millisecond'
    group by mine.wanted`.execute(db);
  const [answer] = rows;
  if (answer === undefined) throw placeLost(name);
  const { wanted, ...others } = answer;
  return { wanted, others };
}

/**
 * Holds the place to the end of the transaction, and counts its pages: what a collector stores is stored only while the place is its own.
 * Comes last, since the heartbeat waits for this row. @throws PlaceLostError.
 */
export async function holdPlace(trx: Db, { name, life }: CollectorPlace, pages: number): Promise<void> {
  const { numAffectedRows } = await sql`
    update collectors set heartbeat_at = clock_timestamp(), pages = pages + ${pages}
    where name = ${name} and life = ${life}`.execute(trx);
  if ((numAffectedRows ?? 0n) === 0n) throw placeLost(name);
}

/** Notes the bucket that the collector ships its archive to. */
export async function noteBucket(db: Db, { name, life }: CollectorPlace, bucket: string): Promise<void> {
  await sql`
    update collectors set bucket = ${bucket}
    where name = ${name} and life = ${life} and bucket is distinct from ${bucket}`.execute(db);
}

/** Gives the place back. Does nothing when it is somebody else's. */
export async function leavePlace(db: Db, { name, life }: CollectorPlace): Promise<void> {
  await sql`
    update collectors set state = 'stopped', keeps_index = false, hosts = 0, heartbeat_at = clock_timestamp()
    where name = ${name} and life = ${life}`.execute(db);
}

/** Makes this collector the one that keeps the index of its archive folder, when nobody living does. True when it is. */
export async function keepIndex(db: Db, { name, life, archive }: CollectorPlace, leaseMs: number): Promise<boolean> {
  const { rows } = await sql`
    with silent as (
      update collectors set keeps_index = false
      where archive = ${archive} and keeps_index and name <> ${name}
        and (state = 'stopped' or heartbeat_at < clock_timestamp() - ${leaseMs} * interval '1 millisecond')
      returning name
    ), others as (
      select 1 from collectors where archive = ${archive} and keeps_index and name <> ${name}
        and not name in (select name from silent)
    )
    select 1 where not exists (select 1 from others)`.execute(db);
  if (rows.length === 0) return false;
  try {
    const { numAffectedRows } = await sql`
      update collectors set keeps_index = true where name = ${name} and life = ${life}`.execute(db);
    return (numAffectedRows ?? 0n) > 0n;
  } catch (error) {
    // Another was quicker: one row a folder may say so.
    if ((error as { code?: unknown }).code === "23505") return false;
    throw error;
  }
}
