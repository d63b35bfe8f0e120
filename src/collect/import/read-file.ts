import type { ColumnRoles } from "../sources/files/column-roles.ts";
import { readCsv } from "./csv-table.ts";
import { type FileFormat, formatOf } from "./format-of.ts";
import { type Found, trouble, UnreadableFileError } from "./found.ts";
import { readJson, readJsonLines } from "./json-table.ts";
import type { ImportLimits } from "./limits.ts";
import { readPageFile } from "./page-found.ts";
import { readParquet } from "./parquet-table.ts";
import { readPdf } from "./pdf-found.ts";
import { rowChunks } from "./row-chunks.ts";
import type { TableGroup } from "./table.ts";
import { readWacz } from "./wacz-found.ts";
import type { FileInHand } from "./walk.ts";
import { readWarc } from "./warc-found.ts";

export interface ReadFileOptions {
  /** True when another source than `files` reads them: tables stay whole then, since their shape is that source's business. */
  whole: boolean;
  said: ColumnRoles;
  /** Whether the first line of CSV names the columns; null lets the line decide. */
  header: boolean | null;
  urlBase: string | null;
  /** Folder for what has to be unpacked; made when it is needed. */
  scratch: string;
  limits: ImportLimits;
}

const types: Partial<Record<FileFormat, string>> = {
  html: "text/html",
  text: "text/plain",
  json: "application/json",
  jsonl: "application/x-ndjson",
  csv: "text/csv",
};

/** All that a file holds, piece by piece. What cannot be read is told; nothing is thrown but trouble of our own. */
export async function* readFileInHand(file: FileInHand, options: ReadFileOptions): AsyncGenerator<Found> {
  try {
    yield* contentOf(file, options);
  } catch (error) {
    if (error instanceof UnreadableFileError) yield trouble(file.url, error.reason, error.message);
    else if (isOfTheFile(error))
      yield trouble(file.url, "parse_failed", `It could not be read: ${(error as Error).message}`);
    else throw error;
  }
}

async function* contentOf(file: FileInHand, options: ReadFileOptions): AsyncGenerator<Found> {
  const { limits, header, urlBase, whole } = options;
  const { format, gzipped, hint } = await formatOf(file);
  const table = (groups: AsyncIterable<TableGroup>) =>
    rowChunks(groups, { url: file.url, savedAt: file.savedAt, said: options.said, limits });
  const json = { gzipped, bytes: file.bytes, limits };
  const contentType = format === null ? undefined : types[format];
  if (contentType !== undefined && (whole || format === "html" || format === "text")) {
    yield readPageFile(file, { contentType, gzipped, urlBase, limits });
    return;
  }
  switch (format) {
    case "csv":
      return yield* table(readCsv(file.path, { gzipped, name: file.url, header, limits }));
    case "json":
      return yield* table(readJson(file.path, json));
    case "jsonl":
      return yield* table(readJsonLines(file.path, json));
    case "parquet":
      return yield* table(readParquet(file.path, limits));
    case "pdf":
      return yield* readPdf(file, limits);
    case "warc":
      return yield* readWarc({ path: file.path, url: file.url, from: 0, to: file.bytes });
    case "zip":
      return yield* readWacz(file, options.scratch, limits);
    default: {
      const why = file.bytes === 0 ? "The file is empty." : "Files of this kind are not read.";
      // In a folder there is more than anybody means to import; a file that was named is meant.
      yield trouble(file.url, "unsupported_type", hint === null ? why : `${why} ${hint}`, !file.named);
    }
  }
}

/** Trouble of the file rather than of the machine. */
function isOfTheFile(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === "EACCES" || code === "EPERM" || code === "EIO" || code === "ENOENT" || code === "EISDIR";
}
