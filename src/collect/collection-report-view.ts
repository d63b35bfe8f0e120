import type { FailureReason } from "../domain/failure.ts";
import type { Db } from "../platform/db/database.ts";
import { NotFoundError } from "../platform/errors.ts";
import { listFailures } from "./collections-view.ts";
import { medianOf } from "./frontier/answer-times.ts";

export interface HostView {
  host: string;
  pages: number;
  requests: number;
  answers: number;
  failures: number;
  bytes: number;
  medianMs: number | null;
  slowestMs: number | null;
}

/** Hosts of a collection that were asked for anything. @param limit at most 1,000. */
export async function listHosts(
  db: Db,
  collectionId: number,
  { order = "busiest", limit = 100 }: { order?: "busiest" | "slowest"; limit?: number } = {},
): Promise<HostView[]> {
  const chosen = db
    .selectFrom("collection_hosts")
    .select(["host", "pages", "requests", "answers", "failures", "bytes", "ms_max", "ms_buckets"])
    .where("collection_id", "=", collectionId);
  const ordered =
    order === "busiest"
      ? chosen.orderBy("requests", "desc")
      : chosen.where("answers", ">", 0).orderBy(({ eb, ref }) => eb(ref("ms_total"), "/", ref("answers")), "desc");
  const rows = await ordered
    .orderBy("host")
    .limit(Math.max(1, Math.min(limit, 1_000)))
    .execute();
  return rows.map(({ ms_max, ms_buckets, ...row }) => ({
    ...row,
    medianMs: medianOf(ms_buckets, ms_max),
    slowestMs: row.answers === 0 ? null : ms_max,
  }));
}

export interface CollectionReportView {
  id: number;
  /** The most frequent first, each with one address as an example. */
  reasons: { reason: FailureReason; count: number; example: { url: string; detail: string | null } | null }[];
  hostCount: number;
  hosts: HostView[];
  slowestHosts: HostView[];
  notes: { code: string; message: string }[];
}

const hostsTold = 10;
const slowestTold = 5;

/** What a collection met on its way. @throws NotFoundError `collection_not_found`. */
export async function loadCollectionReport(db: Db, id: number): Promise<CollectionReportView> {
  const row = await db.selectFrom("collections").select(["reasons", "notes"]).where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw new NotFoundError("collection_not_found", `There is no collection ${id}.`);
  const reasons: CollectionReportView["reasons"] = [];
  for (const [name, count] of Object.entries(row.reasons).sort(([, a], [, b]) => b - a)) {
    const reason = name as FailureReason;
    const [first] = await listFailures(db, id, { reason, limit: 1 });
    reasons.push({ reason, count, example: first === undefined ? null : { url: first.url, detail: first.detail } });
  }
  const { n } = await db
    .selectFrom("collection_hosts")
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .where("collection_id", "=", id)
    .executeTakeFirstOrThrow();
  return {
    id,
    reasons,
    hostCount: n,
    hosts: await listHosts(db, id, { limit: hostsTold }),
    slowestHosts: await listHosts(db, id, { order: "slowest", limit: slowestTold }),
    notes: row.notes,
  };
}
