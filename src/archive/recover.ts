import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { DamagedArchiveError, warcFileMissing, writeFailure } from "./errors.ts";

/** A WARC file as the `warc_files` table knows it. */
export interface CommittedFile {
  file: string;
  committedLength: number;
}

/**
 * Cuts off what was written behind the last committed batch before a crash: those records belong to no capture, and their
 * pages will be fetched again. Returns the number of bytes cut.
 * @throws DamagedArchiveError `warc_file_short` when committed bytes are gone; NotFoundError `warc_file_missing`.
 */
export async function recoverTail(path: string, committedLength: number): Promise<number> {
  const handle = await open(path, "r+").catch((error: NodeJS.ErrnoException) => {
    throw error.code === "ENOENT" ? warcFileMissing(path, error) : writeFailure(path, error);
  });
  try {
    const { size } = await handle.stat();
    if (size < committedLength) {
      throw new DamagedArchiveError(
        "warc_file_short",
        `The archive file ${path} has ${size} bytes, and captures point as far as ${committedLength}.`,
        { next: "Restore the file from a copy; captures in its lost part cannot be read." },
      );
    }
    if (size > committedLength) await handle.truncate(committedLength);
    return size - committedLength;
  } finally {
    await handle.close();
  }
}

/** Files in the folder that look like naru's own and that no row knows: left by a crash before their first commit, or by another database. */
export async function listUnknownFiles(
  folder: string,
  known: ReadonlySet<string>,
): Promise<{ file: string; bytes: number }[]> {
  const unknown: { file: string; bytes: number }[] = [];
  for (const name of (await readdir(folder)).sort()) {
    if (!/^naru-\d{17}-\d{5}-[A-Za-z0-9._-]+\.warc\.gz$/.test(name) || known.has(name)) continue;
    unknown.push({ file: name, bytes: (await stat(join(folder, name))).size });
  }
  return unknown;
}
