import type { FailureReason } from "../../domain/failure.ts";
import type { Item } from "../../domain/item.ts";
import type { PageLink } from "../../domain/page.ts";
import type { Recipe } from "../recipe/recipe.ts";
import type { Answer } from "./answer.ts";

/** The same words for Korean and English readers. */
export interface Bilingual {
  ko: string;
  en: string;
}

/** Keys that are used together. A source with several sets takes the first that is whole. */
export interface CredentialSet {
  /** Told apart within the source, and given to `request`: `hub`, `legacy`. */
  id: string;
  name: Bilingual;
  /** Environment variables; each may also be given as a file, by the same name with `_FILE` behind it. */
  variables: readonly string[];
  /** Variables above that are no secrets (an account's id) and may be archived. */
  open?: readonly string[];
  /** Where a person applies for them. */
  applyAt: string;
}

/** How much of something the owner of a source grants in a span of time. Kept in the database, shared by all collectors. */
export interface Quota {
  bucket: string;
  limit: number;
  /** `day` and `month` begin at midnight of `zone`; `rolling` looks back so many milliseconds. */
  window: { kind: "day" | "month"; zone: string } | { kind: "rolling"; ms: number };
  /** What is counted. */
  of: Bilingual;
  /** Name under which sources that may use one key count together. Default: the source counts alone. */
  ledger?: string;
}

/** What one request takes from a quota. */
export interface Cost {
  bucket: string;
  amount: number;
  /** Counted once in the window however often it comes: a hashtag, a post that is billed once a day. */
  item?: string;
  /** A lower limit than the quota's own: the budget that a person set. */
  limit?: number;
  /** Set aside for what the answer may cost; when it comes, this is given back, and the reading's `costs` are taken. */
  setAside?: boolean;
}

/** What a person asked a source for, checked. */
export interface Order {
  urls: readonly string[];
  query: readonly string[];
  /** Items of each query; null for as many as there are. */
  maxResults: number | null;
  /** Only what was published at or after this moment, and before `until`. */
  since: Date | null;
  until: Date | null;
  /** `--set key=value`, as the source's own `options` allow. */
  set: Readonly<Record<string, string>>;
  /** Base addresses by name, without a slash at the end. */
  homes: Readonly<Record<string, string>>;
  /** How a person told pages to be read; null for none. */
  recipe?: Recipe | null;
  /** Id of the set of credentials in use; null when none is needed. */
  credentials: string | null;
}

/** An option that a person gives with `--set`. */
export interface SourceOption {
  name: string;
  says: Bilingual;
  /** Allowed values; absent for free text. */
  oneOf?: readonly string[];
  default?: string;
}

/** One request as it goes over the wire. Keys are added here, and are withheld from everything that is stored. */
export interface ApiRequest {
  url: string;
  method?: "GET" | "POST";
  headers?: readonly (readonly [name: string, value: string])[];
  body?: string;
  costs?: readonly Cost[];
}

export interface Keys {
  /** Values by variable. */
  values: Readonly<Record<string, string>>;
  /** From the source's `login`; null when it has none. */
  token: string | null;
}

/** Gets a token that requests carry. The exchange is never archived. */
export interface Login {
  request(keys: Keys, homes: Readonly<Record<string, string>>): ApiRequest;
  /** @throws SchemaError when the answer holds no token. */
  read(answer: Answer): { token: string; expiresInMs: number };
}

/** Where an answer leads. */
export interface NextAddress {
  url: string;
  /** `page` is visited like any web page, robots.txt first; `api` goes through `request`. Default `api`. */
  way?: "api" | "page";
}

/** A sentence for the person who asked, kept with the collection. The code is stable. */
export interface Note {
  code:
    | "truncated"
    | "comments_disabled"
    | "permission_narrow"
    | "unreadable_items"
    | "stopped_early"
    | "not_allowed"
    | "dates_unknown"
    | "nothing_found"
    | "cost";
  message: string;
}

export interface ReadContext {
  order: Order;
  /** Keyed hash of a person's id at this source, so that one person's posts can be told from another's without naming anybody. */
  hashAuthor(id: string): string;
  /** When the answer came: what relative times count from. */
  now: Date;
  /** The operator lets whole texts be fetched where an API gives a summary. */
  bodies?: boolean;
}

/** What an answer says. */
export interface SourceReading {
  items: readonly Item[];
  next?: readonly NextAddress[];
  notes?: readonly Note[];
  /** How many there are in all, as the source tells it. 0 is an honest nothing; null or absent is silence. */
  total?: number | null;
  /** Elements that did not fit the shape and were passed over. */
  unreadable?: number;
  /** The answer is a list (a page of results): nothing in it where there was something before means that the shape changed. */
  list?: boolean;
  /** The first page of a list to which another answer led. Lists that `begin` names are known to begin. */
  isFirst?: boolean;
  /** With `isFirst`: the address, as `begin` gave it, from which the order came to this list alone; there its mark is looked for. */
  markAt?: string;
  /** When the newest element was published, where the list only names them. Default: the newest item's. */
  newestAt?: Date | null;
  /** How many elements the list held, where it only names them and other answers bring the items. Default: the items. */
  listed?: number;
  /** What the answer turned out to cost, in the place of what was set aside for it. Counted, never refused. */
  costs?: readonly Cost[];
  /** Addresses of items that the source no longer has. */
  gone?: readonly string[];
  /** The same, of items with which all goes that hangs on them by `parentUrl`: a video takes its comments along. */
  goneWhole?: readonly string[];
  /** Set when the answer held every comment below `root`: stored ones that are not among `urls` were deleted. */
  allComments?: AllComments;
}

/** All that hangs on an item. */
export interface AllComments {
  root: string;
  urls: readonly string[];
}

/** What an answer with an error status, or an error inside a 200, means. */
export interface SourceFailure {
  reason: FailureReason;
  detail: string;
  /** For quota_exhausted: when it is worth asking again. */
  until?: Date;
  /** Bucket that is spent, by the source's own word. */
  bucket?: string;
  /** Addresses of items that are gone, and of those that take along what hangs on them: see `SourceReading`. */
  gone?: readonly string[];
  goneWhole?: readonly string[];
  /** The failure is an ordinary answer: the address counts as done, with this note. */
  note?: Note;
  /** With `note`: where it goes on all the same. */
  next?: readonly NextAddress[];
}

/** How pages lead on. */
export interface CrawlWay {
  /** Links away from the first pages, when nobody says. */
  depth: number;
  /** Kinds of links that are followed; null for all. */
  links: readonly PageLink["found"][] | null;
}

/** A place that can be collected from. A folder of `sources/` holds one; its id is the folder's name. */
export interface Source {
  id: string;
  name: Bilingual;
  description: Bilingual;
  /** `pages` crawls, `api` asks an official API, `import` reads what a person saved. */
  way: "pages" | "api" | "import";
  /** What the owner allows and asks for, one sentence. */
  permission: Bilingual;
  /** Empty when none is needed. */
  credentials: readonly CredentialSet[];
  /** Which sets serve this order, for sources whose options choose a provider. Default: any of them. */
  credentialsFor?(set: Readonly<Record<string, string>>): readonly string[];
  /** Base addresses by name; the setting `collect.endpoints` (`ID.NAME=URL`) puts others in their place. */
  homes: Readonly<Record<string, string>>;
  quotas: readonly Quota[];
  options: readonly SourceOption[];
  /** What must be given: addresses, queries, or nothing. */
  asks: "urls" | "query" | "none";
  /** Pause between requests of the API, in milliseconds; pages have the collector's own. */
  paceMs: number;
  /** Addresses it may reach although they are private. */
  allowAddresses: readonly string[];
  /** Names that its items' `fields` may have, for tables. */
  fields: readonly string[];
  /** Version of `read`. Bump by one whenever the same bytes may give other items; `naru refine` then writes new rows. */
  version: string;
  login?: Login;
  /** First addresses of an order. @throws InvalidInputError `source_option_wrong` for options that do not fit together. */
  begin(order: Order, now: Date): readonly NextAddress[];
  /**
   * The request behind an address, or null when the address is a page. A pure function of its arguments.
   * Parameters that begin with `naru.` are the source's own notes and never sent: see `wireUrl`.
   */
  request?(url: URL, keys: Keys, order: Order): ApiRequest | null;
  /** What a good answer (2xx) says; null leaves a page to the general reader. A pure function. @throws SchemaError */
  read?(answer: Answer, context: ReadContext): SourceReading | null;
  /** What a bad answer means, or an error in a good one; null for the usual meaning of its status. */
  judge?(answer: Answer, order: Order, now: Date): SourceFailure | null;
  /** How its pages are crawled on. Default: three links deep for a crawl, not at all for an API, and every kind of link. */
  crawl?(wish: { set: Readonly<Record<string, string>>; hasRecipe: boolean }): CrawlWay;
  /** Its pages may be read by a recipe. */
  takesRecipes?: boolean;
  /** Items whose own page an address is, where they have other addresses: when the page is gone, so are they. */
  itemsAt?(url: URL, order: Order): readonly string[];
  /** Milliseconds for which an answer, good or bad, asks that no request come, by headers of the source's own; null for none. */
  rest?(answer: Answer): number | null;
}
