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
 * body itself, and so does a `gzip` body without gzip's magic number, since servers mislabel plain bodies.
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
        return body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body, zlibOptions) : body;
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
        throw new DamagedArchiveError("payload_bad_encoding", `Unknown content coding: ${coding.slice(0, 40)}.`);
    }
  } catch (error) {
    if (error instanceof DamagedArchiveError) throw error;
    if ((error as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") {
      throw new DamagedArchiveError("payload_bomb", `The body grows past ${maxOutputLength} bytes when decompressed.`, {
        cause: error,
      });
    }
    throw new DamagedArchiveError("payload_bad_encoding", `The body is not valid ${coding}.`, { cause: error });
  }
}
