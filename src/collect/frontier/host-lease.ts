import { type Kysely, sql } from "kysely";
import type { Schema } from "../../platform/db/schema.ts";

type Db = Kysely<Schema>;

/** The right to visit a host, held by one collector at a time. Times are told by the database's clock. */
export interface HostLease {
  host: string;
  /** Names this very lease; claims carry it. */
  token: string;
  /** Until the next request is allowed. */
  waitMs: number;
  slowDownMs: number;
  failuresInRow: number;
}

export interface HostState {
  host: string;
  token: string;
  /** From now until the next request is allowed. */
  waitMs: number;
  slowDownMs: number;
  failuresInRow: number;
  lastStatus: number | null;
}

/** Hosts looked at in one go: a collection may have a hundred thousand, and the database has others to serve. */
const hostWindow = 1_000;

export interface WaitingHosts {
  hosts: string[];
  /** Where to go on looking; empty when the last host was seen. */
  next: string;
}

/**
 * Hosts of a collection behind `after` that have something to do now and that nobody holds; leaves out `held`. At most `limit`, out of a
 * window of 1,000.
 */
export async function listWaitingHosts(
  db: Db,
  collectionId: number,
  held: readonly string[],
  limit: number,
  after = "",
): Promise<WaitingHosts> {
  // Steps from host to host along the claim index, and one probe of it for each (a plain join would read every waiting row).
  const { rows } = await sql<{ host: string | null; last: string | null; walked: number }>`
    with recursive waiting as (
      (select host from frontier where collection_id = ${collectionId} and state = 'queued' and host > ${after}
       order by host limit 1)
      union all
      select (select f.host from frontier f
              where f.collection_id = ${collectionId} and f.state = 'queued' and f.host > w.host
              order by f.host limit 1)
      from waiting w where w.host is not null
    ), walked as materialized (
      select host from waiting where host is not null limit ${hostWindow}
    ), due as (
      select w.host from walked w cross join lateral (
        select 1 from frontier f
        where f.collection_id = ${collectionId} and f.host = w.host and f.state = 'queued' and f.not_before <= now()
        limit 1) waits
      union
      select distinct f.host from frontier f where f.collection_id = ${collectionId} and f.state = 'claimed'
    ), free as (
      select due.host from due left join hosts h on h.host = due.host
      where not due.host in (select value from json_array_elements_text(${JSON.stringify(held)}::json))
        and (h.host is null or ((h.leased_by is null or h.lease_until < now()) and h.next_at <= now() + interval '1 second'))
      order by h.next_at nulls first
      limit ${limit}
    )
    select free.host, w.last, w.walked
    from (select max(host) as last, count(*) as walked from walked) w left join free on true`.execute(db);
  const { last, walked } = rows[0] ?? { last: null, walked: 0 };
  const hosts = rows.map(({ host }) => host).filter((host) => host !== null);
  return { hosts, next: walked < hostWindow ? "" : (last ?? "") };
}

/** Leases those of the hosts that are still free. `tokenOf` gives each lease its name. */
export async function leaseHosts(
  db: Db,
  hosts: readonly string[],
  tokenOf: (host: string) => string,
  leaseMs: number,
): Promise<HostLease[]> {
  if (hosts.length === 0) return [];
  const wanted = JSON.stringify([...hosts].sort().map((host) => ({ host, token: tokenOf(host) })));
  return db.transaction().execute(async (trx) => {
    await sql`
      insert into hosts (host) select host from json_to_recordset(${wanted}::json) as r(host text, token text)
      on conflict do nothing`.execute(trx);
    const { rows } = await sql<HostLease>`
      with free as (
        select h.host, r.token from hosts h
        join json_to_recordset(${wanted}::json) as r(host text, token text) on r.host = h.host
        where h.leased_by is null or h.lease_until < now()
        for update of h skip locked
      )
      update hosts h set leased_by = free.token, lease_until = now() + ${leaseMs} * interval '1 millisecond'
      from free where h.host = free.host
      returning h.host, h.leased_by as token,
        greatest(0, ceil(extract(epoch from h.next_at - now()) * 1000))::int as "waitMs",
        h.slow_down_ms as "slowDownMs", h.failures_in_row as "failuresInRow"`.execute(trx);
    return rows;
  });
}

/**
 * Lengthens leases and notes when each host may be asked again, should we die now. Returns the tokens that are still ours:
 * a lease that ran out may have gone to somebody else.
 */
export async function renewLeases(db: Db, states: readonly HostState[], leaseMs: number): Promise<Set<string>> {
  if (states.length === 0) return new Set();
  const { rows } = await sql<{ token: string }>`
    update hosts h set lease_until = now() + ${leaseMs} * interval '1 millisecond',
      next_at = now() + r.wait_ms * interval '1 millisecond', slow_down_ms = r.slow_down_ms,
      failures_in_row = r.failures_in_row, last_status = coalesce(r.last_status, h.last_status)
    from json_to_recordset(${toJson(states)}::json) as r(host text, token text, wait_ms bigint, slow_down_ms int,
      failures_in_row int, last_status int)
    where h.host = r.host and h.leased_by = r.token
    returning r.token`.execute(db);
  return new Set(rows.map(({ token }) => token));
}

/** Hands a host back. Does nothing when the lease is no longer ours. */
export async function releaseHost(db: Db, state: HostState): Promise<void> {
  await sql`
    update hosts h set leased_by = null, lease_until = null,
      next_at = now() + r.wait_ms * interval '1 millisecond', slow_down_ms = r.slow_down_ms,
      failures_in_row = r.failures_in_row, last_status = coalesce(r.last_status, h.last_status)
    from json_to_recordset(${toJson([state])}::json) as r(host text, token text, wait_ms bigint, slow_down_ms int,
      failures_in_row int, last_status int)
    where h.host = r.host and h.leased_by = r.token`.execute(db);
}

/** Frees what earlier lives of this collector held; they are dead, since a place belongs to one at a time. Does nothing when the place is another's by now. */
export async function dropLeasesOf(db: Db, { name, life }: { name: string; life: string }): Promise<void> {
  await sql`
    update hosts set leased_by = null, lease_until = null
    where split_part(leased_by, ':', 1) = ${name} and split_part(leased_by, ':', 2) <> ${life}
      and exists (select 1 from collectors where name = ${name} and life = ${life})`.execute(db);
}

function toJson(states: readonly HostState[]): string {
  return JSON.stringify(
    states.map((state) => ({
      host: state.host,
      token: state.token,
      wait_ms: Math.max(0, Math.ceil(state.waitMs)),
      slow_down_ms: Math.round(state.slowDownMs),
      failures_in_row: state.failuresInRow,
      last_status: state.lastStatus,
    })),
  );
}
