import { hash } from "node:crypto";
import type { Item } from "../../domain/item.ts";
import { OutgoingError } from "../../platform/http-out/index.ts";
import { SchemaError } from "../errors.ts";
import { hostOf } from "../scope.ts";
import { normalizeUrl } from "../url-normal-form.ts";
import { decodeBody } from "../visit/decode-body.ts";
import type { CaptureDraft } from "../visit/finished-visit.ts";
import type { Hop, HopRequest } from "../visit/hop.ts";
import { type Answer, answerOf } from "./answer.ts";
import { type Mark, markKeyOf } from "./marks.ts";
import { accountOf } from "./quota.ts";
import type { ApiRequest, Keys, Order, ReadContext, Source, SourceFailure, SourceReading } from "./source.ts";
import { wireUrl } from "./wire-url.ts";
import { withholdFrom } from "./withhold.ts";

export interface SourceInHandParts {
  source: Source;
  order: Order;
  /** Values of the chosen credentials by variable. */
  keys: Readonly<Record<string, string>>;
  /** See `loadAuthorKey`. */
  authorKey: string;
  /** Whether the operator lets whole texts be fetched, as of now. */
  bodies: () => boolean;
  now: () => number;
}

/** A token is renewed this long before its end. */
const earlyMs = 60_000;

/** A source at work for one collection: with its order, its keys and its token. */
export class SourceInHand {
  readonly source: Source;
  readonly order: Order;
  /** Tells this key's quota from another's. */
  readonly account: string;
  readonly #parts: SourceInHandParts;
  #token: { value: string; until: number } | null = null;
  /** Answers to requests that carried an earlier token may still come. */
  #formerTokens: readonly string[] = [];
  #login: Promise<void> | null = null;
  #seeds: ReadonlySet<string> | null = null;

  constructor(parts: SourceInHandParts) {
    this.source = parts.source;
    this.order = parts.order;
    this.account = accountOf(parts.keys, this.#open);
    this.#parts = parts;
  }

  /** What must never be stored. */
  get secrets(): string[] {
    const values = Object.entries(this.#parts.keys).filter(([variable]) => !this.#open.includes(variable));
    const tokens = [...(this.#token === null ? [] : [this.#token.value]), ...this.#formerTokens];
    return [...values.map(([, value]) => value), ...tokens];
  }

  get #open(): readonly string[] {
    return this.source.credentials.find(({ id }) => id === this.order.credentials)?.open ?? [];
  }

  /** A narrower order than the last time's may honestly find nothing. */
  get isNarrowed(): boolean {
    return this.order.since !== null || this.order.until !== null;
  }

  /** True when the address is one of the API, false for a page. */
  owns(address: string): boolean {
    return this.#ask(new URL(address), "?") !== null;
  }

  /** Keys go to the source's own homes and nowhere else, whatever an answer names as its next page. */
  #ask(url: URL, token: string | null): ApiRequest | null {
    const asked = this.source.request?.(url, this.#keys(token), this.order) ?? null;
    if (asked === null) return null;
    const { origin } = new URL(asked.url);
    return Object.values(this.order.homes).some((home) => URL.parse(home)?.origin === origin) ? asked : null;
  }

  /** True for the addresses from which the order begins: what is a list there is the first page of one. */
  begins(address: string): boolean {
    this.#seeds ??= new Set(
      this.source.begin(this.order, new Date(this.#parts.now())).map(({ url }) => normalizeUrl(url)?.url ?? url),
    );
    return this.#seeds.has(address);
  }

  /** Items whose own page an address is, where they have addresses of their own. */
  itemsAt(address: string): readonly string[] {
    return this.source.itemsAt?.(new URL(address), this.order) ?? [];
  }

  /** The request behind an address, after a login where the source asks for one. @throws SchemaError, OutgoingError */
  async requestFor(url: URL, hop: Hop): Promise<ApiRequest | null> {
    const { now, source } = this.#parts;
    if (source.login !== undefined && (this.#token === null || this.#token.until < now())) {
      this.#login ??= this.#logIn(hop).finally(() => {
        this.#login = null;
      });
      await this.#login;
    }
    return this.#ask(url, this.#token?.value ?? null);
  }

  /** False when there is none to forget: a new one would not help. */
  forgetToken(): boolean {
    const had = this.#token !== null;
    this.#keepToken(null);
    return had;
  }

  hopRequest(url: URL, asked: ApiRequest): HopRequest {
    return {
      url: new URL(asked.url),
      publicUrl: url,
      method: asked.method ?? "GET",
      ...(asked.body === undefined ? {} : { body: asked.body }),
      // Identity: keys that come back in the body must be found in it.
      accept: "application/json, */*;q=0.5",
      ...(asked.headers === undefined ? {} : { headers: asked.headers }),
      allow: this.#allowed(asked.url),
    };
  }

  /** Takes the keys out of what is about to be archived. `body` is the decoded body. */
  withhold(draft: CaptureDraft, body: Uint8Array): void {
    withholdFrom(draft, body, this.secrets);
  }

  /** @throws SchemaError */
  read(answer: Answer, at: Date): SourceReading | null {
    return readSafely(this.source, answer, this.#context(at));
  }

  /** `listed`: how many elements the list held, which may be more than it brought items. */
  markOf(address: string, items: readonly Item[], listed: number, newestAt: Date | null = null): Mark {
    // A moment that is still to come would end every later collection before it began.
    const now = this.#parts.now();
    const told = [newestAt, ...items.map(({ publishedAt }) => publishedAt)];
    const times = told.map((moment) => moment?.getTime() ?? Number.NaN).filter((time) => time <= now);
    return {
      sourceId: this.source.id,
      key: markKeyOf(address),
      items: listed,
      newestAt: times.length === 0 ? null : new Date(Math.max(...times)),
    };
  }

  #context(now: Date): ReadContext {
    const { authorKey, bodies } = this.#parts;
    return { order: this.order, hashAuthor: authorHasher(this.source.id, authorKey), now, bodies: bodies() };
  }

  #keys(token: string | null): Keys {
    return { values: this.#parts.keys, token };
  }

  async #logIn(hop: Hop): Promise<void> {
    const { source, order, now } = this.#parts;
    const { login } = source;
    if (login === undefined) return;
    const asked = login.request(this.#keys(null), order.homes);
    const { response } = await hop(this.hopRequest(new URL(wireUrl(new URL(asked.url))), asked));
    const decoded = decodeBody(response, { maxBytes: 2 ** 20, maxRatio: 100 });
    if (response.status >= 500 || response.status === 429) {
      throw new OutgoingError("unreachable", `The login answered with status ${response.status}.`);
    }
    if (response.status !== 200 || !decoded.ok) {
      const secret = Object.keys(this.#parts.keys).filter((variable) => !this.#open.includes(variable));
      throw new SchemaError(`The login was refused with status ${response.status}; check ${secret.join(" and ")}.`);
    }
    const { token, expiresInMs } = login.read(
      answerOf({ url: asked.url, status: response.status, headers: {}, body: decoded.body }),
    );
    this.#keepToken({ value: token, until: now() + Math.max(earlyMs, expiresInMs - earlyMs) });
  }

  #keepToken(token: { value: string; until: number } | null): void {
    if (this.#token !== null) this.#formerTokens = [this.#token.value, ...this.#formerTokens].slice(0, 3);
    this.#token = token;
  }

  /** A home that the operator put in the place of a source's own may be private. */
  #allowed(address: string): HopRequest["allow"] {
    const { source, order } = this.#parts;
    const own = Object.values(source.homes).map((home) => hostOf(`${home}/`));
    const others = Object.values(order.homes)
      .map((home) => hostOf(`${home}/`))
      .filter((host) => !own.includes(host));
    const { host } = new URL(address);
    return { has: () => others.includes(host) };
  }
}

/** What an answer says to its source. A reader that breaks on what it never saw must not stop a collector. @throws SchemaError */
export function readSafely(source: Source, answer: Answer, context: ReadContext): SourceReading | null {
  try {
    return source.read?.(answer, context) ?? null;
  } catch (error) {
    if (error instanceof SchemaError) throw error;
    throw new SchemaError(`The reader broke: ${error instanceof Error ? error.message.slice(0, 200) : error}`);
  }
}

/** A source's own word on an answer of its API, or null. An odd error body is no reason to fail in another way than by its status. */
export function judgeSafely(source: Source, answer: Answer, order: Order, now: Date): SourceFailure | null {
  try {
    return source.judge?.(answer, order, now) ?? null;
  } catch {
    return null;
  }
}

/** Keyed hash of a person's id at a source. */
export function authorHasher(sourceId: string, key: string): (id: string) => string {
  return (id) => hash("sha256", `${key}\n${sourceId}\n${id}`, "hex").slice(0, 20);
}
