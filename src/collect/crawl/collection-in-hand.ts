import { type AllowList, allowList } from "../../platform/http-out/index.ts";
import type { StoredRequest } from "../collection-request.ts";
import type { PageCookie } from "../render/renderer.ts";
import { type Scope, scopeOf } from "../scope.ts";
import type { SessionInHand } from "../sessions/session-in-hand.ts";
import type { SourceInHand } from "../sources/source-in-hand.ts";
import { CollectionCookies } from "../visit/collection-cookies.ts";

/** A running collection as the database has it. */
export interface CollectionRow {
  id: number;
  sourceId: string;
  request: StoredRequest;
  anchors: readonly string[];
  cookies: unknown;
}

/**
 * Sitemaps bring addresses until a collection knows so many, or twenty times as many as pages are asked for: an index of sitemaps may list
 * billions, all of which would be queued before the first page is read.
 */
const leastListed = 500_000;

/** A running collection as a collector works on it. */
export class CollectionInHand {
  readonly id: number;
  readonly sourceId: string;
  readonly request: StoredRequest;
  readonly cookies: CollectionCookies;
  readonly allow: AllowList;
  readonly source: SourceInHand;
  /** Kinds of links that are followed; null for all. */
  readonly follows: ReadonlySet<string> | null;
  /** The person's own session; null when none was named. */
  readonly session: SessionInHand | null;
  readonly #mostListed: number;
  /** Addresses that sitemaps may still bring to the queue. */
  #listedRoom: number;
  #anchors: ReadonlySet<string>;
  #scope: Scope;

  constructor(
    row: CollectionRow,
    allowEverywhere: readonly string[],
    source: SourceInHand,
    session: SessionInHand | null = null,
    listed = leastListed,
  ) {
    this.source = source;
    const links = source.source.crawl?.({ set: row.request.set, hasRecipe: row.request.recipe !== undefined }).links;
    this.follows = links == null ? null : new Set(links);
    this.session = session;
    this.id = row.id;
    this.sourceId = row.sourceId;
    this.request = row.request;
    this.cookies = new CollectionCookies(row.cookies);
    this.allow = allowList([...allowEverywhere, ...row.request.allowAddresses]);
    this.#mostListed = Math.max(listed, 20 * row.request.maxPages);
    this.#listedRoom = this.#mostListed;
    this.#anchors = new Set(row.anchors);
    this.#scope = scopeOf(row.request.scope, row.anchors);
  }

  get scope(): Scope {
    return this.#scope;
  }

  /** Hears how many addresses the collection knows by now: the other collectors fill the same queue. */
  noteFound(found: number): void {
    this.#listedRoom = Math.min(this.#listedRoom, this.#mostListed - found);
  }

  /** Takes one place for an address that a sitemap lists; false when there is none left. */
  takeListed(): boolean {
    this.#listedRoom -= 1;
    return this.#listedRoom >= 0;
  }

  get hasListedRoom(): boolean {
    return this.#listedRoom >= 0;
  }

  /** Value of the Cookie header for a request; null for none. A session's cookies go to its own hosts alone. */
  cookieHeader(url: string): string | null {
    const parts = [this.session?.headerFor(url) ?? null, this.cookies.headerFor(url)].filter((part) => part !== null);
    return parts.length === 0 ? null : parts.join("; ");
  }

  /** Takes in Set-Cookie lines. Where a session is in use they belong to it, and are never stored. */
  learnCookies(url: string, lines: readonly string[]): void {
    if (this.session?.covers(new URL(url).hostname) === true) this.session.learn(url, lines);
    else this.cookies.learn(url, lines);
  }

  /** What a browser is given before it opens a page. */
  pageCookies(url: string): PageCookie[] {
    return [...this.cookies.pageCookies(url), ...(this.session?.pageCookies(url) ?? [])];
  }

  /** Draws the scope around further addresses; those known already change nothing. */
  addAnchors(anchors: readonly string[]): void {
    const all = new Set([...this.#anchors, ...anchors]);
    if (all.size === this.#anchors.size) return;
    this.#anchors = all;
    this.#scope = scopeOf(this.request.scope, [...all]);
  }
}
