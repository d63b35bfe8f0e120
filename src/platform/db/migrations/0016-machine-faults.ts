import { type Kysely, sql } from "kysely";

/** What earlier versions kept as a document's fault although the machine had failed: these documents wait for their stage again. */
const machine = `%(could not (extend|write|read|open|create|fsync) |no space left|enospc|emfile|enomem|disk full|out of memory|too many connections|connection terminated|econn|not queryable|database was busy|embedded database has stopped)%`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    update documents set failed_rule = 'derived', failed_detail = null
    where current and grade = 4 and failed_rule = 'analysable' and lower(failed_detail) similar to ${machine}`.execute(
    db,
  );
  await sql`
    update documents set failed_rule = 'cleaned', failed_detail = null
    where current and grade = 3 and failed_rule = 'cleanable' and lower(failed_detail) similar to ${machine}`.execute(
    db,
  );
}

/** What they were kept for was wrong, and is not put back. */
export async function down(): Promise<void> {}
