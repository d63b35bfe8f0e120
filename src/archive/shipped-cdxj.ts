import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Kysely } from "kysely";
import type { Schema } from "../platform/db/schema.ts";
import type { CaptureKind } from "./captures-store.ts";
import { formatCdxjLine } from "./cdxj-line.ts";
import { entryOfCapture } from "./cdxj-record.ts";
import { mergeSortedFiles, writeSortedLines } from "./sorted-lines.ts";

const pageRows = 5_000;
/** Lines that stay in memory, some 15 MB: files of the usual size need no disk, which may be full. */
const memoryLines = 40_000;

/** The index of one WARC file: its bytes, or the file at `path` for one that is long. */
export type FileIndex = { bytes: Buffer } | { path: string };

/**
 * Makes the index of one WARC file, sorted, from what the captures say; the file itself need not be unpacked for it. A long one is written to
 * `path`, so that memory does not grow with it.
 */
export async function makeFileIndex(
  db: Kysely<Schema>,
  file: string,
  path: string,
  maxLines = memoryLines,
): Promise<FileIndex> {
  let lines: string[] = [];
  const runs: string[] = [];
  const scratch = `${path}.runs`;
  try {
    for await (const page of linesOf(db, file)) {
      lines.push(...page);
      if (lines.length < maxLines) continue;
      await mkdir(scratch, { recursive: true });
      const run = join(scratch, `${runs.length}`);
      await writeSortedLines(run, lines.sort());
      runs.push(run);
      lines = [];
    }
    if (runs.length === 0)
      return {
        bytes: Buffer.from(
          lines
            .map((line) => `${line}\n`)
            .sort()
            .join(""),
          "latin1",
        ),
      };
    const last = join(scratch, "last");
    await writeSortedLines(last, lines.sort());
    await mergeSortedFiles([...runs, last], path);
    return { path };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function* linesOf(db: Kysely<Schema>, file: string): AsyncGenerator<string[]> {
  for (let after = -1; ; ) {
    const rows = await db
      .selectFrom("captures")
      .select(["url", "captured_at", "status", "mime", "digest", "record_type", "warc_offset", "warc_length"])
      .where("warc_file", "=", file)
      .where("warc_offset", ">", after)
      .orderBy("warc_offset")
      .limit(pageRows)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.warc_offset;
    yield rows.map((row) =>
      formatCdxjLine(
        entryOfCapture({
          url: row.url,
          capturedAt: row.captured_at,
          status: row.status,
          mime: row.mime,
          digest: row.digest,
          recordType: row.record_type as CaptureKind,
          place: { file, offset: row.warc_offset, length: row.warc_length },
        }),
      ),
    );
  }
}
