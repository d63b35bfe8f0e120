import { payloadDigest, resourceExchange } from "../../archive/index.ts";
import type { PageInput } from "../../domain/page.ts";
import type { RobotsVerdict } from "../../platform/db/schema.ts";
import { OutgoingError } from "../../platform/http-out/index.ts";
import { hostOf } from "../scope.ts";
import { withholdText } from "../sources/withhold.ts";
import { normalizeUrl } from "../url-normal-form.ts";
import type { Ending } from "../visit/endings.ts";
import type { CaptureDraft } from "../visit/finished-visit.ts";
import type { Hop, HopResult } from "../visit/hop.ts";
import { readAnswer } from "../visit/read-answer.ts";
import type { VisitContext } from "../visit/visit-page.ts";
import { ArchiveParts, type Strain } from "./archive-parts.ts";
import { pictureUrlOf } from "./picture-url.ts";
import { RenderError, type RenderFault } from "./render-error.ts";
import type { Rendered, Renderer } from "./renderer.ts";

/** What a visit needs to have a page rendered. */
export interface PageRendering {
  renderer: Renderer;
  /** One request without a pause before it: a page and its parts count as one visit. */
  partHop: Hop;
  verdictOf: (url: URL) => Promise<RobotsVerdict | null>;
  /** The host's next turn, before a page is made to ask for more. */
  turn: () => Promise<void>;
  /** The page has asked for the last time; the host's pause begins. */
  rest: () => void;
  signal: AbortSignal;
  /** Digest of what a browser made of the address the last time; null when none did. */
  findRenderedDigest: (url: string) => Promise<string | null>;
}

/** What rendering added to a visit. */
export interface RenderedVisit {
  /** Parts of the page, its picture, and last the document as it stood in the browser, when there is one. */
  captures: CaptureDraft[];
  ending: Ending;
  /** What the ending was read from, and what the row and its document therefore point to. */
  readFrom: "browser" | "plain";
  /** The page's host asked for a pause. */
  strain: Strain | null;
}

/**
 * True for pages that are to be rendered: those that are empty without a browser, frames whose content is nowhere to be had by itself, and
 * every page when the person wants it so.
 */
export function wantsBrowser(
  { collection, rendering }: VisitContext,
  { end, found = [] }: Ending,
  mime: string | null,
) {
  const wish = collection.request.render;
  if (rendering === null || wish === "never") return false;
  if (end.state === "failed")
    return end.reason === "needs_render" || (end.reason === "iframe_shell" && found.length === 0);
  return wish === "always" && end.state === "done" && end.isPage && (mime === null || /html/.test(mime));
}

/**
 * Has a page rendered that plain HTTP brought, and reads it from the document that the browser made of it; the plain ending holds when that
 * fails and it was a good one.
 * @throws OutgoingError `aborted` when the work stops.
 */
export async function renderVisit(
  context: VisitContext,
  rendering: PageRendering,
  page: PageInput,
  plain: Ending,
  draft: CaptureDraft,
): Promise<RenderedVisit> {
  const { collection, row } = context;
  const { rendering: wishes } = collection.request;
  const isSessionHost = (host: string) => collection.session?.covers(host) ?? false;
  const parts = new ArchiveParts({
    pageUrl: row.url,
    hop: rendering.partHop,
    allow: collection.allow,
    verdictOf: rendering.verdictOf,
    learnCookies: (url, lines) => collection.learnCookies(url, lines),
    isSessionHost,
    collectionCookies: (url) => collection.cookies.headerFor(url),
    secrets: () => collection.session?.secrets ?? [],
    limits: context.limits,
    now: context.now,
  });
  const headers: [string, string][] = page.contentType === null ? [] : [["content-type", page.contentType]];
  let rendered: Rendered;
  try {
    rendered = await rendering.renderer.render({
      url: row.url,
      answer: { status: 200, headers, body: page.body },
      fetchPart: parts.fetch,
      key: `${collection.id} ${new URL(row.url).host}`,
      cookies: collection.pageCookies(row.url),
      storage: isSessionHost(new URL(row.url).hostname) ? (collection.session?.storage ?? []) : [],
      steps: {
        scrolls: wishes?.scrolls ?? 0,
        presses: wishes?.presses ?? 0,
        moreButton: wishes?.moreButton ?? null,
        waitFor: wishes?.waitFor ?? null,
      },
      screenshot: wishes?.screenshot ?? false,
      turn: rendering.turn,
      signal: rendering.signal,
    });
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    if (error.fault === "aborted") throw new OutgoingError("aborted", error.message);
    const ending = strained(context, withoutBrowser(plain, error.message, error.fault), parts.strain);
    return { captures: parts.drafts, ending, readFrom: "plain", strain: parts.strain };
  } finally {
    rendering.rest();
  }
  const dom = documentOf(context, rendered, page, draft);
  const captures = [...parts.drafts, ...pictureOf(rendered, dom.draft), dom.draft];
  const before = await rendering.findRenderedDigest(row.url);
  const read = await readAnswer(context, dom);
  // Scripts may put a wall before a page that had been good without them.
  if (plain.end.state === "done" && plain.end.isPage && read.end.state === "failed") {
    return {
      captures,
      ending: withoutBrowser(plain, read.end.detail, "failed"),
      readFrom: "plain",
      strain: parts.strain,
    };
  }
  const ending = strained(context, endingOf(context, plain, read, rendered, parts.refusals), parts.strain);
  // The same document as the last time is no new one.
  const known = before === dom.draft.capture.digest;
  return {
    captures,
    ending: known ? { ...ending, reading: null, canonical: null } : ending,
    readFrom: "browser",
    strain: parts.strain,
  };
}

/** A page that stayed empty because its host would not be asked any more is asked again later. */
function strained({ row, endings }: VisitContext, ending: Ending, strain: Strain | null): Ending {
  if (strain === null || ending.end.state !== "failed") return ending;
  const detail = `A part of the page was answered ${strain.status}. ${ending.end.detail}`;
  return { ...ending, end: endings.failure(row, "rate_limited", detail, strain.status, strain.retryAfterMs) };
}

function withoutBrowser(plain: Ending, why: string, fault: RenderFault): Ending {
  const { end } = plain;
  if (end.state === "done") return { ...plain, end: { ...end, detail: `Read without a browser. ${why}` } };
  if (end.state !== "failed") return plain;
  return { ...plain, end: { ...end, reason: fault === "no_browser" ? end.reason : "render_failed", detail: why } };
}

/** The rendered document in the shape of an answer: archived as a resource, read like any page. */
function documentOf(context: VisitContext, rendered: Rendered, page: PageInput, plain: CaptureDraft): HopResult {
  const { row, now, collection } = context;
  const secrets = collection.session?.secrets ?? [];
  const body = Buffer.from(withholdText(rendered.html, secrets), "utf8");
  const contentType = "text/html; charset=utf-8";
  const { scrolls, presses } = rendered.steps;
  const exchange = resourceExchange({
    url: row.url,
    capturedAt: new Date(now()),
    contentType,
    body,
    robotsTags: page.robotsTags,
    metadata: {
      ...plain.exchange.metadata,
      rendered: rendered.browser,
      "rendered-url": withholdText(rendered.finalUrl, secrets).slice(0, 2_048),
      "rendered-steps": `${scrolls} scrolls, ${presses} presses`,
      "rendered-parts": `${rendered.parts.fetched} fetched, ${rendered.parts.cached} known, ${rendered.parts.refused} refused`,
    },
  });
  const draft: CaptureDraft = { exchange, capture: resourceCapture(plain, exchange, "text/html") };
  const headers = page.robotsTags.map((tag): [string, string] => ["x-robots-tag", tag]);
  return {
    response: {
      status: 200,
      statusText: "",
      headers: [["content-type", contentType], ...headers],
      body,
      ipAddress: null,
      cut: false,
    },
    draft,
  };
}

function pictureOf({ screenshot }: Rendered, page: CaptureDraft): CaptureDraft[] {
  if (screenshot === null) return [];
  const { url, capturedAt } = page.exchange;
  const exchange = resourceExchange({ url: pictureUrlOf(url), capturedAt, contentType: "image/png", body: screenshot });
  return [{ exchange, capture: resourceCapture(page, exchange, "image/png") }];
}

function resourceCapture(
  { capture }: CaptureDraft,
  { url, capturedAt, response, digest }: ReturnType<typeof resourceExchange>,
  mime: string,
): CaptureDraft["capture"] {
  const { directives: _, ...robots } = capture.robots;
  return {
    collectionId: capture.collectionId,
    sourceId: capture.sourceId,
    url,
    host: capture.host,
    capturedAt,
    status: 200,
    mime,
    digest: digest ?? payloadDigest(response.body),
    payloadLength: response.body.length,
    recordType: "resource",
    refersTo: null,
    etag: null,
    lastModified: null,
    robots,
    redirectTo: null,
    truncated: null,
  };
}

function endingOf(
  context: VisitContext,
  plain: Ending,
  read: Ending,
  rendered: Rendered,
  refusals: readonly string[],
): Ending {
  // What the plain page led to is known as seen by now, and would be lost if only the new links were kept.
  const found = [...(plain.found ?? []), ...(read.found ?? [])];
  const { end } = read;
  if (end.state === "done") {
    return { ...read, end: { ...end, detail: end.detail ?? `Read in ${rendered.browser}.` }, found };
  }
  if (end.state !== "failed") return { ...read, found };
  const led = rendered.ledTo === null ? null : leadOn(context, rendered.ledTo);
  if (led !== null && end.reason === "needs_render") {
    const detail = `A script leads on to ${led.url}`;
    return { end: { state: "done", httpStatus: end.httpStatus ?? 200, detail, isPage: false }, found: [...found, led] };
  }
  if (end.reason !== "needs_render") return { ...read, found };
  const why = refusals[0] ?? (rendered.ledTo === null ? "" : `It wanted to go to ${rendered.ledTo}`);
  return {
    ...read,
    end: { ...end, detail: `The page stays empty in a browser too. ${why}`.trim().slice(0, 500) },
    found,
  };
}

/** Where a script leads is an address of its own, like the target of a redirect. */
function leadOn({ row, collection, limits }: VisitContext, address: string) {
  const normal = normalizeUrl(address);
  const hops = row.foundBy === "redirect" ? row.hops + 1 : 1;
  if (normal === null || !collection.scope.has(normal.url) || hops > limits.maxRedirects) return null;
  return {
    collectionId: collection.id,
    url: normal.url,
    host: hostOf(normal.url),
    depth: row.depth,
    foundBy: "redirect" as const,
    hops,
    parentId: row.id,
    skip: null,
  };
}
