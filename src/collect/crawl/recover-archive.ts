import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { listCommittedFiles, listUnknownFiles, recoverTail } from "../../archive/index.ts";
import { settledMark } from "../../platform/db/commit-mark.ts";
import type { Db } from "../../platform/db/database.ts";
import { NaruError } from "../../platform/errors.ts";
import type { Log } from "../../platform/log.ts";

export interface LostArchive {
  folder: string;
  writerId: string;
  /** Rejects when the writer's place is another's by now: asked after each look at the folder, before anything in it is touched. */
  isStillOurs: () => Promise<void>;
}

/**
 * Mends what an earlier holder of this writer's place left behind: tails of WARC files that no row vouches for are cut, and files that never came
 * to a commit are removed. Their pages are still in the frontier and will be fetched again. Files of other writers are left alone:
 * they may be growing.
 */
export async function recoverArchive(db: Db, { folder, writerId, isStillOurs }: LostArchive, log: Log): Promise<void> {
  await mkdir(folder, { recursive: true });
  // A transaction of the earlier holder may be at its COMMIT still: what it vouches for must not be cut.
  await settledMark(db, writerId);
  const here = new Set(await readdir(folder));
  const open = await listCommittedFiles(db, writerId);
  await isStillOurs();
  const mended: string[] = [];
  for (const { file, committedLength } of open) {
    if (!here.has(file)) {
      log.warn({ file, folder }, "An archive file of this collector lies in another folder; it is left as it is.");
      continue;
    }
    mended.push(file);
    try {
      const cut = await recoverTail(join(folder, file), committedLength);
      if (cut > 0) log.info({ file, bytes: cut }, "Cut an unfinished batch off an archive file.");
    } catch (error) {
      if (!(error instanceof NaruError)) throw error;
      log.error({ code: error.code, file }, error.message);
    }
  }
  if (mended.length > 0) {
    await db.updateTable("warc_files").set({ closed: true }).where("file", "in", mended).execute();
  }
  const known = new Set((await listCommittedFiles(db)).map(({ file }) => file));
  const unknown = await listUnknownFiles(folder, known);
  await isStillOurs();
  for (const { file } of unknown) {
    if (writerOf(file) === writerId) await rm(join(folder, file), { force: true });
  }
}

/** Writer that a WARC file is named for; its name may end like another's, so it is compared whole. */
function writerOf(file: string): string | null {
  return /^naru-\d{17}-\d{5}-(.+)\.warc\.gz$/.exec(file)?.[1] ?? null;
}
