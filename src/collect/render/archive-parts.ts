import type { RobotsVerdict } from "../../platform/db/schema.ts";
import { type AllowList, OutgoingError } from "../../platform/http-out/index.ts";
import { parseRetryAfter } from "../frontier/retry.ts";
import { withholdText } from "../sources/withhold.ts";
import { normalizeUrl } from "../url-normal-form.ts";
import { decodeBody } from "../visit/decode-body.ts";
import type { CaptureDraft, HostSignal } from "../visit/finished-visit.ts";
import type { Hop } from "../visit/hop.ts";
import { headerOf, headersOf } from "../visit/response-headers.ts";
import type { FetchPart, PartAnswer, PartRequest } from "./page-parts.ts";

export interface ArchivePartsOptions {
  /** Address of the page that the parts belong to. */
  pageUrl: string;
  /** One request, not paced: a page and its parts count as one visit. */
  hop: Hop;
  allow: AllowList;
  /** The verdict of an address's robots.txt; null when its host may not be asked at all. */
  verdictOf: (url: URL) => Promise<RobotsVerdict | null>;
  /** Told of cookies that come. */
  learnCookies: (url: string, lines: readonly string[]) => void;
  /** Hosts that the person's session is for; they alone are sent the page's own Authorization header. */
  isSessionHost: (hostname: string) => boolean;
  /** Cookies of the collection itself, without the session's. */
  collectionCookies: (url: string) => string | null;
  /** What may be told to nobody: a session's values. */
  secrets: () => readonly string[];
  limits: { maxBytes: number; maxRatio: number };
  now: () => number;
}

/** What a server under strain wants of us. */
export type Strain = Extract<HostSignal, { kind: "slow_down" }>;

/** What all parts of a page may weigh together, as received. */
const maxTotalBytes = 48 * 2 ** 20;
const maxPartBytes = 8 * 2 ** 20;
/** One part, and all of them, unpacked. */
const maxPartUnpacked = 16 * 2 ** 20;
const maxTotalUnpacked = 128 * 2 ** 20;
/** Hosts that one page may send us to. */
const maxOrigins = 40;

/** Data that is asked for by itself obeys robots.txt as a page does; scripts and styles are what any reader of the page loads. */
const asked = new Set(["document", "xhr", "fetch", "eventsource", "other"]);
const loaded: RobotsVerdict = { allowed: true, rule: null, agent: null, because: "part_of_page" };

/** Fetches the parts of one page past the address guard, obeying robots.txt, and keeps each as a capture. */
export class ArchiveParts {
  readonly drafts: CaptureDraft[] = [];
  /** Why parts were not had, a sentence each, at most a few. */
  readonly refusals: string[] = [];
  readonly #options: ArchivePartsOptions;
  readonly #origins = new Set<string>();
  /** The page is one of the session's. Other pages have none of its cookies, and what they are set there is no news of it. */
  readonly #ofSession: boolean;
  #bytes = 0;
  #unpacked = 0;
  /** Hosts that asked to be left alone. */
  readonly #closed = new Set<string>();
  #strain: Strain | null = null;

  constructor(options: ArchivePartsOptions) {
    this.#options = options;
    this.#ofSession = options.isSessionHost(new URL(options.pageUrl).hostname);
  }

  /** How the page's own host asked for a pause while the page was rendered; null when it did not. */
  get strain(): Strain | null {
    return this.#strain;
  }

  readonly fetch: FetchPart = async (request) => {
    const { hop, allow, learnCookies, limits, pageUrl, now } = this.#options;
    const { url } = request;
    // What is kept has an address of that length at most.
    if (normalizeUrl(url.href) === null) return this.#refuse(`The address of a part is too long: ${url.href}`);
    if (this.#closed.has(url.host)) return this.#refuse(`${url.host} asked to be left alone.`);
    if (this.#unpacked >= maxTotalUnpacked || this.#bytes >= maxTotalBytes)
      return this.#refuse(`The page's parts weigh more than ${maxTotalBytes} bytes.`);
    this.#origins.add(url.origin);
    if (this.#origins.size > maxOrigins) return this.#refuse(`The page's parts are on more than ${maxOrigins} hosts.`);
    const verdict = asked.has(request.type) ? await this.#options.verdictOf(url) : loaded;
    if (verdict === null) return this.#refuse(`robots.txt lets nothing be asked: ${url.href}`);
    if (!verdict.allowed) return this.#refuse(`robots.txt forbids a part (${verdict.rule}): ${url.href}`);
    try {
      const headers = this.#headers(request);
      const { response, draft } = await hop({ url, allow, headers, verdict, maxBytes: maxPartBytes });
      this.#bytes += response.body.length;
      draft.capture.partOf = pageUrl;
      this.drafts.push(draft);
      if (this.#ofSession || !this.#options.isSessionHost(url.hostname)) {
        learnCookies(url.href, headersOf(response.headers, "set-cookie"));
      }
      const location = headerOf(response.headers, "location");
      if (location !== null) draft.capture.redirectTo = URL.parse(location, url.href)?.href.slice(0, 2048) ?? null;
      this.#heed(url, response.status, parseRetryAfter(headerOf(response.headers, "retry-after"), now()));
      const decoded = decodeBody(response, { ...limits, maxBytes: Math.min(limits.maxBytes, maxPartUnpacked) });
      if (decoded.ok) this.#unpacked += decoded.body.length;
      if (!decoded.ok) return this.#refuse(`${decoded.detail} (${url.href})`);
      return { status: response.status, headers: response.headers, body: decoded.body } satisfies PartAnswer;
    } catch (error) {
      if (!(error instanceof OutgoingError) || error.fault === "aborted") throw error;
      return this.#refuse(`${error.message} (${url.href})`);
    }
  };

  /** A host that shows strain is asked for nothing more while the page is rendered. */
  #heed({ host }: URL, status: number, retryAfterMs: number | null): void {
    if (status !== 429 && status !== 503) return;
    this.#closed.add(host);
    if (host === new URL(this.#options.pageUrl).host) this.#strain ??= { kind: "slow_down", status, retryAfterMs };
  }

  #headers({ url, headers }: PartRequest): readonly (readonly [string, string])[] {
    if (this.#options.isSessionHost(url.hostname)) return headers;
    const harmless = headers.filter(([name]) => name.toLowerCase() !== "authorization");
    if (!this.#ofSession) return harmless;
    // A site sets cookies for its whole domain; in the browser they would go to hosts that the session is not for.
    const own = this.#options.collectionCookies(url.href);
    const bare = harmless.filter(([name]) => name.toLowerCase() !== "cookie");
    return own === null ? bare : [...bare, ["Cookie", own]];
  }

  #refuse(reason: string): null {
    if (this.refusals.length < 5) this.refusals.push(withholdText(reason, this.#options.secrets()).slice(0, 300));
    return null;
  }
}
