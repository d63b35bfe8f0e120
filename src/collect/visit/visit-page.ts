import type { PreviousCapture } from "../../archive/index.ts";
import type { PageInput } from "../../domain/page.ts";
import type { RobotsVerdict } from "../../platform/db/schema.ts";
import { OutgoingError } from "../../platform/http-out/index.ts";
import type { ClaimedRow, RowEnd } from "../frontier/frontier-row.ts";
import { parseRetryAfter } from "../frontier/retry.ts";
import type { PageReader } from "../page-reader.ts";
import { type PageRendering, renderVisit, wantsBrowser } from "../render/render-visit.ts";
import { type RobotsAccess, verdictOf } from "../robots/robots-gate.ts";
import type { KeptMark } from "../sources/marks.ts";
import { normalizeUrl } from "../url-normal-form.ts";
import { decodeBody } from "./decode-body.ts";
import { type Ending, type Endings, ofFault } from "./endings.ts";
import { broughtNothing, type CaptureDraft, type FinishedVisit, type HostSignal } from "./finished-visit.ts";
import { type FoundContext, sitemapsOf } from "./found-urls.ts";
import { type Hop, type HopResult, makeRevisit } from "./hop.ts";
import { linksOf, readAnswer } from "./read-answer.ts";
import { readBySource } from "./read-by-source.ts";
import { followRedirect, followRefresh } from "./redirects.ts";
import { headerOf, headersOf, mimeOf } from "./response-headers.ts";
import { isWantedType } from "./skipped-types.ts";

export interface VisitContext extends FoundContext {
  hop: Hop;
  reader: PageReader;
  endings: Endings;
  access: RobotsAccess;
  previous: PreviousCapture | null;
  /** How much the list at this address held the last time; null for no list, or none before. */
  mark: KeptMark | null;
  limits: { maxBytes: number; maxRatio: number; maxRedirects: number };
  now: () => number;
  /** The payload of an earlier capture, for what a 304 leaves unsaid; null when it cannot be read. */
  readArchived: (captureId: number, url: string) => Promise<PageInput | null>;
  /** Null where no browser is to be had. */
  rendering: PageRendering | null;
  /** Addresses that led here by redirects. */
  redirectChain: (row: ClaimedRow) => Promise<string[]>;
}

export interface VisitResult extends Omit<FinishedVisit, "collectionId" | "sourceId" | "row" | "robots"> {
  end: RowEnd;
  signal: HostSignal;
}

/** Visits one address: asks, judges the answer, reads it. Nothing is stored yet. */
export async function visitPage(context: VisitContext): Promise<VisitResult> {
  const { row, collection } = context;
  const verdict = verdictOf(context.access, row.url);
  if (verdict === null || !verdict.allowed) return refused(context, verdict);
  const named = context.access.kind === "rules" ? context.access.rules.sitemaps : [];
  const captures: CaptureDraft[] = [];
  let url = new URL(row.url);
  // An answer may redirect to the very address asked for, wanting a cookie back; a second time it is a loop.
  for (let again = 0; ; again += 1) {
    let result: HopResult;
    const sent = collection.cookieHeader(url.href) ?? "";
    try {
      result = await context.hop({
        url,
        allow: collection.allow,
        headers: extraHeaders(context, url),
        verdict,
        wanted: (status, headers) => status !== 200 || isWantedType(mimeOf(headers), row),
      });
    } catch (error) {
      if (!(error instanceof OutgoingError) || error.fault === "aborted") throw error;
      return { ...nothing, ...ofFault(context.endings, row, error), captures, found: sitemapsOf(context, named) };
    }
    captures.push(result.draft);
    const { response } = result;
    const cookies = headersOf(response.headers, "set-cookie");
    collection.learnCookies(url.href, cookies);
    const redirect = await followRedirect(context, result, url, again, cookies.length > 0);
    if (redirect !== null) collection.cookies.noteRedirected(normalizeUrl(url.href)?.url ?? url.href, sent);
    if (redirect?.again !== undefined) {
      url = redirect.again;
      continue;
    }
    const signal = signalOf(context, result);
    const plain: Ending =
      redirect?.ending ??
      (response.status === 304 && context.previous !== null
        ? await notModified(context, result.draft, context.previous)
        : sameAsBefore(context, result.draft, await readAnswer(context, result)));
    const rendered = await inBrowser(context, result, plain, captures);
    const ending = expired(context, rendered.ending);
    const found = [...sitemapsOf(context, named), ...(ending.found ?? [])];
    return { ...nothing, ...ending, captures, found, signal: rendered.strain ?? signal };
  }
}

const nothing = broughtNothing;

/** Has the page rendered where that is wanted; what it brought joins `captures`, the document last. */
async function inBrowser(
  context: VisitContext,
  { response, draft }: HopResult,
  plain: Ending,
  captures: CaptureDraft[],
): Promise<{ ending: Ending; strain: HostSignal | null }> {
  const { rendering, row } = context;
  const unchanged = { ending: plain, strain: null };
  if (rendering === null || !wantsBrowser(context, plain, draft.capture.mime)) return unchanged;
  const page = await pageOf(context, response);
  if (page === null) return unchanged;
  const rendered = await renderVisit(context, rendering, { ...page, url: row.url }, plain, draft);
  // The last capture is the row's: what was read.
  if (rendered.readFrom === "browser") captures.push(...rendered.captures);
  else captures.splice(-1, 0, ...rendered.captures);
  return rendered;
}

/** What is to be rendered: the answer, or what an earlier one said when nothing has changed. */
async function pageOf(context: VisitContext, response: HopResult["response"]): Promise<PageInput | null> {
  const { previous, row } = context;
  if (response.status === 304) {
    return previous === null ? null : context.readArchived(previous.payloadCaptureId, row.url);
  }
  const decoded = decodeBody(response, context.limits);
  if (!decoded.ok) return null;
  const { headers } = response;
  const contentType = headerOf(headers, "content-type");
  return { url: row.url, contentType, robotsTags: headersOf(headers, "x-robots-tag"), body: decoded.body };
}

/** A login page in spite of a session: the session has run out. */
function expired({ collection, row }: VisitContext, ending: Ending): Ending {
  const { end } = ending;
  if (end.state !== "failed" || end.reason !== "login_wall") return ending;
  const { session } = collection;
  if (session === null || !session.covers(new URL(row.url).hostname)) return ending;
  const detail = `The page asks for a login in spite of the session "${session.name}"; export it again.`;
  const alerts = [...(ending.alerts ?? []), { kind: "auth_expired", message: detail }];
  return { ...ending, end: { ...end, reason: "auth_expired", detail }, alerts };
}

function refused(context: VisitContext, verdict: RobotsVerdict | null): VisitResult {
  const { access, endings, row } = context;
  const signal: HostSignal = { kind: "fine", status: null };
  const base = { ...nothing, captures: [], found: [], signal };
  if (verdict !== null) {
    const detail = `${verdict.rule} (for ${verdict.agent})`;
    const named = access.kind === "rules" ? access.rules.sitemaps : [];
    return {
      ...base,
      end: { state: "skipped", reason: "robots_denied", detail, httpStatus: null },
      found: sitemapsOf(context, named),
    };
  }
  if (access.kind === "deny_all") return { ...base, end: endings.failure(row, access.reason, access.detail, null) };
  const detail = access.kind === "paused" ? access.detail : "robots.txt forbids it.";
  return { ...base, end: { state: "skipped", reason: "robots_denied", detail, httpStatus: null } };
}

function extraHeaders({ collection, previous }: VisitContext, url: URL): [string, string][] {
  const headers: [string, string][] = [];
  const cookie = collection.cookieHeader(url.href);
  if (cookie !== null) headers.push(["Cookie", cookie]);
  if (previous?.etag) headers.push(["If-None-Match", previous.etag]);
  if (previous?.lastModified) headers.push(["If-Modified-Since", previous.lastModified]);
  return headers.filter(([, value]) => /^[\x20-\x7e\x80-\xff]*$/.test(value));
}

async function notModified(context: VisitContext, draft: CaptureDraft, previous: PreviousCapture): Promise<Ending> {
  makeRevisit(draft, previous.payloadCaptureId, { kind: "revisit_not_modified", ...previous.target });
  draft.capture.etag ??= previous.etag;
  draft.capture.lastModified ??= previous.lastModified;
  const end: RowEnd = { state: "done", httpStatus: 304, detail: "Unchanged since the last visit.", isPage: true };
  const input = await context.readArchived(previous.payloadCaptureId, context.row.url);
  if (input === null) return { end };
  // The document is there already; what is wanted are the links, or the second crawl would end at the first page.
  const reading = context.reader.read(input);
  const found = linksOf(context, reading);
  // An unchanged shell says nothing of what a browser makes of it today.
  if (reading.wall === "needs_render" && context.rendering !== null && context.collection.request.render !== "never") {
    return { end: { state: "failed", reason: "needs_render", detail: "Unchanged and empty.", httpStatus: 304 }, found };
  }
  const bySource = readBySource(context, { input, status: 304, at: draft.capture.capturedAt }, reading);
  if (bySource !== null) return bySource;
  const led = await followRefresh(context, reading, 304);
  if (led !== null) return led;
  // Another source's capture: this one has no document of it yet.
  return previous.sourceId === context.collection.sourceId ? { end, found } : { end, found, reading };
}

/** A page whose bytes have not changed since an earlier collection is no new document; its links are followed all the same. */
function sameAsBefore({ previous, collection }: VisitContext, draft: CaptureDraft, ending: Ending): Ending {
  const { capture } = draft;
  if (previous === null || capture.status !== 200 || capture.truncated !== null) return ending;
  if (previous.digest !== capture.digest || capture.payloadLength === 0) return ending;
  makeRevisit(draft, previous.payloadCaptureId, { kind: "revisit_identical", ...previous.target });
  // What another source captured is no document of this one yet.
  return previous.sourceId === collection.sourceId ? { ...ending, reading: null, canonical: null } : ending;
}

function signalOf(context: VisitContext, { response }: HopResult): HostSignal {
  const { status } = response;
  if (status !== 429 && status !== 503) return { kind: "fine", status };
  return {
    kind: "slow_down",
    status,
    retryAfterMs: parseRetryAfter(headerOf(response.headers, "retry-after"), context.now()),
  };
}
