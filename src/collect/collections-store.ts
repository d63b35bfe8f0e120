import { sql } from "kysely";
import type { Db } from "../platform/db/database.ts";
import type { CollectionStatus } from "../platform/db/schema.ts";
import { ConflictError, NotFoundError } from "../platform/errors.ts";
import {
  type CheckedRequest,
  type CollectionInput,
  checkRequest,
  type SourceSurroundings,
} from "./collection-request.ts";
import { insertFound } from "./frontier/frontier-store.ts";
import { noteTallies } from "./frontier/tallies.ts";
import { requireSession } from "./sessions/sessions-store.ts";
import { findMark, markKeyOf } from "./sources/marks.ts";

/**
 * Checks a request and starts a collection; any collector takes it up. Returns its id.
 * @throws what `checkRequest` throws.
 */
export async function createCollection(
  db: Db,
  input: CollectionInput,
  surroundings: SourceSurroundings = { env: {}, endpoints: {} },
): Promise<number> {
  const { request, seeds, anchors } = await checkSince(db, input, surroundings);
  if (request.session !== undefined) await requireSession(db, request.session);
  return db.transaction().execute(async (trx) => {
    const { id } = await trx
      .insertInto("collections")
      .values({
        source_id: request.source,
        request: JSON.stringify(request),
        status: "running",
        anchors: JSON.stringify(anchors),
        max_pages: request.maxPages,
        cookies: "null",
        started_at: sql<Date>`now()`,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    const found = seeds.map((seed) => ({
      collectionId: id,
      ...seed,
      depth: 0,
      foundBy: "seed" as const,
      hops: 0,
      parentId: null,
      skip: null,
    }));
    await noteTallies(trx, await insertFound(trx, found));
    return id;
  });
}

/** `since: "last"` begins where the newest item of the last time was that was read to its end, for the list that lags most; without a last time, at the beginning. */
async function checkSince(db: Db, input: CollectionInput, surroundings: SourceSurroundings): Promise<CheckedRequest> {
  if (input.since !== "last") return checkRequest(input, surroundings);
  const { since: _, ...rest } = input;
  const checked = checkRequest(rest, surroundings);
  const marks = await Promise.all(checked.seeds.map(({ url }) => findMark(db, checked.request.source, markKeyOf(url))));
  const moments = marks.map((mark) => mark?.readTo?.getTime() ?? 0);
  const since = moments.length === 0 ? 0 : Math.min(...moments);
  return since === 0 ? checked : checkRequest({ ...rest, since: new Date(since).toISOString() }, surroundings);
}

/** Stops fetching within a second; what is in hand is finished. @throws NotFoundError, ConflictError `collection_not_running` */
export async function pauseCollection(db: Db, id: number): Promise<void> {
  await move(db, id, ["running"], "paused", "collection_not_running");
}

/** Goes on where it was. @throws NotFoundError, ConflictError `collection_not_paused` or `import_not_resumable` */
export async function resumeCollection(db: Db, id: number): Promise<void> {
  const imported = await db
    .selectFrom("collections")
    .select("id")
    .where("id", "=", id)
    .where(sql<boolean>`request->'import' is not null`)
    .executeTakeFirst();
  if (imported !== undefined) {
    throw new ConflictError("import_not_resumable", `Collection ${id} is an import of files.`, {
      next: "Run the same `naru import` again; what is in the archive already is known.",
    });
  }
  await move(db, id, ["paused", "stopped"], "running", "collection_not_paused");
}

/** Ends a collection early; what waits stays known, and `resume` goes on with it. @throws NotFoundError, ConflictError `collection_ended` */
export async function stopCollection(db: Db, id: number): Promise<void> {
  await move(db, id, ["running", "paused"], "stopped", "collection_ended");
}

async function move(
  db: Db,
  id: number,
  from: readonly CollectionStatus[],
  to: CollectionStatus,
  code: string,
): Promise<void> {
  const ended = to === "stopped" ? sql<Date>`now()` : null;
  const moved = await db
    .updateTable("collections")
    .set({ status: to, error_code: null, error_message: null, finished_at: ended })
    .where("id", "=", id)
    .where("status", "in", from)
    .executeTakeFirst();
  if (moved.numUpdatedRows > 0n) return;
  const row = await db.selectFrom("collections").select("status").where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw new NotFoundError("collection_not_found", `There is no collection ${id}.`);
  // Asking for what is already so is no error: two clicks on one button.
  if (row.status === to) return;
  throw new ConflictError(code, `Collection ${id} is ${row.status}.`);
}
