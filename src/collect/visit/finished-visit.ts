import type { Exchange, NewCapture } from "../../archive/index.ts";
import type { PageReading } from "../../domain/page.ts";
import type { RobotsVerdict } from "../../platform/db/schema.ts";
import type { ClaimedRow, FoundUrl, RowEnd } from "../frontier/frontier-row.ts";

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
  /** Where a seed was redirected to: the scope is drawn around it too. */
  anchor: string | null;
}

/** What the server's behaviour means for the pace on its host. */
export type HostSignal =
  | { kind: "fine"; status: number | null }
  | { kind: "slow_down"; status: number; retryAfterMs: number | null }
  | { kind: "failed"; detail: string };

export const openVerdict: RobotsVerdict = { allowed: true, rule: null, agent: null, because: "robots_txt_itself" };
