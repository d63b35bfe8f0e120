import { Cookie, CookieJar, type SerializedCookieJar } from "tough-cookie";
import type { PageCookie } from "../render/renderer.ts";
import { siteOf } from "../scope.ts";
import { pageCookie } from "../sessions/session-in-hand.ts";
import { cookieHeader } from "./cookie-header.ts";

const maxCookies = 2_000;
/** So that no site takes the place of all others. Browsers keep some 180. */
const maxOfSite = 200;
const maxCookieLength = 4_096;
/** Redirecting addresses that are remembered with the cookies they were asked with. */
const maxRedirected = 2_000;

/**
 * The cookies of one collection. They live in the database between runs and go nowhere else: the archive keeps neither those
 * we send nor the values of those we get.
 */
export class CollectionCookies {
  readonly #jar: CookieJar;
  #count = 0;
  readonly #bySite = new Map<string, number>();
  #changed = false;
  readonly #redirected = new Map<string, string>();

  /** @param stored what `toStored` gave earlier; null for an empty jar. Unreadable state starts empty. */
  constructor(stored: unknown) {
    this.#jar = readJar(stored);
    this.#recount(this.#jar.serializeSync() ?? null);
  }

  /** Value of the Cookie header for a request; null for none. */
  headerFor(url: string): string | null {
    if (this.#count === 0) return null;
    return cookieHeader(this.#jar.getCookiesSync(url).map(({ key, value }) => ({ name: key, value })));
  }

  /** The cookies for an address as a browser takes them. */
  pageCookies(url: string): PageCookie[] {
    return this.#count === 0 ? [] : this.#jar.getCookiesSync(url).map(pageCookie);
  }

  /** Takes in Set-Cookie lines; those that break the rules (foreign domain, public suffix, oversized) are ignored. */
  learn(url: string, lines: readonly string[]): void {
    const site = siteOf(url);
    for (const line of lines.slice(0, 50)) {
      const ofSite = this.#bySite.get(site) ?? 0;
      if (line.length > maxCookieLength || this.#count >= maxCookies || ofSite >= maxOfSite) continue;
      const cookie = Cookie.parse(line, { loose: true });
      if (cookie === undefined) continue;
      if (this.#jar.setCookieSync(cookie, url, { ignoreError: true }) !== undefined) {
        this.#count += 1;
        this.#bySite.set(site, ofSite + 1);
        this.#changed = true;
      }
    }
  }

  /** Remembers the Cookie header (empty for none) with which an address answered by a redirect; asked with another one it may not. */
  noteRedirected(url: string, header: string): void {
    if (this.#redirected.size >= maxRedirected) this.#redirected.clear();
    this.#redirected.set(url, header);
  }

  /** That header; undefined where none is remembered. */
  redirectedWith(url: string): string | undefined {
    return this.#redirected.get(url);
  }

  /** State to be stored when it has changed since the last call; null otherwise. */
  takeChange(): SerializedCookieJar | null {
    if (!this.#changed) return null;
    this.#changed = false;
    const state = this.#jar.serializeSync() ?? null;
    this.#recount(state);
    return state;
  }

  /** What was set again was counted twice. */
  #recount(state: SerializedCookieJar | null): void {
    this.#count = state?.cookies.length ?? 0;
    this.#bySite.clear();
    for (const { domain } of state?.cookies ?? []) {
      const site = siteOf(`http://${domain ?? ""}`);
      this.#bySite.set(site, (this.#bySite.get(site) ?? 0) + 1);
    }
  }
}

function readJar(stored: unknown): CookieJar {
  if (typeof stored === "object" && stored !== null) {
    try {
      return CookieJar.deserializeSync(stored as SerializedCookieJar);
    } catch {
      // Falls through to an empty jar.
    }
  }
  return new CookieJar();
}
