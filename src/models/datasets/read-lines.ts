import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";

/** Longest line that is read; the rest of a longer one is thrown away, and the line counts as one row. */
const longestLine = 1 << 20;

/** Bytes of a file, unpacked when they begin with gzip's magic number, whatever the file is called. */
export async function* readBytes(file: string): AsyncGenerator<Buffer> {
  const handle = await open(file);
  const first = Buffer.alloc(2);
  try {
    await handle.read(first, 0, 2, 0);
  } finally {
    await handle.close();
  }
  const raw = createReadStream(file, { highWaterMark: 256 * 1024 });
  if (first[0] !== 0x1f || first[1] !== 0x8b) {
    yield* raw;
    return;
  }
  const unpacked = createGunzip();
  raw.on("error", (cause) => unpacked.destroy(cause));
  try {
    yield* raw.pipe(unpacked);
  } finally {
    raw.destroy();
  }
}

/** Batches of lines without their ends (LF or CR LF) and without a byte order mark. UTF-8. */
export async function* readLines(file: string, onBytes?: (bytes: Buffer) => void): AsyncGenerator<string[]> {
  const decoder = new TextDecoder("utf-8");
  let rest = "";
  for await (const bytes of readBytes(file)) {
    onBytes?.(bytes);
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = (lines.pop() ?? "").slice(0, longestLine);
    yield lines.map(withoutReturn);
  }
  rest += decoder.decode();
  if (rest !== "") yield [withoutReturn(rest)];
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
