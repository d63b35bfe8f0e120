import { type Kysely, sql } from "kysely";
import type { Schema } from "../../platform/db/schema.ts";
import { InvalidInputError } from "../../platform/errors.ts";
import { clockTimeOf, dayOf, midnightOf, nextMidnight } from "./zoned-day.ts";

/** What an operator allows a source, for all collectors. */
export interface SourceLimits {
  /** Requests a day of Seoul; null for as many as its owner grants. */
  dailyRequests: number | null;
  /** No request between these, `HH:MM` of Seoul; null for none. */
  quietHours: { from: string; to: string } | null;
  /** Pause between requests; null takes the source's own. */
  delayMs: number | null;
  /** Whole texts may be fetched where the API gives only a summary, as far as robots.txt allows. */
  bodies: boolean;
}

export const noLimits: SourceLimits = { dailyRequests: null, quietHours: null, delayMs: null, bodies: false };

const zone = "Asia/Seoul";
const clockTime = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

export async function loadLimits(db: Kysely<Schema>): Promise<Map<string, SourceLimits>> {
  const rows = await db.selectFrom("source_limits").selectAll().execute();
  return new Map(
    rows.map((row) => [
      row.source_id,
      {
        dailyRequests: row.daily_requests,
        quietHours:
          row.quiet_from === null || row.quiet_to === null ? null : { from: row.quiet_from, to: row.quiet_to },
        delayMs: row.delay_ms,
        bodies: row.bodies,
      },
    ]),
  );
}

/** Changes what is given; the rest stays. @throws InvalidInputError `limits_wrong`. */
export async function saveLimits(
  db: Kysely<Schema>,
  sourceId: string,
  change: { [K in keyof SourceLimits]?: SourceLimits[K] | undefined },
): Promise<SourceLimits> {
  const { quietHours } = change;
  if (
    quietHours &&
    !(clockTime.test(quietHours.from) && clockTime.test(quietHours.to) && quietHours.from !== quietHours.to)
  ) {
    throw new InvalidInputError("limits_wrong", "Quiet hours are two different times of day.", {
      field: "quietHours",
      next: "Type two times of Seoul such as 23:00-07:00.",
    });
  }
  // Only what is given: of two who change different things at the same time, both are heard.
  const row = {
    ...(change.dailyRequests === undefined ? {} : { daily_requests: change.dailyRequests }),
    ...(quietHours === undefined ? {} : { quiet_from: quietHours?.from ?? null, quiet_to: quietHours?.to ?? null }),
    ...(change.delayMs === undefined ? {} : { delay_ms: change.delayMs }),
    ...(change.bodies === undefined ? {} : { bodies: change.bodies }),
    updated_at: new Date(),
  };
  await db
    .insertInto("source_limits")
    .values({ source_id: sourceId, ...row })
    .onConflict((conflict) => conflict.column("source_id").doUpdateSet(row))
    .execute();
  return (await loadLimits(db)).get(sourceId) ?? noLimits;
}

/** When the quiet hours that hold now end; null outside of them. Hours over midnight are met. */
export function quietUntil(limits: SourceLimits, now: Date): Date | null {
  if (limits.quietHours === null) return null;
  const { from, to } = limits.quietHours;
  const time = clockTimeOf(now, zone);
  const isQuiet = from < to ? time >= from && time < to : time >= from || time < to;
  if (!isQuiet) return null;
  const midnight = time < to ? midnightOf(dayOf(now, zone), zone) : nextMidnight(now, zone);
  const [hours = 0, minutes = 0] = to.split(":").map(Number);
  return new Date(midnight.getTime() + (hours * 60 + minutes) * 60_000);
}

/** The day whose budget counts at a moment. */
export function budgetDay(now: Date): string {
  return dayOf(now, zone);
}

/** Takes requests from today's budget. Gives the moment from which there are more, or null when they were granted. */
export async function takeBudget(
  db: Kysely<Schema>,
  sourceId: string,
  limits: SourceLimits,
  now: Date,
): Promise<Date | null> {
  const { dailyRequests } = limits;
  if (dailyRequests === null) return null;
  if (dailyRequests <= 0) return nextMidnight(now, zone);
  const { rows } = await sql`
    insert into quota_uses as q (source_id, account, bucket, slot, used, at)
    values (${sourceId}, '', 'daily budget', ${budgetDay(now)}, 1, ${now})
    on conflict (source_id, account, bucket, slot) do update set used = q.used + 1, at = excluded.at
      where q.used < ${dailyRequests}
    returning used`.execute(db);
  return rows.length > 0 ? null : nextMidnight(now, zone);
}

/** Puts back a request that was taken at `now` and not made. */
export async function giveBackBudget(
  db: Kysely<Schema>,
  sourceId: string,
  { dailyRequests }: SourceLimits,
  now: Date,
): Promise<void> {
  if (dailyRequests === null) return;
  await sql`
    update quota_uses set used = used - 1
    where source_id = ${sourceId} and account = '' and bucket = 'daily budget' and slot = ${budgetDay(now)} and used > 0`.execute(
    db,
  );
}

/** Counts requests that were made beside those taken: parts of a rendered page. The day's number may come out above its limit by those of one page. */
export async function spendBudget(
  db: Kysely<Schema>,
  sourceId: string,
  { dailyRequests }: SourceLimits,
  requests: number,
  now: Date,
): Promise<void> {
  if (dailyRequests === null || requests === 0) return;
  await sql`
    insert into quota_uses as q (source_id, account, bucket, slot, used, at)
    values (${sourceId}, '', 'daily budget', ${budgetDay(now)}, ${requests}, ${now})
    on conflict (source_id, account, bucket, slot) do update set used = q.used + excluded.used, at = excluded.at`.execute(
    db,
  );
}
