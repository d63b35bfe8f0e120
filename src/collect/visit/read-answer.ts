import type { FailureReason } from "../../domain/failure.ts";
import type { PageReading, PageWall } from "../../domain/page.ts";
import type { FoundUrl } from "../frontier/frontier-row.ts";
import { parseRetryAfter } from "../frontier/retry.ts";
import { canonicalHint } from "./canonical.ts";
import { decodeBody } from "./decode-body.ts";
import type { Ending } from "./endings.ts";
import { foundIn } from "./found-urls.ts";
import type { HopResult } from "./hop.ts";
import { readBySource } from "./read-by-source.ts";
import { followRefresh } from "./redirects.ts";
import { headerOf, headersOf } from "./response-headers.ts";
import type { VisitContext } from "./visit-page.ts";

/** Walls behind which the links are still those of the site. */
const openWalls: ReadonlySet<PageWall> = new Set(["needs_render", "iframe_shell"]);

/** Judges an answer that is no redirect and reads it when it is a page. */
export async function readAnswer(context: VisitContext, result: HopResult): Promise<Ending> {
  const { response, draft } = result;
  const { status } = response;
  if (status < 200 || status >= 300) return ofStatus(context, result);
  const { row, endings } = context;
  if (response.cut) {
    const end = endings.failure(row, "bad_response", "The connection broke before the body was whole.", status);
    // At the last attempt a part is better than nothing; the capture says that it was cut.
    if (end.state === "retry") return { end };
  }
  const decoded = decodeBody(response, context.limits);
  if (!decoded.ok) return { end: endings.failure(row, decoded.reason, decoded.detail, status) };
  if (decoded.broken) {
    draft.capture.truncated = "unspecified";
    draft.exchange.response = { ...draft.exchange.response, truncated: "unspecified" };
    const end = endings.failure(row, "bad_response", "The compressed body breaks off.", status);
    if (end.state === "retry") return { end };
  }
  const reading = context.reader.read(inputOf(row.url, result, decoded.body));
  const directives = Object.entries(reading.robots).filter(([, asked]) => asked);
  if (directives.length > 0) {
    const names = directives.map(([name]) => name);
    draft.capture.robots = { ...draft.capture.robots, directives: names };
    draft.exchange.metadata = { ...draft.exchange.metadata, robotsDirectives: names.join(" ") };
  }
  const read = { input: inputOf(row.url, result, decoded.body), status, at: draft.capture.capturedAt };
  const bySource = readBySource(context, read, reading);
  if (bySource !== null) return bySource;
  const led = reading.wall === null ? await followRefresh(context, reading, status) : null;
  return led ?? ofReading(context, reading, status);
}

function ofReading(context: VisitContext, reading: PageReading, status: number): Ending {
  const { row } = context;
  if (reading.wall !== null) {
    const found = openWalls.has(reading.wall) ? linksOf(context, reading) : [];
    return {
      end: { state: "failed", reason: reading.wall, detail: wallDetails[reading.wall], httpStatus: status },
      found,
      // Words on a page may mislead: what is known of it is marked, never erased.
      missing: reading.wall === "deleted" ? context.collection.source.itemsAt(row.url) : [],
    };
  }
  const found = linksOf(context, reading);
  if (reading.kind === "sitemap" || reading.kind === "feed") {
    const full =
      reading.kind === "sitemap" && !context.collection.hasListedRoom ? " The queue takes no more of them." : "";
    const detail = `A ${reading.kind} with ${reading.links.length} addresses.${full}`;
    return { end: { state: "done", httpStatus: status, detail, isPage: false }, found };
  }
  if (reading.kind === "other") {
    const detail = "Neither text nor HTML, whatever its type says.";
    return { end: { state: "skipped", reason: "unsupported_type", detail, httpStatus: status } };
  }
  const canonical = canonicalHint(row.url, reading.canonicalUrl);
  return { end: { state: "done", httpStatus: status, detail: null, isPage: true }, found, reading, canonical };
}

const wallDetails: Record<PageWall, string> = {
  bot_wall: "The page asks whether we are a person.",
  login_wall: "The page asks for a login.",
  needs_render: "The page is empty without a browser; its capture is kept.",
  iframe_shell: "The page only frames another one, which was added to the queue.",
  deleted: "The page says that it was removed.",
};

export function linksOf(context: VisitContext, reading: PageReading): FoundUrl[] {
  return foundIn(context, reading);
}

function ofStatus(context: VisitContext, { response }: HopResult): Ending {
  const { row, endings } = context;
  const { status } = response;
  const detail = `${status} ${response.statusText}`.trim().slice(0, 200);
  const guessed = row.depth === 0 && (row.foundBy === "sitemap" || isGuess(context));
  if (guessed && status >= 400 && status < 500 && status !== 408 && status !== 429) {
    return {
      end: { state: "skipped", reason: "not_found", detail: "The site has no sitemap there.", httpStatus: status },
    };
  }
  const wall = status === 401 || status === 403 || status === 503 ? wallIn(context, { response }) : null;
  const reason = wall ?? reasonOfStatus(status);
  const retryAfterMs = parseRetryAfter(headerOf(response.headers, "retry-after"), context.now());
  const gone = reason === "not_found" || reason === "deleted" ? context.collection.source.itemsAt(row.url) : [];
  return { end: endings.failure(row, reason, detail, status, retryAfterMs), gone };
}

/** The usual place of sitemaps, to which nobody pointed. A source that has an address of its own to begin from knows it. */
function isGuess({ row, collection }: VisitContext): boolean {
  if (collection.source.source.asks !== "urls") return false;
  return row.foundBy === "seed" && row.url.endsWith("/sitemap.xml") && !collection.source.order.urls.includes(row.url);
}

/** Challenge pages come with 403 or 503, login pages with 401 or 403. */
function wallIn(context: VisitContext, { response }: Pick<HopResult, "response">): FailureReason | null {
  const decoded = decodeBody(response, context.limits);
  if (!decoded.ok || decoded.body.length === 0) return null;
  const wall = context.reader.read(inputOf(context.row.url, { response }, decoded.body)).wall;
  return wall === "bot_wall" || wall === "login_wall" ? wall : null;
}

function reasonOfStatus(status: number): FailureReason {
  if (status === 404) return "not_found";
  if (status === 410) return "deleted";
  if (status === 401 || status === 407) return "login_wall";
  if (status === 408) return "timeout";
  if (status === 429) return "rate_limited";
  return status >= 500 ? "server_error" : "http_error";
}

function inputOf(url: string, { response }: Pick<HopResult, "response">, body: Uint8Array) {
  return {
    url,
    contentType: headerOf(response.headers, "content-type"),
    robotsTags: headersOf(response.headers, "x-robots-tag"),
    body,
  };
}
