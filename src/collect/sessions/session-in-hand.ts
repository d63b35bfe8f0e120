import { Cookie, CookieJar } from "tough-cookie";
import type { PageCookie, PageStorage } from "../render/renderer.ts";
import { cookieHeader } from "../visit/cookie-header.ts";
import { forbiddenReason } from "./forbidden-hosts.ts";
import type { SessionContent } from "./session-content.ts";
import { secretsOf } from "./session-secrets.ts";

const maxCookies = 1_000;

/**
 * A person's session at work for one collection. What the site changes in it lives in memory and ends with the work: nothing
 * of it is ever written down unsealed.
 */
export class SessionInHand {
  readonly name: string;
  readonly storage: readonly PageStorage[];
  readonly #hosts: readonly string[];
  /** Cookies, those that were set again counted anew each time. */
  #count = 0;
  #secrets: readonly string[] | null = null;
  readonly #jar = new CookieJar(undefined, { rejectPublicSuffixes: false, looseMode: true });

  constructor(name: string, hosts: readonly string[], content: SessionContent) {
    this.name = name;
    this.#hosts = hosts;
    this.storage = content.storage;
    for (const cookie of content.cookies) this.#put(cookie);
  }

  /** True for hosts that the session is for, and those below them that are not closed to machines. */
  covers(hostname: string): boolean {
    if (forbiddenReason(hostname) !== null) return false;
    return this.#hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));
  }

  /** Value of the Cookie header for an address; null for none, and for every host that it is not for. */
  headerFor(url: string): string | null {
    if (!this.covers(new URL(url).hostname)) return null;
    return cookieHeader(this.#jar.getCookiesSync(url).map(({ key, value }) => ({ name: key, value })));
  }

  /** Values that nobody who reads what is archived may see. */
  get secrets(): readonly string[] {
    this.#secrets ??= secretsOf(
      (this.#jar.serializeSync()?.cookies ?? []).map(({ value }) => String(value ?? "")),
      this.storage,
    );
    return this.#secrets;
  }

  learn(url: string, lines: readonly string[]): void {
    for (const line of lines.slice(0, 50)) {
      if (this.#count >= maxCookies) this.#count = this.#jar.serializeSync()?.cookies.length ?? 0;
      if (this.#count >= maxCookies) return;
      this.#count += 1;
      this.#secrets = null;
      const cookie = line.length > 8_192 ? undefined : Cookie.parse(line, { loose: true });
      if (cookie !== undefined) this.#jar.setCookieSync(cookie, url, { ignoreError: true });
    }
  }

  /** Its cookies as a browser takes them, for pages of the hosts it is for. */
  pageCookies(url: string): PageCookie[] {
    if (!this.covers(new URL(url).hostname)) return [];
    return (this.#jar.serializeSync()?.cookies ?? []).flatMap((stored) => {
      const cookie = Cookie.fromJSON(stored);
      return cookie === undefined ? [] : [pageCookie(cookie)];
    });
  }

  #put({ name, value, domain, path, expires = -1, httpOnly = false, secure = false, sameSite }: PageCookie): void {
    const host = domain.replace(/^\./, "");
    const cookie = new Cookie({
      key: name,
      value,
      domain: host,
      path,
      httpOnly,
      secure,
      hostOnly: host === domain,
      ...(sameSite === undefined ? {} : { sameSite: sameSite.toLowerCase() }),
      ...(expires > 0 ? { expires: new Date(expires * 1_000) } : {}),
    });
    if (host === domain) cookie.domain = null;
    const options = { ignoreError: true, http: true };
    this.#jar.setCookieSync(cookie, `${secure ? "https" : "http"}://${host}${path}`, options);
  }
}

/** A cookie of a jar as a browser takes it. */
export function pageCookie(cookie: Cookie): PageCookie {
  const { key, value, domain, path, httpOnly, secure, hostOnly, sameSite } = cookie;
  const ends = cookie.expires instanceof Date ? Math.floor(cookie.expires.getTime() / 1_000) : -1;
  const site = sameSite === "strict" ? "Strict" : sameSite === "none" && secure ? "None" : "Lax";
  return {
    name: key,
    value,
    domain: hostOnly === false ? `.${domain ?? ""}` : (domain ?? ""),
    path: path ?? "/",
    expires: ends,
    httpOnly,
    secure,
    sameSite: site,
  };
}
