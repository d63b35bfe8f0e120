import { payloadDigest, type RevisitTarget } from "../../archive/index.ts";
import type { RobotsVerdict } from "../../platform/db/schema.ts";
import {
  type AllowList,
  OutgoingError,
  type OutgoingFault,
  type OutgoingHttp,
  type OutgoingResponse,
  type RawHeaders,
} from "../../platform/http-out/index.ts";
import { hostOf } from "../scope.ts";
import { withholdAsked, withholdFrom } from "../sources/withhold.ts";
import { normalizeUrl } from "../url-normal-form.ts";
import { decodeBody } from "./decode-body.ts";
import { type CaptureDraft, openVerdict, type TimedRequest } from "./finished-visit.ts";
import { headerOf, mimeOf } from "./response-headers.ts";

export interface HopRequest {
  url: URL;
  /** What the address is stored as, when it carries a key on the wire. */
  publicUrl?: URL;
  method?: "GET" | "POST";
  body?: string;
  /** Asked for instead of pages, and without content codings. */
  accept?: string;
  allow: AllowList;
  headers?: readonly (readonly [string, string])[];
  maxBytes?: number;
  verdict?: RobotsVerdict;
  wanted?: (status: number, headers: RawHeaders) => boolean;
  /** Done when it is the request's turn, after every wait for it; its failure is the hop's. Undefined: at once. */
  before?: () => Promise<void> | undefined;
}

export interface HopResult {
  response: OutgoingResponse;
  draft: CaptureDraft;
}

/** One request at the host's pace, and its answer ready to be archived. @throws OutgoingError */
export type Hop = (request: HopRequest) => Promise<HopResult>;

const acceptHeaders: readonly (readonly [string, string])[] = [
  ["Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"],
  ["Accept-Language", "ko,en;q=0.7"],
  ["Accept-Encoding", "gzip, deflate, br, zstd"],
];

export interface HopParts {
  http: OutgoingHttp;
  userAgent: string;
  now: () => number;
  collectionId: number;
  sourceId: string;
  /** Resolves when the host may be asked again; rejects when the work is to stop. */
  turn: () => Promise<void> | undefined;
  /** Looked at when the request is about to be written: false has it wait for another turn. Absent, it always may. */
  mayLeave?: () => boolean;
  /** Told when the answer has ended, well or not. */
  rest: () => void;
  /** What may stand in no archive: a session's. */
  secrets?: () => readonly string[];
  /** Told of every request that was made. */
  onRequest?: (request: TimedRequest) => void;
}

const noBody = new Uint8Array();

/** Ends of a request that never left. */
const unasked: ReadonlySet<OutgoingFault> = new Set(["aborted", "address_refused"]);

export function hopOf(parts: HopParts): Hop {
  return async (request) => {
    const { url } = request;
    const accepts = request.accept === undefined ? acceptHeaders : acceptOnly(request.accept);
    const own = new Set((request.headers ?? []).map(([name]) => name.toLowerCase()));
    const usual = [["User-Agent", parts.userAgent] as const, ...accepts].filter(
      ([name]) => !own.has(name.toLowerCase()),
    );
    const headers = [...usual, ...(request.headers ?? [])];
    const { maxBytes, wanted, method, body } = request;
    const outgoing = {
      url,
      headers,
      ...(parts.mayLeave === undefined ? {} : { mayLeave: parts.mayLeave }),
      ...(method === undefined ? {} : { method }),
      ...(body === undefined ? {} : { body }),
      ...(maxBytes === undefined ? {} : { maxBytes }),
      ...(wanted === undefined ? {} : { wanted }),
    };
    const tell = (ms: number | null, bytes: number) => parts.onRequest?.({ host: hostOf(url.href), ms, bytes });
    let response: OutgoingResponse | null = null;
    let capturedAt = new Date();
    while (response === null) {
      const waiting = parts.turn();
      if (waiting !== undefined) await waiting;
      const preparing = request.before?.();
      if (preparing !== undefined) await preparing;
      capturedAt = new Date(parts.now());
      try {
        response = await parts.http.fetch(outgoing, request.allow).finally(parts.rest);
      } catch (error) {
        // While it waited for a connection the right to ask came into doubt.
        if (error instanceof OutgoingError && error.fault === "held_back") continue;
        if (!(error instanceof OutgoingError && unasked.has(error.fault))) tell(null, 0);
        throw error;
      }
    }
    tell(parts.now() - capturedAt.getTime(), response.body.length);
    const draft = draftOf(parts, request, headers, response, capturedAt);
    const secrets = parts.secrets?.() ?? [];
    if (secrets.length > 0) {
      const decoded = decodeBody(response, { maxBytes: 64 * 2 ** 20, maxRatio: 200 });
      withholdAsked(draft, secrets);
      // What cannot be unpacked is read by nobody, and kept by us neither.
      withholdFrom(draft, decoded.ok ? decoded.body : noBody, secrets);
      if (!decoded.ok) draft.exchange.response = { ...draft.exchange.response, body: noBody, bodyDecoded: true };
    }
    return { response, draft };
  };
}

function draftOf(
  parts: HopParts,
  request: HopRequest,
  headers: readonly (readonly [string, string])[],
  response: OutgoingResponse,
  capturedAt: Date,
): CaptureDraft {
  const asked = request.publicUrl ?? request.url;
  const url = normalizeUrl(asked.href)?.url ?? asked.href;
  const digest = payloadDigest(response.body);
  const truncated = response.cut ? ("disconnect" as const) : null;
  const verdict = request.verdict ?? openVerdict;
  return {
    exchange: {
      url: request.publicUrl === undefined ? request.url.href : url,
      capturedAt,
      ipAddress: response.ipAddress,
      request: { method: request.method ?? "GET", headers: [["Host", request.url.host], ...headers] },
      response: {
        status: response.status,
        statusText: response.statusText,
        headers: response.headers,
        body: response.body,
        truncated,
      },
      digest,
      revisit: null,
      // The verdict is in the captures table; the archive itself says which rule allowed it, when one did.
      metadata: verdict.rule === null ? {} : { robots: `${verdict.rule} (for ${verdict.agent})` },
    },
    capture: {
      collectionId: parts.collectionId,
      sourceId: parts.sourceId,
      url,
      host: hostOf(url),
      capturedAt,
      method: request.method ?? "GET",
      status: response.status,
      mime: mimeOf(response.headers),
      digest,
      payloadLength: response.body.length,
      recordType: "response",
      refersTo: null,
      etag: headerOf(response.headers, "etag")?.slice(0, 500) ?? null,
      lastModified: headerOf(response.headers, "last-modified")?.slice(0, 100) ?? null,
      robots: verdict,
      redirectTo: null,
      truncated,
    },
  };
}

function acceptOnly(accept: string): readonly (readonly [string, string])[] {
  return [
    ["Accept", accept],
    ["Accept-Language", "ko,en;q=0.7"],
    ["Accept-Encoding", "identity"],
  ];
}

/** Turns a draft into a revisit of an earlier capture: the payload is in the archive already. */
export function makeRevisit({ exchange, capture }: CaptureDraft, captureId: number, target: RevisitTarget): void {
  exchange.revisit = target;
  capture.recordType = target.kind;
  capture.refersTo = captureId;
  capture.digest = target.digest;
}
