import type { FailureReason } from "../../domain/failure.ts";
import type { FoundBy } from "../../platform/db/schema.ts";

/** An address in hand: claimed from the frontier under a host's lease. */
export interface ClaimedRow {
  id: number;
  collectionId: number;
  url: string;
  host: string;
  depth: number;
  foundBy: FoundBy;
  hops: number;
  /** Attempts made before this one. */
  attempts: number;
}

/** An address to be entered into the frontier. */
export interface FoundUrl {
  collectionId: number;
  url: string;
  host: string;
  depth: number;
  foundBy: FoundBy;
  hops: number;
  parentId: number | null;
  /** Set when it is only recorded and never fetched. */
  skip: { reason: FailureReason | null; detail: string } | null;
}

/** How a claimed row ends, for now or for good. */
export type RowEnd =
  | { state: "done"; httpStatus: number; detail: string | null; isPage: boolean }
  | { state: "failed" | "skipped"; reason: FailureReason; detail: string; httpStatus: number | null }
  /** Put off without having been asked: counts as no attempt. */
  | { state: "wait"; reason: FailureReason; detail: string; httpStatus: number | null; until: Date }
  | { state: "retry"; reason: FailureReason; detail: string; httpStatus: number | null; afterMs: number };
