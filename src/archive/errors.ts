import { NaruError, NotFoundError, UnavailableError } from "../platform/errors.ts";
import type { Whereabouts } from "./shipped-files-store.ts";

export type DamageCode =
  | "warc_bad_gzip"
  | "warc_bad_header"
  | "warc_bad_length"
  | "warc_too_large"
  | "warc_digest_mismatch"
  | "warc_file_short"
  | "payload_bad_encoding"
  | "payload_bomb"
  | "cdxj_damaged";

/** Bytes in the archive are not what they should be. The caller reports it and goes on with the next record; trying again does not help. */
export class DamagedArchiveError extends NaruError {
  declare readonly code: DamageCode;

  constructor(code: DamageCode, message: string, options: { cause?: unknown; next?: string } = {}) {
    // 422: the request is fine and naru works; it is the stored bytes that cannot be shown.
    super(code, message, {
      status: 422,
      next: "Take the record itself from the WARC file if you need its bytes.",
      ...options,
    });
  }
}

/** The file that a capture points into is gone. */
export function warcFileMissing(file: string, cause: unknown): NotFoundError {
  return new NotFoundError("warc_file_missing", `The archive file ${file} is not there.`, {
    cause,
    next: "Put the file back into the archive folder, or set S3_BUCKET if it was shipped to a bucket; captures in it cannot be read until then.",
  });
}

/** Another machine holds the file and has yet to ship it to the bucket; its captures can be read when it has. */
export function notShipped(
  file: string,
  { writer, hostName, alive, ships }: Pick<Whereabouts, "writer" | "hostName" | "alive" | "ships">,
  fileAgeMs: number,
): UnavailableError {
  const holder = hostName === null ? `the import ${writer}` : `the collector ${writer} on ${hostName}`;
  const minutes = Math.max(1, Math.ceil(fileAgeMs / 60_000));
  let next = `Try again in a few minutes: a collector ships its files when they are full, or ${minutes} min old.`;
  if (hostName === null)
    next = "Let a collector run on the data folder that was imported into: it ships what lies there.";
  else if (!alive) next = `Start ${writer} again on ${hostName} with S3_BUCKET set; it ships first what it holds.`;
  else if (!ships) next = `Give ${writer} the same S3_BUCKET: it has not reached a bucket yet; its log says why.`;
  return new UnavailableError(
    "warc_file_not_shipped",
    `The archive file ${file} is not in the bucket yet; ${holder} holds it.`,
    { next },
  );
}

const fullDiskCodes = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** What a failed write means to the caller: nothing of the batch was kept, and the same batch may be written later. */
export function writeFailure(file: string, cause: unknown): UnavailableError {
  const code = (cause as { code?: unknown } | null)?.code;
  if (typeof code === "string" && fullDiskCodes.has(code)) {
    return new UnavailableError("disk_full", `The disk is full: ${file} could not grow.`, {
      cause,
      next: "Free some space; collecting goes on from where it was.",
    });
  }
  return new UnavailableError("archive_unwritable", `The archive file ${file} could not be written.`, {
    cause,
    next: "Check that the data folder exists and may be written to.",
  });
}
