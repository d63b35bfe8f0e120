import { hash } from "node:crypto";
import { base32 } from "../lib/hash.ts";
import { DamagedArchiveError } from "./errors.ts";
import type { HeaderPairs } from "./exchange.ts";

/** Bounds on what a reader takes in; the defaults suit files of unknown origin. */
export interface WarcLimits {
  /** Longest WARC or HTTP header block in bytes. Default 256 KiB. */
  maxHeaderBytes?: number;
  /** Longest record in bytes, uncompressed. Default 128 MiB. */
  maxRecordBytes?: number;
}

export const defaultLimits = { maxHeaderBytes: 256 * 1024, maxRecordBytes: 128 * 2 ** 20 } as const;

/** One WARC record as read. Header names are in lower case; the last of several equal ones wins. */
export interface WarcRecord {
  version: "1.0" | "1.1";
  type: string;
  headers: ReadonlyMap<string, string>;
  block: Buffer;
}

/** The HTTP message inside a `response` or `revisit` record, or what a `resource` record is instead. */
export interface HttpMessage {
  status: number;
  statusText: string;
  headers: HeaderPairs;
  /** Entity body as sent, content coding included. */
  body: Buffer;
}

/** Where a WARC header block ends (first byte after the empty line); -1 when it does not end within these bytes. */
export function headEnd(bytes: Buffer, from = 0): number {
  const strict = bytes.indexOf("\r\n\r\n", from, "latin1");
  return strict === -1 ? -1 : strict + 4;
}

export interface WarcHead {
  version: "1.0" | "1.1";
  headers: ReadonlyMap<string, string>;
  contentLength: number;
}

/** Reads a WARC header block, its closing empty line included. */
export function parseWarcHead(head: Buffer): WarcHead {
  const lines = head.toString("utf8").split("\r\n");
  const version = /^WARC\/(1\.[01])$/.exec(lines[0] ?? "")?.[1];
  if (version === undefined) {
    throw new DamagedArchiveError("warc_bad_header", "The record does not begin with WARC/1.0 or WARC/1.1.");
  }
  const headers = new Map<string, string>();
  let last: string | null = null;
  for (const line of lines.slice(1)) {
    if (line === "") continue;
    if (last !== null && (line.startsWith(" ") || line.startsWith("\t"))) {
      headers.set(last, `${headers.get(last) ?? ""} ${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(":");
    if (colon < 1) throw new DamagedArchiveError("warc_bad_header", "A WARC header line has no name.");
    last = line.slice(0, colon).trim().toLowerCase();
    headers.set(last, line.slice(colon + 1).trim());
  }
  const declared = headers.get("content-length") ?? "";
  if (!/^\d{1,15}$/.test(declared)) {
    throw new DamagedArchiveError("warc_bad_length", "The record has no valid Content-Length.");
  }
  return { version: version as "1.0" | "1.1", headers, contentLength: Number(declared) };
}

/**
 * The one record that these uncompressed bytes hold.
 * @throws DamagedArchiveError `warc_bad_header`, `warc_bad_length` or `warc_too_large`.
 */
export function parseRecord(bytes: Buffer, limits: WarcLimits = {}): { record: WarcRecord; end: number } {
  const maxHeaderBytes = limits.maxHeaderBytes ?? defaultLimits.maxHeaderBytes;
  const end = headEnd(bytes.subarray(0, maxHeaderBytes));
  if (end === -1) {
    throw bytes.length >= maxHeaderBytes
      ? new DamagedArchiveError("warc_too_large", `The record's header is longer than ${maxHeaderBytes} bytes.`)
      : new DamagedArchiveError("warc_bad_header", "The record's header does not end.");
  }
  const head = parseWarcHead(bytes.subarray(0, end));
  if (end + head.contentLength > bytes.length) {
    throw new DamagedArchiveError(
      "warc_bad_length",
      `The record promises ${head.contentLength} bytes and holds ${bytes.length - end}.`,
    );
  }
  const blockEnd = end + head.contentLength;
  const record: WarcRecord = {
    version: head.version,
    type: head.headers.get("warc-type") ?? "unknown",
    headers: head.headers,
    block: bytes.subarray(end, blockEnd),
  };
  let next = blockEnd;
  while (bytes[next] === 13 || bytes[next] === 10) next += 1;
  return { record, end: next };
}

/** Status line, header lines and body of the HTTP answer in a record's block; headers read as latin-1, as on the wire. */
export function parseHttpMessage(block: Buffer, limits: WarcLimits = {}): HttpMessage {
  const maxHeaderBytes = limits.maxHeaderBytes ?? defaultLimits.maxHeaderBytes;
  const window = block.subarray(0, maxHeaderBytes);
  let end = headEnd(window);
  if (end === -1) {
    if (block.length > maxHeaderBytes) {
      throw new DamagedArchiveError("warc_too_large", `The HTTP header is longer than ${maxHeaderBytes} bytes.`);
    }
    end = block.length;
  }
  const lines = block.toString("latin1", 0, end).split("\r\n");
  const status = /^HTTP\/\d(?:\.\d)? (\d{3})(?: (.*))?$/.exec(lines[0] ?? "");
  if (status === null) throw new DamagedArchiveError("warc_bad_header", "The record's HTTP status line is broken.");
  const headers: [string, string][] = [];
  for (const line of lines.slice(1)) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
  }
  return { status: Number(status[1]), statusText: status[2] ?? "", headers, body: block.subarray(end) };
}

/** A `resource` record in the same shape: its block is the body, its own Content-Type the only header but for X-Robots-Tag. */
export function parseResource(record: WarcRecord): HttpMessage {
  const headers: [string, string][] = [];
  for (const name of ["content-type", "x-robots-tag"]) {
    const value = record.headers.get(name);
    if (value !== undefined) headers.push([name, value]);
  }
  return { status: 200, statusText: "", headers, body: record.block };
}

/**
 * Compares the block with its digest. Records without one, or with another algorithm than SHA-1, pass.
 * @throws DamagedArchiveError `warc_digest_mismatch`.
 */
export function checkBlockDigest(record: WarcRecord): void {
  const declared = record.headers.get("warc-block-digest");
  const wanted = declared === undefined ? undefined : /^sha1:([A-Za-z2-7]{32})$/i.exec(declared)?.[1];
  if (wanted === undefined) return;
  if (base32(hash("sha1", record.block, "buffer")) !== wanted.toUpperCase()) {
    throw new DamagedArchiveError("warc_digest_mismatch", "The record's bytes do not match its digest.", {
      next: "The archive file has been changed or the disk is failing; restore the file from a copy.",
    });
  }
}

/** First value of a header, any spelling; null when absent. */
export function headerOf(headers: HeaderPairs, name: string): string | null {
  for (const [key, value] of headers) if (key.toLowerCase() === name) return value;
  return null;
}
