import type { Collection, CollectionReport } from "../contracts/index.ts";
import type { CommandServices } from "./backend.ts";
import { followCollection } from "./follow-collection.ts";
import { followLog } from "./follow-log.ts";
import { createProgress } from "./progress.ts";

export interface WatchOptions {
  /** File that the rows go into as they come; null for none. */
  out: string | null;
  /** The file grows in place, so that others can follow it. */
  inPlace: boolean;
  /** Which rows: `all`, `new` or `changed`. */
  only: Collection["request"]["only"];
  /** Prints the lines of its log too. */
  verbose: boolean;
  /** Prints nothing. */
  quiet: boolean;
}

export interface WatchedCollection {
  collection: Collection;
  report: CollectionReport;
  /** Null when there is no file, or when it was left because `signal` aborted. */
  out: { file: string; rows: number } | null;
}

/**
 * Shows a collection until it ends or `signal` aborts, and writes what it brings into a file meanwhile. A file that cannot be written does not stop
 * the collection: its error is thrown at the end.
 */
export async function watchCollection(
  services: CommandServices,
  id: number,
  { out, inPlace, only, verbose, quiet }: WatchOptions,
  signal: AbortSignal,
): Promise<WatchedCollection> {
  const { collections } = services;
  const progress = createProgress(process.stderr, quiet);
  const { followRows } = await import("../insight/index.ts");
  const rows =
    out === null
      ? null
      : followRows({ file: out, inPlace, read: (query) => collections.listRows(id, { ...query, only }) });
  const endLog = verbose && !quiet ? followLog(collections, id, progress.say) : async () => {};
  try {
    const collection = await followCollection(services, id, progress, signal);
    await endLog();
    progress.end();
    const say = (text: string) => (quiet ? undefined : progress.say(text));
    const left = signal.aborted ? await rows?.abandon() : undefined;
    const written = signal.aborted ? undefined : await rows?.finish();
    if (out !== null && left !== undefined) {
      say(
        inPlace
          ? `${out} is not complete (${left} rows so far); the same command completes it.`
          : `${out} was not written, since not all rows are there; the same command writes it.`,
      );
    }
    if (out !== null && written !== undefined) {
      say(`Wrote ${written.rows} documents to ${out}.`);
      if (written.shortened > 0)
        say(
          `${written.shortened} texts were shortened to what one cell of a workbook can hold; .parquet and .csv hold them whole.`,
        );
    }
    const report = await collections.report(id);
    return {
      collection,
      report,
      out: out === null || written === undefined ? null : { file: out, rows: written.rows },
    };
  } catch (error) {
    progress.end();
    await Promise.allSettled([endLog(), rows?.abandon()]);
    throw error;
  }
}
