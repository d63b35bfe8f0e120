import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from "node:zlib";
import { DamagedArchiveError } from "./errors.ts";

export interface DecodeLimits {
  /** Longest result in bytes. Default 64 MiB. */
  maxBytes?: number;
  /** Most bytes out for one byte in, once past 1 MiB. Default 200; honest HTML stays below 50, gzip's own ceiling is 1,032. */
  maxRatio?: number;
  /** Takes what can be had of a body that was cut. Default false. */
  partial?: boolean;
}

const defaultMaxBytes = 64 * 2 ** 20;
const defaultMaxRatio = 200;
const ratioFloorBytes = 2 ** 20;

/**
 * Undoes the content codings of a body. `codings` is the Content-Encoding header; null, empty and `identity` return the
 * body itself, and so does a plain body that a server mislabels: one without gzip's magic number, and text under a coding that
 * nobody knows (`utf-8`) or that does not fit. A gzip body is whole without its trailer.
 * @throws DamagedArchiveError `payload_bomb` when it grows past a limit, `payload_bad_encoding` when it is broken or unknown.
 */
export function decodePayload(body: Uint8Array, codings: string | null, limits: DecodeLimits = {}): Uint8Array {
  const names = (codings ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "identity");
  if (names.length > 3) throw new DamagedArchiveError("payload_bad_encoding", "The body has more than three codings.");
  let bytes = body;
  for (const name of names.reverse()) bytes = bytes.length === 0 ? bytes : decodeOne(bytes, name, body.length, limits);
  return bytes;
}

function decodeOne(body: Uint8Array, coding: string, wireLength: number, limits: DecodeLimits): Uint8Array {
  const maxBytes = limits.maxBytes ?? defaultMaxBytes;
  const byRatio = Math.max(ratioFloorBytes, wireLength * (limits.maxRatio ?? defaultMaxRatio));
  const maxOutputLength = Math.min(maxBytes, byRatio);
  const partial = limits.partial === true;
  const zlibOptions = partial ? { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH } : { maxOutputLength };
  try {
    switch (coding) {
      case "gzip":
      case "x-gzip":
        return body[0] === 0x1f && body[1] === 0x8b ? gunzip(body, zlibOptions) : body;
      case "deflate":
        // RFC 9110 means zlib's format; some servers send raw deflate. The low four bits of zlib's first byte are 8.
        return ((body[0] ?? 0) & 0x0f) === 8 ? inflateSync(body, zlibOptions) : inflateRawSync(body, zlibOptions);
      case "br":
        return brotliDecompressSync(
          body,
          partial ? { maxOutputLength, finishFlush: constants.BROTLI_OPERATION_FLUSH } : { maxOutputLength },
        );
      case "zstd":
        return zstdDecompressSync(
          body,
          partial ? { maxOutputLength, finishFlush: constants.ZSTD_e_flush } : { maxOutputLength },
        );
      default:
        if (looksPlain(body)) return body;
        throw new DamagedArchiveError("payload_bad_encoding", `Unknown content coding: ${coding.slice(0, 40)}.`);
    }
  } catch (error) {
    if (error instanceof DamagedArchiveError) throw error;
    if ((error as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") {
      throw new DamagedArchiveError("payload_bomb", `The body grows past ${maxOutputLength} bytes when decompressed.`, {
        cause: error,
      });
    }
    if (!coding.endsWith("gzip") && looksPlain(body)) return body;
    throw new DamagedArchiveError("payload_bad_encoding", `The body is not valid ${coding}.`, { cause: error });
  }
}

/** Some servers leave out the checksum and length behind the data, or count them wrong; browsers do not look at them. */
function gunzip(body: Uint8Array, options: { maxOutputLength: number; finishFlush?: number }): Uint8Array {
  try {
    return gunzipSync(body, options);
  } catch (error) {
    const start = dataStart(body);
    if (start === null || (error as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") throw error;
    return inflateRawSync(body.subarray(start), options);
  }
}

/** Where the data begins behind a gzip header (RFC 1952); null for a header that is not whole. */
function dataStart(body: Uint8Array): number | null {
  const flags = body[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + (body[10] ?? 0) + (body[11] ?? 0) * 256;
  for (const named of [flags & 8, flags & 16]) {
    if (named === 0) continue;
    const end = body.indexOf(0, at);
    if (end < 0) return null;
    at = end + 1;
  }
  if (flags & 2) at += 2;
  return at < body.length ? at : null;
}

/** Characters that are looked at to tell text from compressed bytes. */
const lookedAt = 512;

/** True for bytes that begin as text does: markup or letters, and no control characters. */
function looksPlain(body: Uint8Array): boolean {
  if (body.length < 4) return false;
  const start = body.subarray(0, lookedAt);
  return start.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d)) && start.some((byte) => byte < 0x80);
}
