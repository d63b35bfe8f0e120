import { Cookie, CookieJar, type SerializedCookieJar } from "tough-cookie";
import type { PageCookie } from "../render/renderer.ts";
import { pageCookie } from "../sessions/session-in-hand.ts";

const maxCookies = 2_000;
const maxCookieLength = 4_096;

/**
 * The cookies of one collection. They live in the database between runs and go nowhere else: the archive keeps neither those
 * we send nor the values of those we get.
 */
export class CollectionCookies {
  readonly #jar: CookieJar;
  #count: number;
  #changed = false;

  /** @param stored what `toStored` gave earlier; null for an empty jar. Unreadable state starts empty. */
  constructor(stored: unknown) {
    this.#jar = readJar(stored);
    this.#count = this.#jar.serializeSync()?.cookies.length ?? 0;
  }

  /** Value of the Cookie header for a request; null for none. */
  headerFor(url: string): string | null {
    if (this.#count === 0) return null;
    const header = this.#jar.getCookieStringSync(url);
    return header === "" ? null : header;
  }

  /** The cookies for an address as a browser takes them. */
  pageCookies(url: string): PageCookie[] {
    return this.#count === 0 ? [] : this.#jar.getCookiesSync(url).map(pageCookie);
  }

  /** Takes in Set-Cookie lines; those that break the rules (foreign domain, public suffix, oversized) are ignored. */
  learn(url: string, lines: readonly string[]): void {
    for (const line of lines.slice(0, 50)) {
      if (line.length > maxCookieLength || this.#count >= maxCookies) continue;
      const cookie = Cookie.parse(line, { loose: true });
      if (cookie === undefined) continue;
      if (this.#jar.setCookieSync(cookie, url, { ignoreError: true }) !== undefined) {
        this.#count += 1;
        this.#changed = true;
      }
    }
  }

  /** State to be stored when it has changed since the last call; null otherwise. */
  takeChange(): SerializedCookieJar | null {
    if (!this.#changed) return null;
    this.#changed = false;
    const state = this.#jar.serializeSync() ?? null;
    this.#count = state?.cookies.length ?? 0;
    return state;
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
