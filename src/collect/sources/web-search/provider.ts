import type { Answer } from "../answer.ts";
import type { ApiRequest, Bilingual, CredentialSet, Keys, Order, Quota, SourceFailure } from "../source.ts";

/** A search engine's API: how one asks it, and what it answers. */
export interface SearchProvider {
  /** As `--set provider=` names it. */
  id: string;
  name: Bilingual;
  /** Base addresses; an empty one must be given by the operator. */
  homes: Readonly<Record<string, string>>;
  /** Empty when none is needed. */
  credentials: readonly CredentialSet[];
  quotas: readonly Quota[];
  /** Whether it tells when its results were published. */
  dated: boolean;
  /** Address of the first page of results. */
  first(order: Order, query: string): string;
  /** True for addresses of its API. */
  owns(url: URL, homes: Order["homes"]): boolean;
  request(url: URL, keys: Keys): ApiRequest;
  /** @throws SchemaError */
  read(answer: Answer): ResultPage;
  judge?(answer: Answer): SourceFailure | null;
}

/** One page of results. */
export interface ResultPage {
  results: SearchResult[];
  /** Results that did not have the known shape. */
  unreadable: number;
  /** Null when it is not told, or told wrongly. */
  total: number | null;
  /** Address of the next page; null when this is the last that can be had. */
  next: string | null;
  /** Why there may be more than this, as the engine tells it; absent for nothing to tell. */
  trouble?: string;
}

/** Title and snippet may hold markup. */
export interface SearchResult {
  url: string;
  title: string;
  snippet: string;
  /** Of whoever published it, such as a blog. */
  siteName?: string | undefined;
  publishedAt?: Date | null;
}

/** Whether an address is this one of an API. */
export function isAt(url: URL, home: string | undefined, path: string): boolean {
  return home !== undefined && home !== "" && `${url.origin}${url.pathname}` === `${home}${path}`;
}

/** ISO 8601; without a zone it is of Greenwich. Null for anything else. */
export function isoMoment(text: string | null | undefined): Date | null {
  if (text == null || !/^\d{4}-\d{2}-\d{2}/.test(text)) return null;
  const moment = new Date(/T/.test(text) && !/(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? `${text}Z` : text);
  return Number.isNaN(moment.getTime()) ? null : moment;
}
