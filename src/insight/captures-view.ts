import type { z } from "zod";
import type { Capture, captureList, captureListQuery } from "../contracts/captures.ts";
import type { Db } from "../platform/db/database.ts";
import { parseIdCursor, writeIdCursor } from "./documents-cursor.ts";
import { captureNotFound } from "./errors.ts";
import { presentCapture } from "./wire.ts";

/** One page of captures, newest first. */
export async function listCaptures(
  db: Db,
  query: z.output<typeof captureListQuery>,
): Promise<z.output<typeof captureList>> {
  let select = db.selectFrom("captures").selectAll();
  if (query.collection !== undefined) select = select.where("collection_id", "=", query.collection);
  if (query.url !== undefined) select = select.where("url", "=", query.url);
  if (query.cursor !== undefined) select = select.where("id", "<", parseIdCursor(query.cursor));
  const rows = await select
    .orderBy("id", "desc")
    .limit(query.limit + 1)
    .execute();
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(presentCapture),
    nextCursor: rows.length > query.limit && last !== undefined ? writeIdCursor(last.id) : null,
  };
}

/** @throws NotFoundError `capture_not_found`. */
export async function loadCapture(db: Db, id: number): Promise<Capture> {
  const row = await db.selectFrom("captures").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw captureNotFound(id);
  return presentCapture(row);
}
