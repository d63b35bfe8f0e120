import { hash } from "node:crypto";
import { base32 } from "../lib/hash.ts";

/** Header lines in the order and spelling they had on the wire; one entry a line. */
export type HeaderPairs = readonly (readonly [name: string, value: string])[];

/** Why a payload ends early, in WARC's words. */
export type Truncation = "length" | "time" | "disconnect" | "unspecified";

export interface ExchangeRequest {
  method: string;
  /** Only harmless headers are stored: see `storedRequestHeaders`. */
  headers: HeaderPairs;
}

export interface ExchangeResponse {
  status: number;
  statusText: string;
  headers: HeaderPairs;
  /** The entity body: transfer coding (chunked) undone, content coding (gzip, br, …) as sent. Empty for 304. */
  body: Uint8Array;
  /** True when the body comes from a browser, which has undone the content coding too. Default false. */
  bodyDecoded?: boolean;
  /** Set when the body was cut, by a limit or by the other side. */
  truncated: Truncation | null;
}

/** The capture whose payload this answer repeats. */
export interface RevisitTarget {
  kind: "revisit_identical" | "revisit_not_modified";
  url: string;
  capturedAt: Date;
  /** Payload digest of that capture. */
  digest: string;
  file: string;
  offset: number;
}

/** One request and its answer, or a resource that no request brought, ready to be archived. */
export interface Exchange {
  url: string;
  capturedAt: Date;
  /** Address that answered; null when unknown (browser, proxy). */
  ipAddress: string | null;
  /** Null for a resource: see `resourceExchange`. */
  request: ExchangeRequest | null;
  response: ExchangeResponse;
  /** `payloadDigest(response.body)` when the caller has it already. */
  digest?: string;
  /** Null for a payload that is new. */
  revisit: RevisitTarget | null;
  /** Facts about the capture (robots verdict, time taken), written as a metadata record; empty for none. */
  metadata: Readonly<Record<string, string>>;
}

/** Something worth keeping that is no answer of a server: the DOM that a browser made, a screenshot, a file that a person had. */
export interface Resource {
  /** Where it belongs: a web address, `file:` or `urn:`. */
  url: string;
  capturedAt: Date;
  /** Content-Type of the body, with its charset. */
  contentType: string;
  body: Uint8Array;
  /** X-Robots-Tag lines that hold for it; those of the page that it was made from. Default none. */
  robotsTags?: readonly string[];
  /** How it came to be, written as a metadata record. Default none. */
  metadata?: Readonly<Record<string, string>>;
}

/** A resource as something to archive. Its capture has the record type `resource`, the status 200 and the digest given here. */
export function resourceExchange(resource: Resource): Exchange & { digest: string } {
  const { url, capturedAt, contentType, body, robotsTags = [], metadata = {} } = resource;
  return {
    url,
    capturedAt,
    ipAddress: null,
    request: null,
    response: {
      status: 200,
      statusText: "",
      headers: [["Content-Type", contentType], ...robotsTags.map((tag) => ["X-Robots-Tag", tag] as const)],
      body,
      truncated: null,
    },
    digest: payloadDigest(body),
    revisit: null,
    metadata,
  };
}

/** WARC payload digest: SHA-1 of the body as sent (`sha1:BASE32`). */
export function payloadDigest(body: Uint8Array): string {
  return `sha1:${base32(hash("sha1", body, "buffer"))}`;
}

/**
 * Id of the record that starts at `offset` of `file`, a UUID (version 8, RFC 9562 §5.8) made from the two. A revisit can
 * so name its original from the captures table alone, and no id column has to be kept.
 */
export function recordIdAt(file: string, offset: number): string {
  const bytes = hash("sha1", `${file}#${offset}`, "buffer").subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `<urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}>`;
}

const harmlessHeaders = new Set([
  "accept",
  "accept-charset",
  "accept-encoding",
  "accept-language",
  "cache-control",
  "connection",
  "content-length",
  "content-type",
  "date",
  "from",
  "host",
  "if-modified-since",
  "if-none-match",
  "origin",
  "pragma",
  "range",
  "referer",
  "te",
  "upgrade-insecure-requests",
  "user-agent",
  "via",
]);

/**
 * Request headers that may be kept. A list of what is harmless rather than of what is secret: sources bring API keys in
 * headers of their own naming, and a forgotten name would put a key into every exported archive.
 */
export function storedRequestHeaders(headers: HeaderPairs): HeaderPairs {
  return headers.filter(([name]) => {
    const lower = name.toLowerCase();
    return harmlessHeaders.has(lower) || lower.startsWith("sec-fetch-") || lower.startsWith("sec-ch-ua");
  });
}

/**
 * Response headers as sent, save two things. A cookie's value would let any reader of the archive in as us, so only its
 * name and attributes stay. Codings that were already undone are renamed, or readers would undo them again.
 */
export function storedResponseHeaders(response: ExchangeResponse): HeaderPairs {
  return response.headers.map(([name, value]) => {
    const lower = name.toLowerCase();
    if (lower === "set-cookie") return [name, value.replace(/^([^=;]*=)?[^;]*/, "$1hidden")] as const;
    if (lower === "transfer-encoding") return [`X-Archive-Orig-${name}`, value] as const;
    if (response.bodyDecoded === true && (lower === "content-encoding" || lower === "content-length")) {
      return [`X-Archive-Orig-${name}`, value] as const;
    }
    return [name, value] as const;
  });
}
