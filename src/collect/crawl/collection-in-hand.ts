import { type AllowList, allowList } from "../../platform/http-out/index.ts";
import type { StoredRequest } from "../collection-request.ts";
import { type Scope, scopeOf } from "../scope.ts";
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

/** A running collection as a collector works on it. */
export class CollectionInHand {
  readonly id: number;
  readonly sourceId: string;
  readonly request: StoredRequest;
  readonly cookies: CollectionCookies;
  readonly allow: AllowList;
  readonly source: SourceInHand;
  #anchors: ReadonlySet<string>;
  #scope: Scope;

  constructor(row: CollectionRow, allowEverywhere: readonly string[], source: SourceInHand) {
    this.source = source;
    this.id = row.id;
    this.sourceId = row.sourceId;
    this.request = row.request;
    this.cookies = new CollectionCookies(row.cookies);
    this.allow = allowList([...allowEverywhere, ...row.request.allowAddresses]);
    this.#anchors = new Set(row.anchors);
    this.#scope = scopeOf(row.request.scope, row.anchors);
  }

  get scope(): Scope {
    return this.#scope;
  }

  /** Draws the scope around further addresses; those known already change nothing. */
  addAnchors(anchors: readonly string[]): void {
    const all = new Set([...this.#anchors, ...anchors]);
    if (all.size === this.#anchors.size) return;
    this.#anchors = all;
    this.#scope = scopeOf(this.request.scope, [...all]);
  }
}
