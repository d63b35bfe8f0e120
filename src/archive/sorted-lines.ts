import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { type FileHandle, open, rename } from "node:fs/promises";

const chunkBytes = 256 * 1024;

/** Walks a file of sorted ASCII lines; waits for the disk once a chunk, not once a line. */
class LineCursor {
  readonly #handle: FileHandle;
  #position = 0;
  #rest = "";
  #lines: string[] = [];
  #at = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** The line in hand; null at the end. */
  get line(): string | null {
    return this.#lines[this.#at] ?? null;
  }

  /** Moves on within the loaded chunk; false when `load` has to be awaited. */
  next(): boolean {
    this.#at += 1;
    return this.#at < this.#lines.length;
  }

  async load(): Promise<void> {
    this.#lines = [];
    this.#at = 0;
    while (this.#lines.length === 0) {
      const { bytesRead, buffer } = await this.#handle.read(
        Buffer.allocUnsafe(chunkBytes),
        0,
        chunkBytes,
        this.#position,
      );
      if (bytesRead === 0) {
        if (this.#rest !== "") this.#lines = [this.#rest];
        this.#rest = "";
        return;
      }
      this.#position += bytesRead;
      this.#lines = (this.#rest + buffer.toString("latin1", 0, bytesRead)).split("\n");
      this.#rest = this.#lines.pop() ?? "";
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** Writes sorted lines as a file that appears whole or not at all. */
export async function writeSortedLines(path: string, lines: readonly string[]): Promise<void> {
  const handle = await open(`${path}.part`, "w");
  try {
    await handle.writeFile(lines.length === 0 ? "" : `${lines.join("\n")}\n`, "latin1");
  } finally {
    await handle.close();
  }
  await rename(`${path}.part`, path);
}

/** Merges files of sorted lines into one, equal lines once; the result appears whole or not at all. Memory does not grow with the files. */
export async function mergeSortedFiles(sources: readonly string[], target: string): Promise<void> {
  const cursors: LineCursor[] = [];
  const output = createWriteStream(`${target}.part`, "latin1");
  try {
    for (const source of sources) {
      const cursor = new LineCursor(await open(source, "r"));
      cursors.push(cursor);
      await cursor.load();
    }
    let last: string | null = null;
    let text = "";
    for (;;) {
      let least: LineCursor | null = null;
      for (const cursor of cursors) {
        if (cursor.line !== null && (least?.line == null || cursor.line < least.line)) least = cursor;
      }
      if (least?.line == null) break;
      if (least.line !== last) {
        last = least.line;
        text += `${last}\n`;
        if (text.length > chunkBytes) {
          if (!output.write(text)) await once(output, "drain");
          text = "";
        }
      }
      if (!least.next()) await least.load();
    }
    output.end(text);
    await once(output, "close");
  } finally {
    output.destroy();
    for (const cursor of cursors) await cursor.close();
  }
  await rename(`${target}.part`, target);
}

/** Lines of a sorted file that begin with `prefix`, found by binary search; at most `limit`. */
export async function findLines(path: string, prefix: string, limit: number): Promise<string[]> {
  const handle = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (handle === null) return [];
  try {
    let low = 0;
    let high = (await handle.stat()).size;
    // Invariant: every line that starts before `low` is smaller than the prefix; one that starts at or behind `high` is not.
    while (high - low > 4096) {
      const middle = Math.floor((low + high) / 2);
      const found = await lineAfter(handle, middle);
      if (found === null || found.start >= high || found.line >= prefix) high = middle;
      else low = found.start;
    }
    return await scan(handle, low, prefix, limit);
  } finally {
    await handle.close();
  }
}

/** First line that starts behind byte `from`. */
async function lineAfter(handle: FileHandle, from: number): Promise<{ start: number; line: string } | null> {
  for (let size = 8192; ; size *= 4) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(size), 0, size, from);
    const begin = buffer.subarray(0, bytesRead).indexOf(10);
    const end = begin === -1 ? -1 : buffer.subarray(0, bytesRead).indexOf(10, begin + 1);
    if (end !== -1) return { start: from + begin + 1, line: buffer.toString("latin1", begin + 1, end) };
    if (bytesRead < size) return null;
  }
}

async function scan(handle: FileHandle, from: number, prefix: string, limit: number): Promise<string[]> {
  const found: string[] = [];
  let rest = "";
  for (let position = from; found.length < limit; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(16_384), 0, 16_384, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    const lines = (rest + buffer.toString("latin1", 0, bytesRead)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith(prefix)) found.push(line);
      else if (line > prefix) return found.slice(0, limit);
    }
  }
  return found.slice(0, limit);
}
