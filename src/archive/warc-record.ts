import { hash, randomUUID } from "node:crypto";
import { base32 } from "../lib/hash.ts";
import {
  type Exchange,
  type ExchangeRequest,
  type HeaderPairs,
  payloadDigest,
  recordIdAt,
  storedRequestHeaders,
  storedResponseHeaders,
} from "./exchange.ts";
import { headerOf } from "./warc-parse.ts";

const crlf = "\r\n";
const recordEnd = Buffer.from("\r\n\r\n");

/** Revisit profiles of WARC 1.1, §6.7. (The spec's 304 example lacks `/revisit/`; its section text has it.) */
export const revisitProfiles = {
  revisit_identical: "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
  revisit_not_modified: "http://netpreserve.org/warc/1.1/revisit/server-not-modified",
} as const;

/** The record a capture points to: `response`, `resource`, or `revisit` when the payload is in the archive already. */
export function formatMainRecord(exchange: Exchange, recordId: string, warcinfoId: string): Buffer {
  return exchange.request === null
    ? formatResourceRecord(exchange, recordId, warcinfoId)
    : formatResponseRecord(exchange, recordId, warcinfoId);
}

/** WARC 1.1 §6.4: the block is the payload, and the record's Content-Type is its own. */
function formatResourceRecord(exchange: Exchange, recordId: string, warcinfoId: string): Buffer {
  const { headers, body, truncated } = exchange.response;
  const fields: [string, string][] = [
    ["WARC-Type", "resource"],
    ["WARC-Record-ID", recordId],
    ["WARC-Warcinfo-ID", warcinfoId],
    ...commonFields(exchange),
    ["WARC-Payload-Digest", exchange.digest ?? payloadDigest(body)],
  ];
  if (truncated !== null) fields.push(["WARC-Truncated", truncated]);
  const tags = headers.filter(([name]) => name.toLowerCase() === "x-robots-tag").map(([, value]) => value);
  // Fields of one's own are allowed (§4), and this one has to outlive the page that it came with.
  if (tags.length > 0) fields.push(["X-Robots-Tag", tags.join(", ")]);
  fields.push(["Content-Type", headerOf(headers, "content-type") ?? "application/octet-stream"]);
  return assemble(fields, body);
}

function formatResponseRecord(exchange: Exchange, recordId: string, warcinfoId: string): Buffer {
  const { response, revisit } = exchange;
  const head = Buffer.from(
    `HTTP/1.1 ${response.status} ${clean(response.statusText)}${crlf}${headerLines(storedResponseHeaders(response))}${crlf}`,
    "latin1",
  );
  const block = revisit === null ? Buffer.concat([head, response.body]) : head;
  const fields: [string, string][] = [
    ["WARC-Type", revisit === null ? "response" : "revisit"],
    ["WARC-Record-ID", recordId],
    ["WARC-Warcinfo-ID", warcinfoId],
    ...commonFields(exchange),
  ];
  if (revisit !== null) {
    fields.push(
      ["WARC-Profile", revisitProfiles[revisit.kind]],
      ["WARC-Refers-To", recordIdAt(revisit.file, revisit.offset)],
      ["WARC-Refers-To-Target-URI", warcUrl(revisit.url)],
      ["WARC-Refers-To-Date", revisit.capturedAt.toISOString()],
    );
  }
  fields.push(["WARC-Payload-Digest", revisit?.digest ?? exchange.digest ?? payloadDigest(response.body)]);
  const truncated = revisit?.kind === "revisit_identical" ? "length" : response.truncated;
  if (truncated !== null) fields.push(["WARC-Truncated", truncated]);
  fields.push(["Content-Type", "application/http; msgtype=response"]);
  return assemble(fields, block);
}

/** The request as far as it may be stored, tied to its answer. */
export function formatRequestRecord(
  exchange: Exchange,
  request: ExchangeRequest,
  responseId: string,
  warcinfoId: string,
): Buffer {
  const url = new URL(exchange.url);
  const head = `${clean(request.method)} ${url.pathname}${url.search} HTTP/1.1${crlf}`;
  const block = Buffer.from(`${head}${headerLines(storedRequestHeaders(request.headers))}${crlf}`, "latin1");
  return assemble(
    [
      ["WARC-Type", "request"],
      ["WARC-Record-ID", newRecordId()],
      ["WARC-Warcinfo-ID", warcinfoId],
      ["WARC-Concurrent-To", responseId],
      ...commonFields(exchange),
      ["Content-Type", "application/http; msgtype=request"],
    ],
    block,
  );
}

/** Facts about the capture as `application/warc-fields`, tied to its answer. */
export function formatMetadataRecord(exchange: Exchange, responseId: string, warcinfoId: string): Buffer {
  return assemble(
    [
      ["WARC-Type", "metadata"],
      ["WARC-Record-ID", newRecordId()],
      ["WARC-Warcinfo-ID", warcinfoId],
      ["WARC-Concurrent-To", responseId],
      ["WARC-Target-URI", warcUrl(exchange.url)],
      ["WARC-Date", exchange.capturedAt.toISOString()],
      ["Content-Type", "application/warc-fields"],
    ],
    Buffer.from(warcFields(exchange.metadata), "utf8"),
  );
}

/** First record of every file: who wrote it, and how. */
export function formatWarcinfoRecord(
  file: string,
  date: Date,
  recordId: string,
  facts: Readonly<Record<string, string>>,
): Buffer {
  return assemble(
    [
      ["WARC-Type", "warcinfo"],
      ["WARC-Record-ID", recordId],
      ["WARC-Date", date.toISOString()],
      ["WARC-Filename", file],
      ["Content-Type", "application/warc-fields"],
    ],
    Buffer.from(warcFields({ ...facts, format: "WARC File Format 1.1" }), "utf8"),
  );
}

export function newRecordId(): string {
  return `<urn:uuid:${randomUUID()}>`;
}

function commonFields(exchange: Exchange): [string, string][] {
  const fields: [string, string][] = [
    ["WARC-Target-URI", warcUrl(exchange.url)],
    ["WARC-Date", exchange.capturedAt.toISOString()],
  ];
  if (exchange.ipAddress !== null) fields.push(["WARC-IP-Address", exchange.ipAddress]);
  return fields;
}

function assemble(fields: readonly (readonly [string, string])[], block: Uint8Array): Buffer {
  let head = `WARC/1.1${crlf}`;
  for (const [name, value] of fields) head += `${name}: ${clean(value)}${crlf}`;
  head += `WARC-Block-Digest: sha1:${base32(hash("sha1", block, "buffer"))}${crlf}`;
  head += `Content-Length: ${block.length}${crlf}${crlf}`;
  return Buffer.concat([Buffer.from(head, "utf8"), block, recordEnd]);
}

/** A user name and password in an address are secrets; a fragment never went over the wire. */
function warcUrl(address: string): string {
  if (!address.includes("@") && !address.includes("#")) return address;
  const url = new URL(address);
  url.username = "";
  url.password = "";
  url.hash = "";
  return url.href;
}

function headerLines(headers: HeaderPairs): string {
  let lines = "";
  for (const [name, value] of headers) lines += `${clean(name)}: ${clean(value)}${crlf}`;
  return lines;
}

function warcFields(facts: Readonly<Record<string, string>>): string {
  let lines = "";
  for (const [name, value] of Object.entries(facts)) lines += `${clean(name)}: ${clean(value)}${crlf}`;
  return lines;
}

// A line break inside a value would let a page write header lines of its own into the archive.
function clean(value: string): string {
  return /[\r\n\0]/.test(value) ? value.replace(/[\r\n\0]+/g, " ") : value;
}
