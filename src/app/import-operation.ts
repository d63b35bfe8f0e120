import { importFiles } from "../collect/index.ts";
import type { ImportReport, ImportRequest } from "../contracts/index.ts";
import { pageReader } from "../refine/index.ts";
import type { OnProgress, OperationParts } from "./operations.ts";

/** What an import waits for, in words. */
function waitsForReading(documents: number, read: boolean): string {
  const many = `waits until what was collected has been read: more than ${documents.toLocaleString("en")} documents wait`;
  return read ? many : `${many} and no worker is at work; start one: naru start --roles worker`;
}

/** Imports files of this machine, for `naru import`. */
export async function importOperation(
  { db, queue, folder, disk, shared, settings, clock, log }: OperationParts,
  request: ImportRequest,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<ImportReport> {
  const began = clock.now();
  const report = await importFiles(request, {
    db,
    archiveFolder: folder.archive,
    shared,
    reader: pageReader,
    clock,
    log,
    signal,
    backlog: settings.collect.backlog,
    disk,
    onFullDisk: (message) => onProgress({ message: `${message}; the import waits`, done: 0, total: null }),
    onWait: ({ documents, read }) => onProgress({ message: waitsForReading(documents, read), done: 0, total: null }),
    onDocuments: (trx, ids) => queue.send("refine", { documentIds: [...ids] }, trx),
    onProgress: ({ files, archived, known, rows, documents, failed }) => {
      const parts = [
        `${files} ${files === 1 ? "file" : "files"}`,
        ...(rows > 0 ? [`${rows.toLocaleString("en")} ${rows === 1 ? "row" : "rows"}`] : []),
        `${archived.toLocaleString("en")} archived`,
        ...(known > 0 ? [`${known.toLocaleString("en")} known`] : []),
        `${documents.toLocaleString("en")} documents`,
        ...(failed > 0 ? [`${failed.toLocaleString("en")} failed`] : []),
      ];
      onProgress({ message: parts.join(" · "), done: files, total: null });
    },
  });
  return { ...report, seconds: (clock.now() - began) / 1000 };
}
