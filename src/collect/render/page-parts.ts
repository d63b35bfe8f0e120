import type { BrowserContext, Page, Request, Route } from "playwright-core";
import type { RawHeaders } from "../../platform/http-out/index.ts";
import { cookieHeader } from "../visit/cookie-header.ts";
import { type BlockedKind, blockedKind } from "./blocked-kinds.ts";
import type { PartCache } from "./part-cache.ts";
import { sentAlong } from "./same-site.ts";

/** A request of the page, as naru makes it. */
export interface PartRequest {
  url: URL;
  /** `document`, `script`, `stylesheet`, `xhr`, `fetch`, …: the browser's words. */
  type: string;
  /** Harmless headers that the page's own request has, and its cookies. */
  headers: readonly (readonly [string, string])[];
}

export interface PartAnswer {
  status: number;
  headers: RawHeaders;
  /** Content coding undone. */
  body: Uint8Array;
}

/**
 * Fetches one part by naru's own client, one hop at a time, and archives it. Null when it is not to be had: refused by robots.txt or
 * the address guard, beyond a limit, unreachable. @throws when the whole work stops.
 */
export type FetchPart = (request: PartRequest) => Promise<PartAnswer | null>;

export interface PagePartsOptions {
  /** Address of the page, and the answer that plain HTTP had. */
  url: string;
  answer: PartAnswer;
  fetchPart: FetchPart;
  cache: PartCache;
  /** What the cache is divided by. */
  cacheScope: string;
  pictures: boolean;
  /** Told when the work stops while a part is fetched. */
  onStop: (error: unknown) => void;
}

export interface PartCounts {
  fetched: number;
  cached: number;
  refused: number;
  blocked: Partial<Record<BlockedKind, number>>;
}

const maxRequests = 400;
const maxFrames = 20;
const maxReloads = 2;
const maxRedirects = 5;
const atOnce = 6;
/** Of these to one host: half of what browsers allow themselves. */
const atOnceOfHost = 3;
/** Longest header of a page that is passed on. */
const maxHeaderLength = 2_048;
const shared = new Set(["script", "stylesheet"]);
const harmless = new Set(["accept", "accept-language", "origin", "referer", "x-requested-with", "authorization"]);

/**
 * Answers every request of a page from naru's own client; the browser itself reaches nothing. The page's own address is answered with what
 * plain HTTP brought. Where the page would go elsewhere it stays, and `ledTo` tells where: an address of its own for the frontier.
 */
export class PageParts {
  readonly counts: PartCounts = { fetched: 0, cached: 0, refused: 0, blocked: {} };
  readonly #options: PagePartsOptions;
  readonly #page: Page;
  readonly #context: BrowserContext;
  #ledTo: string | null = null;
  #inFlight = 0;
  #lastAt: number;
  #requests = 0;
  #frames = 0;
  #loads = 0;
  #ended = false;
  readonly #busy = new Map<string, number>();
  #asking = 0;
  readonly #queue: { host: string; go: () => void }[] = [];

  constructor(page: Page, context: BrowserContext, options: PagePartsOptions) {
    this.#page = page;
    this.#context = context;
    this.#options = options;
    this.#lastAt = Date.now();
  }

  /** Where the page wanted to go; null when it stayed by itself. */
  get ledTo(): string | null {
    return this.#ledTo;
  }

  /** Milliseconds for which no request has been under way. */
  get quietMs(): number {
    return this.#inFlight > 0 ? 0 : Date.now() - this.#lastAt;
  }

  async start(): Promise<void> {
    await this.#page.route(
      () => true,
      (route) => this.#take(route),
    );
  }

  /** Answers nothing more. */
  end(): void {
    this.#ended = true;
    for (const { go } of this.#queue.splice(0)) go();
  }

  async #take(route: Route): Promise<void> {
    this.#inFlight += 1;
    try {
      const answer = this.#ended ? null : await this.#answerOf(route.request());
      if (answer === null || this.#ended) await route.abort("blockedbyclient");
      else
        await route.fulfill({ status: answer.status, headers: plainHeaders(answer), body: Buffer.from(answer.body) });
    } catch {
      // What the browser will not take (a status of 999, a frame that is gone) is a part that was not had.
      await route.abort("failed").catch(() => {});
    } finally {
      this.#inFlight -= 1;
      this.#lastAt = Date.now();
    }
  }

  async #answerOf(request: Request): Promise<PartAnswer | null> {
    const url = URL.parse(request.url());
    if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return null;
    if (request.isNavigationRequest()) {
      const frame = request.frame();
      if (frame.page() !== this.#page) return null;
      if (frame === this.#page.mainFrame()) return this.#main(request, url);
      this.#frames += 1;
      if (this.#frames > maxFrames) return null;
    }
    const type = request.resourceType();
    const kind = blockedKind(url, type, this.#options.pictures);
    if (kind !== null) {
      this.counts.blocked[kind] = (this.counts.blocked[kind] ?? 0) + 1;
      return null;
    }
    this.#requests += 1;
    // What a page sends (forms, votes, logs) is not ours to send.
    if (request.method() !== "GET" || this.#requests > maxRequests) {
      this.counts.refused += 1;
      return null;
    }
    const { cache, cacheScope } = this.#options;
    const cached = shared.has(type) ? cache.find(cacheScope, url.href) : null;
    if (cached !== null) {
      this.counts.cached += 1;
      return cached;
    }
    const answer = await this.#fetch(request, url, type);
    if (answer !== null && shared.has(type)) cache.keep(cacheScope, url.href, answer);
    return answer;
  }

  /** The page itself: first what we have, on a reload what the server says now, and nothing else. */
  async #main(request: Request, url: URL): Promise<PartAnswer | null> {
    const asked = new URL(this.#options.url);
    if (url.origin + url.pathname + url.search === asked.origin + asked.pathname + asked.search) {
      this.#loads += 1;
      if (this.#loads === 1) return this.#options.answer;
      if (this.#loads <= 1 + maxReloads) return this.#fetch(request, url, "document");
    } else this.#ledTo ??= url.href;
    // 204: the browser stays where it is.
    return { status: 204, headers: [], body: new Uint8Array() };
  }

  async #fetch(request: Request, first: URL, type: string): Promise<PartAnswer | null> {
    let url = first;
    for (let hop = 0; hop <= maxRedirects && !this.#ended; hop += 1) {
      const answer = await this.#ask(request, url, type);
      if (answer === null) break;
      this.counts.fetched += 1;
      const location = answer.headers.find(([name]) => name.toLowerCase() === "location")?.[1];
      if (answer.status < 300 || answer.status > 399 || location === undefined) return answer;
      const target = URL.parse(location, url.href);
      if (target === null || !/^https?:$/.test(target.protocol)) break;
      // The browser would follow by itself, past all checks; so it never sees a redirect. A frame is told to go there.
      if (type === "document") return forwarding(answer, target);
      url = target;
    }
    this.counts.refused += 1;
    return null;
  }

  async #ask(request: Request, url: URL, type: string): Promise<PartAnswer | null> {
    const { host } = url;
    if (!this.#hasRoom(host)) await new Promise<void>((go) => this.#queue.push({ host, go }));
    if (this.#ended) return null;
    this.#asking += 1;
    this.#busy.set(host, (this.#busy.get(host) ?? 0) + 1);
    try {
      const headers = [...headersOf(request), ...(await this.#cookies(request, url))];
      return await this.#options.fetchPart({ url, type, headers }).catch((error: unknown) => {
        this.#options.onStop(error);
        return null;
      });
    } finally {
      this.#asking -= 1;
      this.#busy.set(host, (this.#busy.get(host) ?? 1) - 1);
      const next = this.#queue.findIndex((waiting) => this.#hasRoom(waiting.host));
      if (next >= 0) this.#queue.splice(next, 1)[0]?.go();
    }
  }

  #hasRoom(host: string): boolean {
    return this.#asking < atOnce && (this.#busy.get(host) ?? 0) < atOnceOfHost;
  }

  async #cookies(request: Request, url: URL): Promise<[string, string][]> {
    const header = cookieHeader(sentAlong(await this.#context.cookies(url.href), request, url));
    return header === null ? [] : [["Cookie", header]];
  }
}

function headersOf(request: Request): [string, string][] {
  return Object.entries(request.headers())
    .filter(([name]) => harmless.has(name))
    .filter(([, value]) => value.length <= maxHeaderLength && /^[\x20-\x7e\x80-\xff]*$/.test(value));
}

function forwarding({ headers }: PartAnswer, target: URL): PartAnswer {
  const cookies = headers.filter(([name]) => name.toLowerCase() === "set-cookie");
  const script = `location.replace(${JSON.stringify(target.href).replaceAll("<", "\\u003c")})`;
  return {
    status: 200,
    headers: [["content-type", "text/html; charset=utf-8"], ...cookies],
    body: Buffer.from(`<!doctype html><script>${script}</script>`),
  };
}

const undone = new Set(["content-encoding", "content-length", "transfer-encoding", "connection", "alt-svc"]);

/** Headers as the browser is given them: one value a name, cookies one a line. */
function plainHeaders({ headers }: PartAnswer): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (undone.has(lower)) continue;
    const before = plain[lower];
    plain[lower] = before === undefined ? value : before + (lower === "set-cookie" ? "\n" : ", ") + value;
  }
  return plain;
}
