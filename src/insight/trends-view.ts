import { type RawBuilder, sql } from "kysely";
import type { z } from "zod";
import type { Interval } from "../contracts/common.ts";
import type { Sampled, Trends, trendPoint, trendQuery } from "../contracts/documents.ts";
import type { Clock } from "../lib/clock.ts";
import type { Db } from "../platform/db/database.ts";
import { countedDocuments } from "./counts/counted-documents.ts";
import { invalidFilter } from "./errors.ts";
import { bucketOf, formatDay, kstDayOf, monthStart, parseDay, stepBucket } from "./kst-days.ts";
import { type ReadingBounds, readPlanned } from "./reading-plan.ts";

/** Ten years of days. */
const maxPoints = 3660;

type TrendPoint = z.output<typeof trendPoint>;
interface DayCount {
  day: number;
  documents: number;
  positive: number;
  negative: number;
  neutral: number;
}

/**
 * Documents by KST day, week (from Monday) or month, without gaps, from the first bucket with a document, or `from`, to the
 * last one, or `to`. Without `to` it ends today: pages that claim a date in the future are left out. Without `from` it holds
 * at most 3,660 points, the newest. `total` counts the documents in the points.
 * @throws InvalidInputError `invalid_filter` when `from` and `to` span more points than that.
 */
export async function loadTrends(
  db: Db,
  query: z.output<typeof trendQuery>,
  clock: Pick<Clock, "now">,
  bounds?: ReadingBounds,
): Promise<Trends> {
  const { interval } = query;
  const today = kstDayOf(new Date(clock.now()));
  const isAhead = query.to === undefined && query.from !== undefined && parseDay(query.from) > today;
  const asked = query.to === undefined ? { ...query, to: formatDay(today) } : query;
  const { days: known, sample } = isAhead ? { days: [] } : await countDays(db, asked, bounds);
  const told = sample === undefined ? {} : { sample };
  const first = query.from === undefined ? known[0]?.day : parseDay(query.from);
  const last = query.to === undefined ? (known.at(-1)?.day ?? first) : parseDay(query.to);
  if (first === undefined || last === undefined) return { interval, points: [], total: 0, ...told };
  const end = bucketOf(Math.max(first, last), interval);
  const earliest = stepBucket(end, interval, 1 - maxPoints);
  const begin = bucketOf(first, interval);
  if (begin < earliest && query.from !== undefined) {
    throw invalidFilter("from", `The range holds more than ${maxPoints} points; choose a longer interval.`);
  }
  const points = emptyPoints(Math.max(begin, earliest), end, interval, today);
  let total = 0;
  for (const count of known) {
    const point = points.get(bucketOf(count.day, interval));
    if (point === undefined) continue;
    point.documents += count.documents;
    point.positive += count.positive;
    point.negative += count.negative;
    point.neutral += count.neutral;
    total += count.documents;
  }
  return { interval, points: [...points.values()].map(rounded), total: Math.round(total), ...told };
}

function rounded(point: TrendPoint): TrendPoint {
  const [documents, positive, negative, neutral] = [point.documents, point.positive, point.negative, point.neutral].map(
    Math.round,
  ) as [number, number, number, number];
  return { ...point, documents, positive, negative, neutral };
}

/** By day, or by month where months are asked for, oldest first; of a sample, numbers are no whole ones. */
async function countDays(
  db: Db,
  query: z.output<typeof trendQuery>,
  bounds: ReadingBounds | undefined,
): Promise<{ days: DayCount[]; sample?: Sampled }> {
  const counted = countedDocuments(query, { by: query.interval === "month" ? "month" : "day" });
  if (counted !== null) {
    const { rows } = await sql<DayCount & { month: number | null }>`
      select d.day, d.month, sum(d.n)::bigint as documents,
        coalesce(sum(d.n) filter (where d.sentiment = 'positive'), 0)::bigint as positive,
        coalesce(sum(d.n) filter (where d.sentiment = 'negative'), 0)::bigint as negative,
        coalesce(sum(d.n) filter (where d.sentiment = 'neutral'), 0)::bigint as neutral
      from ${counted} d group by 1, 2 having sum(d.n) <> 0`.execute(db);
    const days = rows
      .map(({ month, ...count }) => (month === null ? count : { ...count, day: monthStart(month) }))
      .sort((a, b) => a.day - b.day);
    return { days };
  }
  return readPlanned(db, query, bounds, async (reading, { from, base, chosen, sample }) => {
    const count = (condition: RawBuilder<unknown>) =>
      sql`count(*) filter (where ${condition}) * ${sample?.weight ?? 1}::float8`;
    // 32,400 seconds are KST's nine hours. Whole seconds by floor(): days before 1970 count downwards.
    const { rows } = await sql<DayCount>`
      select floor((extract(epoch from d.dated_at)::float8 + 32400) / 86400)::int as day, ${count(sql`true`)} as documents,
        ${count(sql`d.sentiment = 'positive'`)} as positive, ${count(sql`d.sentiment = 'negative'`)} as negative,
        ${count(sql`d.sentiment = 'neutral'`)} as neutral
      from ${from} where ${base} and ${chosen} group by 1 order by 1`.execute(reading);
    return sample === null ? { days: rows } : { days: rows, sample: sample.told };
  });
}

function emptyPoints(begin: number, end: number, interval: Interval, today: number): Map<number, TrendPoint> {
  const points = new Map<number, TrendPoint>();
  for (let day = begin; day <= end; day = stepBucket(day, interval, 1)) {
    const partial = stepBucket(day, interval, 1) > today;
    points.set(day, { date: formatDay(day), documents: 0, positive: 0, negative: 0, neutral: 0, partial });
  }
  return points;
}
