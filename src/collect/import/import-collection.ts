import { sql } from "kysely";
import type { Db } from "../../platform/db/database.ts";
import type { ImportReport } from "./import-files.ts";
import type { CheckedImport } from "./import-request.ts";

/** Enters the collection, and ends those that a killed process left running under the same writer. */
export async function beginImport(db: Db, { source, stored }: CheckedImport, writerId: string): Promise<number> {
  return db.transaction().execute(async (trx) => {
    await sql`
      update collections set status = 'stopped', error_code = 'interrupted', finished_at = now(),
        error_message = 'The import broke off. Run the same command again; what is in the archive is known.'
      where status in ('running', 'paused') and request->'import'->>'writer' = ${writerId}`.execute(trx);
    const { id } = await trx
      .insertInto("collections")
      .values({
        source_id: source.id,
        request: JSON.stringify({ ...stored, import: { writer: writerId } }),
        status: "running",
        anchors: JSON.stringify([]),
        max_pages: stored.maxPages,
        cookies: "null",
        started_at: sql<Date>`now()`,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    return id;
  });
}

/** False when somebody has stopped or paused the import. */
export async function isRunning(db: Db, id: number): Promise<boolean> {
  const row = await db.selectFrom("collections").select("status").where("id", "=", id).executeTakeFirst();
  return row?.status === "running";
}

/** Ends the collection of an import: `failed` when nothing could be taken or `error` ended it, `stopped` when it was not let finish. */
export async function endImport(db: Db, report: ImportReport, error: unknown): Promise<void> {
  const { collectionId, archived, known, failures, finished } = report;
  const [first] = failures;
  const nothing = archived + known === 0 && first !== undefined;
  const code = error === null ? (nothing ? first.reason : null) : codeOf(error);
  const message =
    error === null ? (nothing ? first.detail : null) : error instanceof Error ? error.message : String(error);
  const status = error !== null || (finished && nothing) ? "failed" : finished ? "done" : "stopped";
  await db
    .updateTable("collections")
    .set({ status, error_code: code, error_message: message?.slice(0, 1_000) ?? null, finished_at: sql<Date>`now()` })
    .where("id", "=", collectionId)
    .execute();
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" && /^[a-z_]+$/.test(code) ? code : "internal_error";
}
