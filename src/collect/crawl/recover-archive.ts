import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { CdxjIndex, listCommittedFiles, listUnknownFiles, recoverTail } from "../../archive/index.ts";
import type { Db } from "../../platform/db/database.ts";
import { NaruError } from "../../platform/errors.ts";
import type { Log } from "../../platform/log.ts";

/**
 * Makes the archive ready: mends what a killed collector left, and opens the index. That is: tails of WARC files that no row vouches for are cut, and files that never came
 * to a commit are removed. Their pages are still in the frontier and will be fetched again. Records missing in the index are added.
 */
export async function recoverArchive(
  db: Db,
  archive: { folder: string; writerId: string },
  log: Log,
): Promise<CdxjIndex> {
  const { folder, writerId } = archive;
  await mkdir(folder, { recursive: true });
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
  const committed = await listCommittedFiles(db);
  const known = new Set(committed.map(({ file }) => file));
  for (const { file } of await listUnknownFiles(folder, known)) {
    if (file.endsWith(`-${writerId}.warc.gz`)) await rm(join(folder, file), { force: true });
  }
  const here = new Set(await readdir(folder));
  const index = await CdxjIndex.open(folder);
  const damaged = await index.catchUp(committed.filter(({ file }) => here.has(file)));
  for (const { file, error } of damaged) log.error({ file, err: error }, "A record could not be indexed.");
  return index;
}
