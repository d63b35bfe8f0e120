import type { CaptureKind } from "./captures-store.ts";
import type { CdxjEntry } from "./cdxj-line.ts";
import type { WarcPlace } from "./warc-lane.ts";
import { headerOf, parseHttpMessage, parseResource, type WarcRecord } from "./warc-parse.ts";

interface CapturedFacts {
  url: string;
  capturedAt: Date;
  status: number;
  mime: string | null;
  digest: string;
  recordType: CaptureKind;
  place: WarcPlace;
}

/** The index line of a capture. */
export function entryOfCapture(capture: CapturedFacts): CdxjEntry {
  const { url, capturedAt, status, digest, place } = capture;
  return {
    url,
    capturedAt,
    status,
    mime: capture.recordType === "response" || capture.recordType === "resource" ? capture.mime : "warc/revisit",
    digest,
    place,
  };
}

/** The index line of a WARC record; null for records that are not captures. */
export function entryOfRecord(record: WarcRecord, place: WarcPlace): CdxjEntry | null {
  const resource = record.type === "resource";
  if (!resource && record.type !== "response" && record.type !== "revisit") return null;
  const url = record.headers.get("warc-target-uri")?.replace(/^<|>$/g, "");
  const capturedAt = new Date(record.headers.get("warc-date") ?? "");
  if (url === undefined || Number.isNaN(capturedAt.getTime())) return null;
  if (!resource && !/^https?:/i.test(url)) return null;
  const http = resource ? parseResource(record) : parseHttpMessage(record.block);
  const type = headerOf(http.headers, "content-type")?.split(";", 1)[0]?.trim() ?? "";
  return {
    url,
    capturedAt,
    status: http.status,
    mime: record.type === "revisit" ? "warc/revisit" : type === "" ? null : type,
    digest: record.headers.get("warc-payload-digest") ?? "",
    place,
  };
}
