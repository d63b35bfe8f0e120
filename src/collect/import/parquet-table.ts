import type { ImportLimits } from "./limits.ts";
import type { ParquetTask } from "./parquet-thread.ts";
import { readInThread } from "./reading-thread.ts";
import type { TableGroup } from "./table.ts";

/** Rows of a Parquet file, read in a thread of its own. */
export function readParquet(path: string, limits: ImportLimits): AsyncGenerator<TableGroup> {
  const task: ParquetTask = { path, chunkRows: limits.chunkRows };
  return readInThread<TableGroup>(new URL("./parquet-thread.ts", import.meta.url), task, {
    silenceMs: limits.threadSilenceMs * 3,
    totalMs: null,
    heapMb: limits.threadHeapMb * 4,
    buffersMb: limits.threadBuffersMb * 4,
  });
}
