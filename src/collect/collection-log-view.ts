import { type FileHandle, open } from "node:fs/promises";
import { logFiles } from "./collection-log.ts";

/** A line as it was written; members beside these tell the particulars. */
export interface StoredLogLine {
  at: string;
  event: string;
  collector: string;
  [fact: string]: unknown;
}

export interface LogLines {
  items: StoredLogLine[];
  /** Where the next line will stand. */
  next: LogPlace;
  more: boolean;
}

/** A place in the log: a file by its inode, since its name changes when it is put aside, and a byte in it. */
export interface LogPlace {
  inode: string;
  offset: number;
}

const chunkBytes = 256 * 1024;

/** Lines of a collection's log from a place on, oldest first; nothing when there is none. A place that is no more stands for the beginning. */
export async function readCollectionLog(
  folder: string,
  collectionId: number,
  { place, limit }: { place: LogPlace | null; limit: number },
): Promise<LogLines> {
  const { older, current } = logFiles(folder, collectionId);
  const files = (await Promise.all([openFile(older), openFile(current)])).filter((file) => file !== null);
  try {
    const begun = files.findIndex(({ inode }) => inode === place?.inode);
    const items: StoredLogLine[] = [];
    let next: LogPlace = place ?? { inode: "0", offset: 0 };
    for (const { handle, inode } of begun === -1 ? files : files.slice(begun)) {
      let offset = inode === place?.inode ? place.offset : 0;
      for (;;) {
        const read = await linesFrom(handle, offset, limit - items.length);
        items.push(...read.lines);
        offset += read.bytes;
        next = { inode, offset };
        if (read.bytes === 0 || items.length >= limit) break;
      }
      if (items.length >= limit) return { items, next, more: true };
    }
    return { items, next, more: false };
  } finally {
    for (const { handle } of files) await handle.close();
  }
}

async function openFile(path: string): Promise<{ handle: FileHandle; inode: string } | null> {
  const handle = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  return handle === null ? null : { handle, inode: String((await handle.stat()).ino) };
}

/** Whole lines only: the last one may still be on its way. What is no line of ours is passed over. */
async function linesFrom(
  handle: FileHandle,
  offset: number,
  limit: number,
): Promise<{ lines: StoredLogLine[]; bytes: number }> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(chunkBytes), 0, chunkBytes, offset);
  const lines: StoredLogLine[] = [];
  let begin = 0;
  while (lines.length < limit) {
    const end = buffer.subarray(0, bytesRead).indexOf(10, begin);
    if (end === -1) break;
    const line = parseLine(buffer.toString("utf8", begin, end));
    if (line !== null) lines.push(line);
    begin = end + 1;
  }
  // A line longer than a chunk is none of ours.
  return { lines, bytes: begin === 0 && bytesRead === chunkBytes ? bytesRead : begin };
}

function parseLine(text: string): StoredLogLine | null {
  try {
    const line = JSON.parse(text) as StoredLogLine | null;
    const strings = [line?.at, line?.event, line?.collector].every((one) => typeof one === "string");
    return strings ? line : null;
  } catch {
    return null;
  }
}
