import { type FileHandle, open } from "node:fs/promises";
import { crc32, gunzipSync, inflateRawSync } from "node:zlib";
import { ByteWindow } from "./byte-window.ts";
import { DamagedArchiveError, warcFileMissing } from "./errors.ts";
import { gzipHeaderLength } from "./gzip-header.ts";
import { defaultLimits, headEnd, parseRecord, parseWarcHead, type WarcLimits, type WarcRecord } from "./warc-parse.ts";

/**
 * The record that fills `length` bytes at `offset` of a `.warc.gz` file.
 * @throws NotFoundError `warc_file_missing`; DamagedArchiveError with the code that says what is wrong.
 */
export async function readRecordAt(
  path: string,
  offset: number,
  length: number,
  limits: WarcLimits = {},
): Promise<WarcRecord> {
  checkMemberLength(length, limits);
  const handle = await openWarc(path);
  let member: Buffer;
  try {
    member = Buffer.allocUnsafe(length);
    const { bytesRead } = await handle.read(member, 0, length, offset);
    if (bytesRead < length) {
      throw new DamagedArchiveError("warc_file_short", `The file ends before byte ${offset + length}.`);
    }
  } finally {
    await handle.close();
  }
  return parseMember(member, limits);
}

/** @throws DamagedArchiveError `warc_too_large` for a record that is not to be held in memory. */
export function checkMemberLength(length: number, limits: WarcLimits = {}): void {
  const maxRecordBytes = limits.maxRecordBytes ?? defaultLimits.maxRecordBytes;
  if (length > maxRecordBytes + 65_536) {
    throw new DamagedArchiveError("warc_too_large", `The record is longer than ${maxRecordBytes} bytes.`);
  }
}

/** The record in a gzip member. @throws DamagedArchiveError with the code that says what is wrong. */
export function parseMember(member: Uint8Array, limits: WarcLimits = {}): WarcRecord {
  const maxRecordBytes = limits.maxRecordBytes ?? defaultLimits.maxRecordBytes;
  let bytes: Buffer;
  try {
    bytes = gunzipSync(member, { maxOutputLength: maxRecordBytes });
  } catch (error) {
    throw inflateFailure(error, maxRecordBytes);
  }
  return parseRecord(bytes, limits).record;
}

/** A record met while going through a file. `length` is that of its gzip member, or of the record in a plain file. */
export interface PlacedRecord {
  record: WarcRecord;
  offset: number;
  length: number;
}

/**
 * Every record of a WARC 1.0 or 1.1 file, gzipped by record or plain, our own or another program's. Holds one record in
 * memory at a time.
 * @param from byte to begin at; must be the start of a record. @param to byte to end before; default the whole file.
 * @throws DamagedArchiveError at the first record that cannot be read: the one behind the last that was given.
 */
export async function* readWarcFile(
  path: string,
  options: WarcLimits & { from?: number; to?: number } = {},
): AsyncGenerator<PlacedRecord> {
  const handle = await openWarc(path);
  try {
    const window = new ByteWindow(handle, options.from ?? 0, options.to ?? Number.POSITIVE_INFINITY);
    while (await window.ensure(1)) {
      const offset = window.position;
      if (window.bytes[0] === 0x1f) {
        const { data, length } = await takeMember(window, options);
        for (let rest = data; rest.length > 0; ) {
          const { record, end } = parseRecord(rest, options);
          yield { record, offset, length };
          rest = rest.subarray(end);
        }
      } else {
        const record = await takePlain(window, options);
        yield { record, offset, length: window.position - offset };
      }
    }
  } finally {
    await handle.close();
  }
}

async function openWarc(path: string): Promise<FileHandle> {
  return open(path, "r").catch((error: NodeJS.ErrnoException) => {
    throw error.code === "ENOENT" ? warcFileMissing(path, error) : error;
  });
}

/** Inflates one gzip member; the window grows until the member is whole in it. */
async function takeMember(window: ByteWindow, limits: WarcLimits): Promise<{ data: Buffer; length: number }> {
  const maxRecordBytes = limits.maxRecordBytes ?? defaultLimits.maxRecordBytes;
  let want = 64 * 1024;
  for (;;) {
    const whole = !(await window.ensure(want));
    const head = gzipHeaderLength(window.bytes);
    if (head !== null) {
      try {
        const { buffer, engine } = inflateRawSync(window.bytes.subarray(head), {
          info: true,
          maxOutputLength: maxRecordBytes,
        } as { info: true }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
        const length = head + engine.bytesWritten + 8;
        if (length > window.bytes.length && (await window.ensure(length)) === false) {
          throw new DamagedArchiveError("warc_bad_gzip", "The record's gzip data is cut off.");
        }
        if (crc32(buffer) !== window.bytes.readUInt32LE(length - 8)) {
          throw new DamagedArchiveError("warc_bad_gzip", "The checksum of the record's gzip data is wrong.");
        }
        window.skip(length);
        return { data: buffer, length };
      } catch (error) {
        if ((error as { code?: unknown }).code !== "Z_BUF_ERROR") throw inflateFailure(error, maxRecordBytes);
      }
    }
    if (whole) throw new DamagedArchiveError("warc_bad_gzip", "The record's gzip data is cut off.");
    if (want > maxRecordBytes) {
      throw new DamagedArchiveError("warc_too_large", `The record is longer than ${maxRecordBytes} bytes.`);
    }
    want *= 4;
  }
}

async function takePlain(window: ByteWindow, limits: WarcLimits): Promise<WarcRecord> {
  const maxHeaderBytes = limits.maxHeaderBytes ?? defaultLimits.maxHeaderBytes;
  const maxRecordBytes = limits.maxRecordBytes ?? defaultLimits.maxRecordBytes;
  let end = -1;
  for (let want = 4096; end === -1; want *= 2) {
    const more = await window.ensure(Math.min(want, maxHeaderBytes));
    end = headEnd(window.bytes.subarray(0, maxHeaderBytes));
    if (end === -1 && (!more || want >= maxHeaderBytes)) {
      throw new DamagedArchiveError("warc_bad_header", "The record's header does not end.");
    }
  }
  const { contentLength } = parseWarcHead(window.bytes.subarray(0, end));
  if (contentLength > maxRecordBytes) {
    throw new DamagedArchiveError("warc_too_large", `The record is longer than ${maxRecordBytes} bytes.`);
  }
  await window.ensure(end + contentLength + 4);
  const { record, end: next } = parseRecord(window.bytes.subarray(0, end + contentLength + 4), limits);
  const own = { ...record, block: Buffer.from(record.block) };
  window.skip(next);
  return own;
}

function inflateFailure(error: unknown, maxRecordBytes: number): Error {
  if (error instanceof DamagedArchiveError) return error;
  const code = (error as { code?: unknown }).code;
  if (code === "ERR_BUFFER_TOO_LARGE") {
    return new DamagedArchiveError("warc_too_large", `The record is longer than ${maxRecordBytes} bytes.`, {
      cause: error,
    });
  }
  return new DamagedArchiveError("warc_bad_gzip", "The record's gzip data is broken.", { cause: error });
}
