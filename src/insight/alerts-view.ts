import type { z } from "zod";
import type { Alert, alertList, alertListQuery } from "../contracts/alerts.ts";
import type { Db } from "../platform/db/database.ts";
import { NotFoundError } from "../platform/errors.ts";
import { invalidCursor } from "./errors.ts";
import { maybeTimestamp, timestamp } from "./wire.ts";

/** One page of alerts, newest first. @throws InvalidInputError `invalid_cursor`. */
export async function listAlerts(
  db: Db,
  { cursor, limit, unseen }: z.output<typeof alertListQuery>,
): Promise<z.output<typeof alertList>> {
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw invalidCursor();
  let select = db.selectFrom("alerts").selectAll();
  if (cursor !== undefined) select = select.where("id", "<", Number(cursor));
  if (unseen) select = select.where("seen_at", "is", null);
  const rows = await select
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit).map(present);
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.id) : null };
}

/** Puts an alert away; again changes nothing. @throws NotFoundError `alert_not_found`. */
export async function seeAlert(db: Db, id: number, now: Date): Promise<Alert> {
  await db.updateTable("alerts").set({ seen_at: now }).where("id", "=", id).where("seen_at", "is", null).execute();
  const row = await db.selectFrom("alerts").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw new NotFoundError("alert_not_found", `There is no alert ${id}.`);
  return present(row);
}

function present(row: {
  id: number;
  kind: string;
  source_id: string | null;
  collection_id: number | null;
  message: string;
  created_at: Date;
  seen_at: Date | null;
}): Alert {
  return {
    id: row.id,
    kind: row.kind,
    source: row.source_id,
    collection: row.collection_id,
    message: row.message,
    createdAt: timestamp(row.created_at),
    seenAt: maybeTimestamp(row.seen_at),
  };
}
