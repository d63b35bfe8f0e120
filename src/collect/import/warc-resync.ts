import { type FileHandle, open } from "node:fs/promises";
import { constants, inflateRawSync } from "node:zlib";
import { gzipHeaderLength } from "../../archive/index.ts";

const windowBytes = 1024 * 1024;
/** What a gzip header and the first words of a record take at most. */
const headBytes = 4096;
const marker = Buffer.from("WARC/1.");

/**
 * Where the next record of a damaged WARC file begins, at or behind `from`: a gzip member that unpacks to `WARC/1.`, or these letters at the beginning
 * of a line. Null when none does.
 */
export async function findNextRecord(path: string, from: number, to: number): Promise<number | null> {
  const handle = await open(path, "r");
  try {
    for (let at = from; at < to; at += windowBytes) {
      const window = await readWindow(handle, at, Math.min(windowBytes + headBytes, to - at));
      if (window.length === 0) return null;
      const found = firstIn(window);
      if (found !== null && found < windowBytes) return at + found;
    }
    return null;
  } finally {
    await handle.close();
  }
}

function firstIn(window: Buffer): number | null {
  const plain = plainStart(window);
  for (let at = window.indexOf(0x1f); at >= 0 && (plain === null || at < plain); at = window.indexOf(0x1f, at + 1)) {
    if (window[at + 1] === 0x8b && window[at + 2] === 8 && beginsRecord(window.subarray(at, at + headBytes))) return at;
  }
  return plain;
}

function plainStart(window: Buffer): number | null {
  for (let at = window.indexOf(marker); at >= 0; at = window.indexOf(marker, at + 1)) {
    if (at === 0 || window[at - 1] === 10) return at;
  }
  return null;
}

function beginsRecord(member: Buffer): boolean {
  try {
    const start = inflateRawSync(member.subarray(gzipHeaderLength(member) ?? 10), {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: headBytes * 1100,
    });
    return start.subarray(0, marker.length).equals(marker);
  } catch {
    return false;
  }
}

async function readWindow(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, at);
  return bytes.subarray(0, bytesRead);
}
