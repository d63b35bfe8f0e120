import type { Exchange, NewCapture } from "../../archive/index.ts";
import type { Item } from "../../domain/item.ts";
import type { PageReading } from "../../domain/page.ts";
import type { RobotsVerdict } from "../../platform/db/schema.ts";
import type { ClaimedRow, FoundUrl, RowEnd } from "../frontier/frontier-row.ts";
import type { Mark } from "../sources/marks.ts";
import type { AllComments, Note } from "../sources/source.ts";

/** A capture before it has a place in the archive. */
export interface CaptureDraft {
  exchange: Exchange;
  capture: Omit<NewCapture, "place">;
}

/** What to do with a page's canonical address, when it is worth following. */
export interface CanonicalHint {
  url: string;
  host: string;
}

/** A robots.txt to be remembered. */
export interface RobotsRecord {
  origin: string;
  outcome: "rules" | "allow_all" | "deny_all" | "paused";
  httpStatus: number | null;
  body: string | null;
  expiresAt: Date;
}

/** Something that a person should look at; the collection and its source are added when it is raised. */
export interface AlertDraft {
  kind: string;
  message: string;
}

/** A request that was made. */
export interface TimedRequest {
  host: string;
  /** Null when there was no answer. */
  ms: number | null;
  /** Of the payload; 0 when there was none. */
  bytes: number;
}

/** All that one visit brought, to be committed in one go. */
export interface FinishedVisit {
  collectionId: number;
  sourceId: string;
  /** Null for robots.txt, which has no row in the frontier. */
  row: { claimed: ClaimedRow; token: string; end: RowEnd } | null;
  /** In the order of the requests; the last one is the row's. */
  captures: CaptureDraft[];
  found: FoundUrl[];
  /** Set when the page may become a document. */
  reading: PageReading | null;
  canonical: CanonicalHint | null;
  robots: RobotsRecord | null;
  /** Where a seed was redirected to, or a source led: the scope is drawn around them too. */
  anchors: readonly string[];
  /** What the answer held, when a source read it; they become documents. */
  items: readonly Item[];
  /** Version of the source's reader behind the items. */
  itemsVersion: string | null;
  /** Addresses of items that are no more. */
  gone: readonly string[];
  /** Addresses of items that are no more, and nothing that hangs on them. */
  goneWhole: readonly string[];
  /** Addresses of items that their page says are gone: they are marked and keep their text. */
  missing?: readonly string[];
  /** Items whose every comment was seen. */
  allComments: readonly AllComments[];
  notes: readonly Note[];
  /** Every request of the visit, failed ones too. */
  requests?: readonly TimedRequest[];
  alerts: readonly AlertDraft[];
  marks: readonly Mark[];
}

/** What most visits do not bring. */
export const broughtNothing = {
  captures: [] as CaptureDraft[],
  found: [] as FoundUrl[],
  reading: null,
  canonical: null,
  robots: null,
  anchors: [] as string[],
  items: [] as Item[],
  itemsVersion: null,
  gone: [] as string[],
  goneWhole: [] as string[],
  allComments: [] as AllComments[],
  notes: [] as Note[],
  alerts: [] as AlertDraft[],
  marks: [] as Mark[],
} satisfies Partial<FinishedVisit>;

/** What the server's behaviour means for the pace on its host. */
export type HostSignal =
  /** `restMs`: all is well, and the server wants to be left alone for so long. */
  | { kind: "fine"; status: number | null; restMs?: number }
  | { kind: "slow_down"; status: number; retryAfterMs: number | null }
  | { kind: "failed"; detail: string };

export const openVerdict: RobotsVerdict = { allowed: true, rule: null, agent: null, because: "robots_txt_itself" };
