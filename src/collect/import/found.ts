import type { Exchange } from "../../archive/index.ts";
import type { FailureReason } from "../../domain/failure.ts";

/** Bytes that a person had: a page, a text, a PDF, a chunk of a table. Archived as they are, as a resource. */
export interface FoundPayload {
  kind: "payload";
  url: string;
  contentType: string;
  body: Uint8Array;
  capturedAt: Date;
  /** How it came to be, written beside it; empty for none. */
  metadata: Readonly<Record<string, string>>;
  /** Rows inside, for the report; 0 for what is no table. */
  rows: number;
  /** Kept, but never a document by itself: the PDF whose text stands in another payload. */
  silent: boolean;
  /** X-Robots-Tag lines that an archive has of it. */
  robotsTags?: readonly string[];
}

/** An answer out of somebody's WARC file. Copied with its own address and date. */
export interface FoundExchange {
  kind: "exchange";
  exchange: Exchange;
  /** Payload digest as the foreign file has it; null when it has none. Its revisits name it. */
  declaredDigest: string | null;
  /** Set when it repeats another record, which has to be found. */
  repeats: { url: string | null; date: Date | null; digest: string | null; unchanged: boolean } | null;
}

/** Something that could not be taken, or was left out on purpose. */
export interface FoundTrouble {
  kind: "trouble";
  url: string;
  reason: FailureReason;
  detail: string;
  /** Left out on purpose: nobody asked for this very file. */
  skipped: boolean;
}

export type Found = FoundPayload | FoundExchange | FoundTrouble;

/** A reason to give up a file, or what is left of it. */
export class UnreadableFileError extends Error {
  readonly reason: FailureReason;

  constructor(reason: FailureReason, detail: string, options: { cause?: unknown } = {}) {
    super(detail, options);
    this.name = "UnreadableFileError";
    this.reason = reason;
  }
}

export function trouble(url: string, reason: FailureReason, detail: string, skipped = false): FoundTrouble {
  return { kind: "trouble", url, reason, detail, skipped };
}
