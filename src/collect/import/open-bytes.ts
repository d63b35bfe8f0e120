import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { UnreadableFileError } from "./found.ts";
import type { ImportLimits } from "./limits.ts";

const ratioFloorBytes = 64 * 2 ** 20;

/** Bytes of a file in pieces, unpacked on the way when it is gzipped; one that only pretends to be large is stopped. */
export async function* openBytes(path: string, gzipped: boolean, limits: ImportLimits): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  if (!gzipped) {
    yield* file as AsyncIterable<Buffer>;
    return;
  }
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  file.on("error", (error) => gunzip.destroy(error));
  file.pipe(gunzip);
  let unpacked = 0;
  try {
    for await (const piece of gunzip as AsyncIterable<Buffer>) {
      unpacked += piece.length;
      if (unpacked > ratioFloorBytes && unpacked > gunzip.bytesWritten * limits.maxExpansion) {
        throw new UnreadableFileError(
          "compression_bomb",
          `It grows to more than ${limits.maxExpansion} times its size when unpacked.`,
        );
      }
      if (unpacked > limits.maxExpandedBytes) {
        throw new UnreadableFileError("too_large", `Unpacked it is larger than ${limits.maxExpandedBytes} bytes.`);
      }
      yield piece;
    }
  } catch (error) {
    if (error instanceof UnreadableFileError) throw error;
    if (!String((error as { code?: unknown }).code).startsWith("Z_")) throw error;
    throw new UnreadableFileError("parse_failed", "Its gzip data is broken.", { cause: error });
  } finally {
    file.destroy();
    gunzip.destroy();
  }
}

/** The whole of a file that may be held in memory. @throws UnreadableFileError `too_large`. */
export async function readWhole(
  path: string,
  gzipped: boolean,
  maxBytes: number,
  limits: ImportLimits,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of openBytes(path, gzipped, limits)) {
    bytes += piece.length;
    if (bytes > maxBytes) {
      throw new UnreadableFileError("too_large", `It is larger than ${Math.floor(maxBytes / 2 ** 20)} MiB.`);
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces, bytes);
}
