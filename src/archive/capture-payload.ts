import { join } from "node:path";
import type { PageInput } from "../domain/page.ts";
import { NotFoundError } from "../platform/errors.ts";
import type { Capture } from "./captures-view.ts";
import { DamagedArchiveError } from "./errors.ts";
import type { HeaderPairs } from "./exchange.ts";
import { type DecodeLimits, decodePayload } from "./payload.ts";
import type { SharedArchive } from "./shared-archive.ts";
import type { WarcPlace } from "./warc-lane.ts";
import { headerOf, parseHttpMessage, parseResource, type WarcLimits, type WarcRecord } from "./warc-parse.ts";
import { checkMemberLength, parseMember, readRecordAt } from "./warc-reader.ts";

/** What a capture says, read back from the archive. */
export interface CapturePayload {
  status: number;
  statusText: string;
  /** As archived; of the original when the server only said that nothing had changed. */
  headers: HeaderPairs;
  /** Body as sent. */
  wire: Uint8Array;
  /** Body with content codings undone. */
  body: Uint8Array;
}

export interface PayloadReader {
  /** Folder of the WARC files. */
  folder: string;
  /** Where files are that do not lie in the folder; null or absent for nowhere. */
  shared?: SharedArchive | null;
  /** Finds the capture that a revisit points to. */
  loadCapture(id: number): Promise<Capture>;
}

/**
 * Reads a capture's payload back, through its original when it is a revisit.
 * @throws NotFoundError `warc_file_missing` or `capture_not_found`; DamagedArchiveError when the bytes are not right; with a shared archive also
 * UnavailableError `warc_file_not_shipped` and what `Bucket` throws.
 */
export async function readPayload(
  reader: PayloadReader,
  capture: Capture,
  limits: WarcLimits & DecodeLimits = {},
): Promise<CapturePayload> {
  const readAt = async ({ place }: Capture) => {
    const record = await readRecord(reader, place, limits);
    return record.type === "resource" ? parseResource(record) : parseHttpMessage(record.block, limits);
  };
  const own = await readAt(capture);
  let holder = own;
  if (capture.refersTo !== null) {
    const original = await reader.loadCapture(capture.refersTo);
    if (original.digest !== capture.digest) {
      throw new DamagedArchiveError(
        "warc_digest_mismatch",
        `Capture ${capture.id} and its original ${original.id} differ.`,
      );
    }
    holder = await readAt(original);
  }
  const unchanged = capture.recordType === "revisit_not_modified";
  const coding = headerOf(holder.headers, "content-encoding");
  return {
    status: unchanged ? holder.status : own.status,
    statusText: unchanged ? holder.statusText : own.statusText,
    headers: unchanged ? holder.headers : own.headers,
    wire: holder.body,
    body: decodePayload(holder.body, coding, { ...limits, partial: capture.truncated !== null }),
  };
}

/** From the file that lies here, else from the bucket. */
async function readRecord(
  { folder, shared }: PayloadReader,
  place: WarcPlace,
  limits: WarcLimits,
): Promise<WarcRecord> {
  try {
    return await readRecordAt(join(folder, place.file), place.offset, place.length, limits);
  } catch (error) {
    if (shared == null || !(error instanceof NotFoundError)) throw error;
  }
  checkMemberLength(place.length, limits);
  return parseMember(await shared.readMember(place), limits);
}

/** What a parser needs of an archived page. */
export function pageInputOf(url: string, payload: Pick<CapturePayload, "headers" | "body">): PageInput {
  return {
    url,
    contentType: headerOf(payload.headers, "content-type"),
    robotsTags: payload.headers.filter(([name]) => name.toLowerCase() === "x-robots-tag").map(([, value]) => value),
    body: payload.body,
  };
}
