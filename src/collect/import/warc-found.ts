import {
  checkBlockDigest,
  DamagedArchiveError,
  type ExchangeRequest,
  headerOf,
  type PlacedRecord,
  parseHttpMessage,
  parseResource,
  readWarcFile,
  type Truncation,
  type WarcRecord,
} from "../../archive/index.ts";
import { normalizeUrl } from "../url-normal-form.ts";
import { isFileAddress } from "./file-address.ts";
import { type Found, type FoundExchange, trouble } from "./found.ts";
import { undoChunks } from "./http-body.ts";
import { findNextRecord } from "./warc-resync.ts";

export interface WarcFile {
  path: string;
  /** For what goes wrong with the file itself. */
  url: string;
  /** Stretch of the file that is the archive: all of it, or an entry of a zip file. */
  from: number;
  to: number;
}

/** Damaged places of one file that are passed over; behind more of them nothing is to be had. */
const maxDamages = 100;
const truncations: ReadonlySet<string> = new Set(["length", "time", "disconnect", "unspecified"]);

/** Answers, resources and revisits of a WARC file of any maker. A damaged record is named, and reading goes on behind it. */
export async function* readWarc(file: WarcFile): AsyncGenerator<Found> {
  const pairing = new Pairing();
  for await (const placed of soundRecords(file)) {
    if ("kind" in placed) yield placed;
    else yield* pairing.take(placed.record, file);
  }
  yield* pairing.end();
}

async function* soundRecords(file: WarcFile): AsyncGenerator<PlacedRecord | Found> {
  let from = file.from;
  for (let damages = 0; ; damages++) {
    try {
      for await (const placed of readWarcFile(file.path, { from, to: file.to })) {
        yield placed;
        from = placed.offset + placed.length;
      }
      return;
    } catch (error) {
      if (!(error instanceof DamagedArchiveError)) throw error;
      const reason = error.code === "warc_too_large" ? "too_large" : "parse_failed";
      const byte = from - file.from;
      yield trouble(`${file.url}#byte=${byte}`, reason, `At byte ${byte}: ${error.message}`);
      const next = damages >= maxDamages ? null : await findNextRecord(file.path, from + 1, file.to);
      if (next === null) return;
      from = next;
    }
  }
}

/** Puts requests to their answers: crawlers write them right before or right behind. */
class Pairing {
  #answer: { found: FoundExchange; id: string } | null = null;
  #request: { id: string; concurrentTo: string; request: ExchangeRequest } | null = null;

  *take(record: WarcRecord, file: WarcFile): Generator<Found> {
    const { type } = record;
    if (type === "request") {
      const request = requestOf(record);
      if (request !== null && this.#answer !== null && request.concurrentTo === this.#answer.id) {
        this.#answer.found.exchange.request = request.request;
        yield* this.end();
      } else {
        yield* this.end();
        this.#request = request;
      }
      return;
    }
    if (type !== "response" && type !== "revisit" && type !== "resource") return;
    yield* this.end();
    const found = foundIn(record, file);
    if (found?.kind !== "exchange") {
      if (found !== null) yield found;
      return;
    }
    const id = record.headers.get("warc-record-id") ?? "";
    const before = this.#request;
    this.#request = null;
    if (before !== null && (before.concurrentTo === id || before.id === record.headers.get("warc-concurrent-to"))) {
      found.exchange.request = before.request;
      yield found;
    } else this.#answer = { found, id };
  }

  *end(): Generator<Found> {
    if (this.#answer !== null) yield this.#answer.found;
    this.#answer = null;
  }
}

function requestOf({ headers, block }: WarcRecord) {
  const head = block.toString("latin1", 0, Math.min(block.length, 64 * 1024)).split("\r\n\r\n", 1)[0] ?? "";
  const [line = "", ...rest] = head.split("\r\n");
  const method = /^([A-Z]{3,10}) /.exec(line)?.[1];
  if (method === undefined) return null;
  const pairs = rest.flatMap((text) => {
    const colon = text.indexOf(":");
    return colon > 0 ? [[text.slice(0, colon), text.slice(colon + 1).trim()] as const] : [];
  });
  return {
    id: headers.get("warc-record-id") ?? "",
    concurrentTo: headers.get("warc-concurrent-to") ?? "",
    request: { method, headers: pairs },
  };
}

/** Null for records that are no capture: the DNS answers that some crawlers keep. */
function foundIn(record: WarcRecord, file: WarcFile): Found | null {
  const { headers } = record;
  const target = (headers.get("warc-target-uri") ?? "").replace(/^<|>$/g, "");
  if (/^(?:dns|whois|metadata):/i.test(target)) return null;
  const place = target === "" ? file.url : target.slice(0, 2_000);
  const capturedAt = new Date(headers.get("warc-date") ?? "");
  if (Number.isNaN(capturedAt.getTime())) return trouble(place, "parse_failed", "The record has no date.");
  try {
    checkBlockDigest(record);
    if (record.type === "resource") return resourceOf(record, target, capturedAt);
    return exchangeOf(record, target, capturedAt);
  } catch (error) {
    if (!(error instanceof DamagedArchiveError)) throw error;
    return trouble(place, "parse_failed", error.message);
  }
}

function resourceOf(record: WarcRecord, target: string, capturedAt: Date): Found {
  const { headers, body } = parseResource(record);
  const url = normalizeUrl(target)?.url ?? ownAddress(target);
  if (url === null) return trouble(target, "invalid_url", "A resource under this address is not taken.");
  return {
    kind: "payload",
    url,
    contentType: headerOf(headers, "content-type") ?? "application/octet-stream",
    body,
    capturedAt,
    metadata: {},
    rows: 0,
    silent: url.startsWith("urn:"),
    robotsTags: headers.filter(([name]) => name === "x-robots-tag").map(([, value]) => value),
  };
}

/** Addresses that are no web addresses and come from tools like naru: `urn:fullPage:…`, `file:///…`. */
function ownAddress(target: string): string | null {
  if (target.length > 2_048 || /[\s\p{Cc}]/u.test(target)) return null;
  return /^urn:[a-z0-9][a-z0-9-]{1,31}:./i.test(target) || isFileAddress(target) ? target : null;
}

function exchangeOf(record: WarcRecord, target: string, capturedAt: Date): Found | null {
  const { headers } = record;
  const url = normalizeUrl(target)?.url;
  if (url === undefined) return trouble(target, "invalid_url", "The record's address is no web address.");
  if (!/^application\/http\b/i.test(headers.get("content-type") ?? "application/http")) return null;
  const repeats = record.type === "revisit" ? repeatOf(record) : null;
  // A revisit may have no block at all.
  const http =
    record.block.length === 0 && repeats !== null
      ? { status: 200, statusText: "OK", headers: [], body: record.block }
      : parseHttpMessage(record.block);
  const truncated = headers.get("warc-truncated")?.toLowerCase() ?? "";
  return {
    kind: "exchange",
    exchange: {
      url,
      capturedAt,
      ipAddress: /^[0-9a-f.:]{2,45}$/i.exec(headers.get("warc-ip-address") ?? "")?.[0] ?? null,
      request: { method: "GET", headers: [] },
      response: {
        status: http.status,
        statusText: http.statusText.slice(0, 200),
        headers: http.headers,
        body: repeats === null ? undoChunks(http.headers, http.body) : Buffer.alloc(0),
        truncated: repeats === null && truncations.has(truncated) ? (truncated as Truncation) : null,
      },
      revisit: null,
      metadata: {},
    },
    declaredDigest: headers.get("warc-payload-digest") ?? null,
    repeats,
  };
}

function repeatOf({ headers }: WarcRecord): FoundExchange["repeats"] {
  const date = new Date(headers.get("warc-refers-to-date") ?? "");
  const target = (headers.get("warc-refers-to-target-uri") ?? headers.get("warc-target-uri") ?? "").replace(
    /^<|>$/g,
    "",
  );
  return {
    url: normalizeUrl(target)?.url ?? null,
    date: Number.isNaN(date.getTime()) ? null : date,
    digest: headers.get("warc-payload-digest") ?? null,
    unchanged: /server-not-modified/i.test(headers.get("warc-profile") ?? ""),
  };
}
