import type { CollectionRows } from "../../contracts/collection-output.ts";
import { type Clock, systemClock } from "../../lib/clock.ts";
import { documentColumns, documentRow } from "./document-columns.ts";
import { checkRowFile, openRowWriter, type RowWriter, type WrittenRows } from "./row-writer.ts";

export interface FollowRowsOptions {
  /** Rows of the collection behind a cursor; `final` asks for those that are still being worked on too. */
  read: (query: { cursor?: string; limit: number; final: boolean }) => Promise<CollectionRows>;
  file: string;
  /** The file grows in place, row by row, and loses at once what it held; `.csv` and `.jsonl` only. Default false. */
  inPlace?: boolean;
  clock?: Clock;
  /** Between two looks at a collection that had nothing new. Default 1,000. */
  pollMs?: number;
}

/** Writes a collection's rows into a file while it runs. */
export interface RowsFollower {
  /** Writes what is left and completes the file, once the collection has ended. @throws what kept it from being written. */
  finish(): Promise<WrittenRows>;
  /** Leaves it: a file that grew in place stays as it is, any other as it was before. Gives the rows that were written. */
  abandon(): Promise<number>;
}

const pageRows = 200;

/**
 * Begins to write. Each collection writes the file anew from its first row, also when it goes on after an interruption: rows come in one order, so
 * the file becomes the same again, and none stands there twice.
 * @throws InvalidInputError `out_format_unknown`, `out_not_lines`.
 */
export function followRows({
  read,
  file,
  inPlace = false,
  clock = systemClock,
  pollMs = 1_000,
}: FollowRowsOptions): RowsFollower {
  checkRowFile(file, { inPlace });
  const leaving = new AbortController();
  let writer: RowWriter | null = null;
  let cursor: string | undefined;
  let rows = 0;
  /** The file cannot be written; asking for rows again would not help. */
  let failure: unknown = null;
  /** Writes all that can be had now. */
  const pull = async (final: boolean): Promise<void> => {
    let more = true;
    while (more && failure === null && !(leaving.signal.aborted && !final)) {
      const page = await read({ limit: pageRows, final, ...(cursor === undefined ? {} : { cursor }) });
      try {
        writer ??= await openRowWriter(file, documentColumns(page.fields), { inPlace });
        await writer.write(page.items.map(documentRow));
      } catch (error) {
        failure = error ?? new Error("The rows could not be written.");
        return;
      }
      rows += page.items.length;
      cursor = page.nextCursor;
      more = page.more;
    }
  };
  const work = (async () => {
    while (!leaving.signal.aborted && failure === null) {
      // Rows that cannot be had now are had later: whoever follows the collection tells when the database is away for good.
      await pull(false).catch(() => {});
      await clock.sleep(pollMs, leaving.signal).catch(() => {});
    }
  })();
  const leave = async () => {
    leaving.abort();
    await work;
  };
  return {
    finish: async () => {
      await leave();
      try {
        await pull(true);
        if (failure !== null || writer === null) throw failure;
        return await writer.close();
      } catch (error) {
        await writer?.abandon().catch(() => {});
        throw error;
      }
    },
    abandon: async () => {
      await leave();
      await writer?.abandon().catch(() => {});
      return rows;
    },
  };
}
