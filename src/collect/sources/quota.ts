import { hash } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { inTurn } from "../../platform/db/in-turn.ts";
import type { Schema } from "../../platform/db/schema.ts";
import type { Cost, Quota } from "./source.ts";
import { dayOf, midnightOf, nextMidnight, nextMonth } from "./zoned-day.ts";

/** Nothing was taken: what is spent, and when it is worth asking again; null when so much is never granted. */
export interface QuotaRefusal {
  bucket: string;
  until: Date | null;
}

export interface QuotaOwner {
  sourceId: string;
  /** See `accountOf`. */
  account: string;
  quotas: readonly Quota[];
}

/**
 * Each key has its own quota; the key itself is not stored. Where an account's id stands among the `open` variables it alone counts: a
 * renewed token opens no new quota.
 */
export function accountOf(values: Readonly<Record<string, string>>, open: readonly string[] = []): string {
  const all = Object.entries(values).sort();
  const named = all.filter(([variable]) => open.includes(variable));
  return hash("sha256", JSON.stringify(named.length > 0 ? named : all), "hex").slice(0, 16);
}

const minuteMs = 60_000;

/**
 * Takes what a request costs from every bucket, or nothing when one of them has not enough left. Safe between any number of collectors: they
 * take turns by a lock that ends with the transaction.
 */
export async function takeQuota(
  db: Kysely<Schema>,
  owner: QuotaOwner,
  costs: readonly Cost[],
  now: Date,
): Promise<QuotaRefusal | null> {
  if (costs.length === 0) return null;
  return inTurn(db).execute(async (trx) => {
    await takeTurn(trx, owner);
    for (const cost of costs) {
      const quota = owner.quotas.find(({ bucket }) => bucket === cost.bucket);
      if (quota === undefined) continue;
      const refusal = await check(trx, owner, quota, cost, now);
      if (refusal !== null) return refusal;
    }
    for (const cost of costs) {
      const quota = owner.quotas.find(({ bucket }) => bucket === cost.bucket);
      if (quota !== undefined) await take(trx, owner, quota, cost, now);
    }
    for (const quota of owner.quotas) {
      const isAsked = costs.some(({ bucket }) => bucket === quota.bucket);
      if (isAsked && quota.window.kind === "rolling") await forget(trx, owner, quota, now);
    }
    return null;
  });
}

/**
 * An answer came: gives back what was set aside for it, and counts what it cost, even beyond the limit. `takenAt` is when it was set
 * aside: a new day may have begun since.
 */
export async function settleQuota(
  db: Kysely<Schema>,
  owner: QuotaOwner,
  asked: readonly Cost[],
  costs: readonly Cost[],
  now: Date,
  takenAt: Date = now,
): Promise<void> {
  const back = asked.filter(({ setAside }) => setAside === true).map((cost) => ({ ...cost, amount: -cost.amount }));
  if (back.length + costs.length === 0) return;
  await inTurn(db).execute(async (trx) => {
    await takeTurn(trx, owner);
    for (const cost of [...back, ...costs]) {
      const quota = owner.quotas.find(({ bucket }) => bucket === cost.bucket);
      if (quota !== undefined) await take(trx, owner, quota, cost, back.includes(cost) ? takenAt : now);
    }
    const things = new Set(costs.flatMap(({ bucket, item }) => (item === undefined ? [] : [bucket])));
    for (const quota of owner.quotas) if (things.has(quota.bucket)) await forget(trx, owner, quota, now);
  });
}

/** What counts no more (posts of yesterday, minutes outside of a rolling window) would only pile up. */
async function forget(trx: Kysely<Schema>, owner: QuotaOwner, quota: Quota, now: Date): Promise<void> {
  await trx
    .deleteFrom("quota_uses")
    .where("source_id", "=", ledgerOf(owner, quota))
    .where("account", "=", owner.account)
    .where("bucket", "=", quota.bucket)
    .where("slot", "like", quota.window.kind === "rolling" ? "%" : "=%")
    .where("at", "<=", since(quota, now))
    .execute();
}

/** Of an account, whichever source uses it: some of its buckets may be theirs together. */
async function takeTurn(trx: Kysely<Schema>, { account }: QuotaOwner): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`naru quota ${account}`}, 0))`.execute(trx);
}

/** What rows of a bucket are kept under. */
function ledgerOf({ sourceId }: QuotaOwner, { ledger }: Quota): string {
  return ledger ?? sourceId;
}

/** The source itself says that a bucket is spent: nothing more is taken from it until it opens again. */
export async function markSpent(
  db: Kysely<Schema>,
  owner: QuotaOwner,
  bucket: string,
  now: Date,
): Promise<Date | null> {
  const quota = owner.quotas.find((one) => one.bucket === bucket);
  if (quota === undefined) return null;
  return inTurn(db).execute(async (trx) => {
    await takeTurn(trx, owner);
    const used = await usedOf(trx, owner, quota, now);
    if (used < quota.limit) await take(trx, owner, quota, { bucket, amount: quota.limit - used }, now);
    return opensAt(trx, owner, quota, quota.limit, now);
  });
}

/** How much of each bucket is used now. */
export async function listQuotaUse(
  db: Kysely<Schema>,
  owner: QuotaOwner,
  now: Date,
): Promise<{ bucket: string; used: number; limit: number; opensAt: Date }[]> {
  const uses: { bucket: string; used: number; limit: number; opensAt: Date }[] = [];
  for (const quota of owner.quotas) {
    const used = await usedOf(db, owner, quota, now);
    uses.push({ bucket: quota.bucket, used, limit: quota.limit, opensAt: await opensAt(db, owner, quota, 1, now) });
  }
  return uses;
}

async function check(
  db: Kysely<Schema>,
  owner: QuotaOwner,
  quota: Quota,
  cost: Cost,
  now: Date,
): Promise<QuotaRefusal | null> {
  if (cost.item !== undefined && (await isCounted(db, owner, quota, cost.item, now))) return null;
  const limit = Math.min(quota.limit, cost.limit ?? quota.limit);
  if ((await usedOf(db, owner, quota, now)) + cost.amount <= limit) return null;
  const until = cost.amount > limit ? null : await opensAt(db, owner, { ...quota, limit }, cost.amount, now);
  return { bucket: quota.bucket, until };
}

async function take(db: Kysely<Schema>, owner: QuotaOwner, quota: Quota, cost: Cost, now: Date): Promise<void> {
  if (cost.item !== undefined && (await isCounted(db, owner, quota, cost.item, now))) return;
  const slot = slotOf(quota, cost, now);
  const addition = {
    source_id: ledgerOf(owner, quota),
    account: owner.account,
    bucket: quota.bucket,
    slot,
    used: cost.amount,
    at: now,
  };
  await db
    .insertInto("quota_uses")
    .values(addition)
    .onConflict((conflict) =>
      conflict.columns(["source_id", "account", "bucket", "slot"]).doUpdateSet((row) => ({
        // A thing that counts once, and is due again, begins anew.
        used: cost.item === undefined ? row("quota_uses.used", "+", cost.amount) : cost.amount,
        at: now,
      })),
    )
    .execute();
}

function slotOf({ window }: Quota, cost: Cost, now: Date): string {
  if (cost.item !== undefined) return `=${cost.item.slice(0, 200)}`;
  if (window.kind === "day") return dayOf(now, window.zone);
  if (window.kind === "month") return dayOf(now, window.zone).slice(0, 7);
  return new Date(Math.floor(now.getTime() / minuteMs) * minuteMs).toISOString();
}

/** Start of the span that counts now. */
function since({ window }: Quota, now: Date): Date {
  if (window.kind === "rolling") return new Date(now.getTime() - window.ms);
  const today = dayOf(now, window.zone);
  const first = midnightOf(window.kind === "day" ? today : `${today.slice(0, 7)}-01`, window.zone);
  return new Date(first.getTime() - 1);
}

async function usedOf(db: Kysely<Schema>, owner: QuotaOwner, quota: Quota, now: Date): Promise<number> {
  const slot = quota.window.kind === "rolling" ? null : slotOf(quota, { bucket: quota.bucket, amount: 0 }, now);
  const { rows } = await sql<{ used: number }>`
    select coalesce(sum(used), 0)::bigint as used from quota_uses
    where source_id = ${ledgerOf(owner, quota)} and account = ${owner.account} and bucket = ${quota.bucket}
      and at > ${since(quota, now)} and (${slot}::text is null or slot = ${slot} or slot like '=%')`.execute(db);
  return rows[0]?.used ?? 0;
}

async function isCounted(
  db: Kysely<Schema>,
  owner: QuotaOwner,
  quota: Quota,
  item: string,
  now: Date,
): Promise<boolean> {
  const row = await db
    .selectFrom("quota_uses")
    .select("used")
    .where("source_id", "=", ledgerOf(owner, quota))
    .where("account", "=", owner.account)
    .where("bucket", "=", quota.bucket)
    .where("slot", "=", `=${item.slice(0, 200)}`)
    .where("at", ">", since(quota, now))
    .executeTakeFirst();
  return row !== undefined;
}

/** When `amount` will be there again. */
async function opensAt(db: Kysely<Schema>, owner: QuotaOwner, quota: Quota, amount: number, now: Date): Promise<Date> {
  const { window } = quota;
  if (window.kind !== "rolling") return (window.kind === "day" ? nextMidnight : nextMonth)(now, window.zone);
  const rows = await db
    .selectFrom("quota_uses")
    .select(["used", "at"])
    .where("source_id", "=", ledgerOf(owner, quota))
    .where("account", "=", owner.account)
    .where("bucket", "=", quota.bucket)
    .where("at", ">", since(quota, now))
    .orderBy("at")
    .execute();
  let room = quota.limit - rows.reduce((sum, { used }) => sum + used, 0);
  if (room >= amount) return now;
  for (const { used, at } of rows) {
    room += used;
    if (room >= amount) return new Date(at.getTime() + window.ms);
  }
  return new Date(now.getTime() + window.ms);
}
