import type { Selectable } from "kysely";
import { type Capture, robotsVerdict } from "../contracts/captures.ts";
import type { DocumentSummary } from "../contracts/documents.ts";
import { type Grade, medalOf } from "../domain/grade.ts";
import type { Schema } from "../platform/db/schema.ts";

const earliest = Date.parse("0001-01-01T00:00:00Z");
const latest = Date.parse("9999-12-31T23:59:59Z");

/** RFC 3339. Pages name dates that it cannot write (the year 27576); they are held at its ends. */
export function timestamp(at: Date): string {
  return new Date(Math.min(Math.max(at.getTime(), earliest), latest)).toISOString();
}

export function maybeTimestamp(at: Date | null): string | null {
  return at === null ? null : timestamp(at);
}

/** A row of `captures` as the contract has it. */
export function presentCapture(row: Selectable<Schema["captures"]>): Capture {
  return {
    id: row.id,
    collectionId: row.collection_id,
    source: row.source_id,
    url: row.url,
    capturedAt: timestamp(row.captured_at),
    status: row.status,
    mime: row.mime,
    digest: row.digest,
    payloadLength: row.payload_length,
    recordType: row.record_type,
    refersTo: row.refers_to,
    warcFile: row.warc_file,
    warcOffset: row.warc_offset,
    warcLength: row.warc_length,
    robots: robotsVerdict.parse(row.robots),
    redirectTo: row.redirect_to,
    truncated: row.truncated,
  };
}

/** What a list and a single document say alike; title and text are the cleaned and masked ones. */
export function presentHead(
  row: Pick<
    Selectable<Schema["documents"]>,
    | "id"
    | "url"
    | "host"
    | "source_id"
    | "clean_title"
    | "author"
    | "dated_at"
    | "language"
    | "grade"
    | "sentiment"
    | "positive"
  >,
): Omit<DocumentSummary, "snippet" | "matches"> {
  return {
    id: row.id,
    url: row.url,
    host: row.host,
    source: row.source_id,
    title: row.clean_title,
    author: row.author,
    datedAt: timestamp(row.dated_at),
    language: row.language,
    grade: row.grade,
    medal: medalOf(row.grade as Grade),
    sentiment: row.sentiment,
    positive: row.positive,
  };
}
