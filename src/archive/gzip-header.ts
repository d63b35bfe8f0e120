import { DamagedArchiveError } from "./errors.ts";

const hasExtra = 4;
const hasName = 8;
const hasComment = 16;
const hasHeaderCrc = 2;

/**
 * Length of the gzip header (RFC 1952 §2.3) that these bytes begin with; null when more bytes are needed to tell.
 * Needed because Node's gunzip runs on into the next member, and raw inflate tells where one ends.
 */
export function gzipHeaderLength(bytes: Uint8Array): number | null {
  if (bytes.length < 10) return null;
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) {
    throw new DamagedArchiveError("warc_bad_gzip", "There is no gzip member where a record should begin.");
  }
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & hasExtra) {
    const low = bytes[at];
    const high = bytes[at + 1];
    if (low === undefined || high === undefined) return null;
    at += 2 + low + high * 256;
  }
  for (const flag of [hasName, hasComment]) {
    if ((flags & flag) === 0) continue;
    const zero = bytes.indexOf(0, at);
    if (zero === -1) return null;
    at = zero + 1;
  }
  if (flags & hasHeaderCrc) at += 2;
  return at < bytes.length ? at : null;
}
