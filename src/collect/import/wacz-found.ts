import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { type Found, UnreadableFileError } from "./found.ts";
import type { ImportLimits } from "./limits.ts";
import type { FileInHand } from "./walk.ts";
import { readWarc } from "./warc-found.ts";

const stored = 0;
const archived = /^archive\/[^/]{1,200}\.warc(?:\.gz)?$/i;
/** A deflated entry that is smaller than this may be as dense as it likes. */
const ratioFloorBytes = 64 * 2 ** 20;

/**
 * The WARC files inside a WACZ file. Nothing is ever written under a name that stands in it.
 * @param scratch folder that packed ones are unpacked in; where temporary files lie is often memory.
 */
export async function* readWacz(file: FileInHand, scratch: string, limits: ImportLimits): AsyncGenerator<Found> {
  const zip = await openZip(file.path);
  try {
    const entries = await archivesIn(zip, file.bytes, limits);
    if (entries.length === 0) {
      throw new UnreadableFileError(
        "unsupported_type",
        "It is a zip file without a web archive inside; unpack it and import the folder.",
      );
    }
    for (const entry of entries) {
      const url = `${file.url}#${encodeURIComponent(entry.fileName)}`;
      if (entry.compressionMethod === stored) {
        const from = await dataStart(zip, entry);
        yield* readWarc({ path: file.path, url, from, to: from + entry.compressedSize });
      } else yield* readUnpacked(zip, entry, { url, scratch, limits });
    }
  } finally {
    zip.close();
  }
}

async function openZip(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true });
  } catch (error) {
    throw broken(error);
  }
}

async function archivesIn(zip: ZipFile, fileBytes: number, limits: ImportLimits): Promise<Entry[]> {
  if (zip.entryCount > limits.maxZipEntries) {
    throw new UnreadableFileError("too_large", `It has more than ${limits.maxZipEntries} entries.`);
  }
  const entries: Entry[] = [];
  let bytes = 0;
  let packed = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      if (!archived.test(entry.fileName)) continue;
      if (entry.isEncrypted()) throw new UnreadableFileError("encrypted", "The WACZ file is locked with a password.");
      bytes += entry.uncompressedSize;
      packed += entry.compressedSize;
      // Entries that share their bytes with others are how a small file pretends to be a huge one.
      if (
        packed > fileBytes ||
        bytes > limits.maxExpandedBytes ||
        entry.uncompressedSize > Math.max(ratioFloorBytes, entry.compressedSize * limits.maxExpansion)
      ) {
        throw new UnreadableFileError("compression_bomb", "What it holds is far larger than it could be.");
      }
      entries.push(entry);
    }
  } catch (error) {
    if (error instanceof UnreadableFileError) throw error;
    throw broken(error);
  }
  return entries;
}

/** Where the bytes of a stored entry begin in the zip file: they are read in place. */
async function dataStart(zip: ZipFile, entry: Entry): Promise<number> {
  try {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    return fileDataStart;
  } catch (error) {
    throw broken(error);
  }
}

async function* readUnpacked(
  zip: ZipFile,
  entry: Entry,
  { url, scratch, limits }: { url: string; scratch: string; limits: ImportLimits },
): AsyncGenerator<Found> {
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(join(scratch, "wacz-"));
  const path = join(folder, "archive.warc");
  try {
    let bytes = 0;
    const meter = new Transform({
      transform: (piece: Buffer, _encoding, done) => {
        bytes += piece.length;
        done(
          bytes > limits.maxExpandedBytes
            ? new UnreadableFileError("compression_bomb", "It unpacks without end.")
            : null,
          piece,
        );
      },
    });
    try {
      await pipeline(await zip.openReadStreamPromise(entry), meter, createWriteStream(path));
    } catch (error) {
      if (error instanceof UnreadableFileError || (error as { code?: unknown }).code === "ENOSPC") throw error;
      throw broken(error);
    }
    yield* readWarc({ path, url, from: 0, to: bytes });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function broken(error: unknown): UnreadableFileError {
  const why = error instanceof Error ? error.message.slice(0, 200) : String(error);
  return new UnreadableFileError("parse_failed", `Its zip data cannot be read: ${why}`, { cause: error });
}
