import { rm } from "node:fs/promises";
import { join } from "node:path";
import { listCommittedFiles, listUnknownFiles, recoverTail } from "../../archive/index.ts";
import type { Db } from "../../platform/db/database.ts";
import { NaruError } from "../../platform/errors.ts";
import type { Log } from "../../platform/log.ts";

/**
 * Mends what a killed collector left: tails of WARC files that no row vouches for are cut, and files that never came
 * to a commit are removed. Their pages are still in the frontier and will be fetched again.
 */
export async function recoverArchive(db: Db, archive: { folder: string; writerId: string }, log: Log): Promise<void> {
  const { folder, writerId } = archive;
  const open = await listCommittedFiles(db, writerId);
  for (const { file, committedLength } of open) {
    try {
      const cut = await recoverTail(join(folder, file), committedLength);
      if (cut > 0) log.info({ file, bytes: cut }, "Cut an unfinished batch off an archive file.");
    } catch (error) {
      if (!(error instanceof NaruError)) throw error;
      log.error({ code: error.code, file }, error.message);
    }
  }
  if (open.length > 0) {
    const files = open.map(({ file }) => file);
    await db.updateTable("warc_files").set({ closed: true }).where("file", "in", files).execute();
  }
  const known = new Set((await listCommittedFiles(db)).map(({ file }) => file));
  for (const { file } of await listUnknownFiles(folder, known)) {
    if (file.endsWith(`-${writerId}.warc.gz`)) await rm(join(folder, file), { force: true });
  }
}
