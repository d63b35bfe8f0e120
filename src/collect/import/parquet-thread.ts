import { workerData } from "node:worker_threads";
import {
  asyncBufferFromFile,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { UnreadableFileError } from "./found.ts";
import { serveGroups } from "./reading-thread.ts";
import { type Cell, cellOf, maxColumns, storableText, type TableGroup, type TableRow } from "./table.ts";

/** What the thread is given. */
export interface ParquetTask {
  path: string;
  chunkRows: number;
}

/** One compressed page, unpacked; writers make them of one MiB. */
const maxPageBytes = 256 * 2 ** 20;
/** What one group of rows may be, unpacked: it is read as a whole. */
const maxGroupBytes = 1024 * 2 ** 20;

async function* rowsOf({ path, chunkRows }: ParquetTask): AsyncGenerator<TableGroup> {
  const file = await asyncBufferFromFile(path);
  let metadata: FileMetaData;
  try {
    metadata = await parquetMetadataAsync(file);
  } catch (error) {
    throw new UnreadableFileError(
      "parse_failed",
      `It is no Parquet file that can be read: ${(error as Error).message}`,
    );
  }
  if (metadata.schema.length > maxColumns) {
    throw new UnreadableFileError("too_large", `The table has more than ${maxColumns} columns.`);
  }
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    if (Number(group.total_byte_size) > maxGroupBytes) {
      throw new UnreadableFileError(
        "too_large",
        "One of its row groups is larger than 1 GiB; write it in smaller ones.",
      );
    }
    // A group at a time: a smaller range would unpack its pages again for every slice.
    const objects = await parquetReadObjects({ file, metadata, rowStart, rowEnd, compressors: bounded });
    for (let at = 0; at < objects.length; at += chunkRows) {
      const base = rowStart + at;
      const rows: TableRow[] = objects
        .slice(at, at + chunkRows)
        .map((values, index) => ({ row: base + index + 1, values: cellsOf(values) }));
      yield { rows, broken: [] };
    }
    rowStart = rowEnd;
  }
}

const bounded: Compressors = Object.fromEntries(
  Object.entries(compressors).map(([name, unpack]) => [
    name,
    (input: Uint8Array, outputLength: number) => {
      if (outputLength > maxPageBytes) {
        throw new UnreadableFileError("compression_bomb", "One of its pages unpacks to more than 256 MiB.");
      }
      return unpack(input, outputLength);
    },
  ]),
);

function cellsOf(values: Readonly<Record<string, unknown>>): Record<string, Cell> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [storableText(name), cellOf(value)]));
}

await serveGroups(rowsOf(workerData as ParquetTask));
