import { type FailureReason, retryableReasons } from "../../domain/failure.ts";
import type { Item } from "../../domain/item.ts";
import type { PageReading } from "../../domain/page.ts";
import type { OutgoingError, OutgoingFault } from "../../platform/http-out/index.ts";
import type { ClaimedRow, FoundUrl, RowEnd } from "../frontier/frontier-row.ts";
import { retryWaitMs } from "../frontier/retry.ts";
import type { Mark } from "../sources/marks.ts";
import type { AllComments, Note } from "../sources/source.ts";
import type { AlertDraft, CanonicalHint, HostSignal } from "./finished-visit.ts";

/** How an answer ends its row, and what else it gave. */
export interface Ending {
  end: RowEnd;
  found?: FoundUrl[];
  reading?: PageReading | null;
  canonical?: CanonicalHint | null;
  anchors?: readonly string[];
  items?: readonly Item[];
  itemsVersion?: string | null;
  gone?: readonly string[];
  goneWhole?: readonly string[];
  missing?: readonly string[];
  allComments?: readonly AllComments[];
  notes?: readonly Note[];
  alerts?: readonly AlertDraft[];
  marks?: readonly Mark[];
}

/** Decides between another attempt and the end. */
export class Endings {
  readonly #maxAttempts: number;
  readonly #scale: number;
  readonly #random: () => number;

  constructor(options: { maxAttempts: number; retryScale: number; random: () => number }) {
    this.#maxAttempts = options.maxAttempts;
    this.#scale = options.retryScale;
    this.#random = options.random;
  }

  failure(
    row: ClaimedRow,
    reason: FailureReason,
    detail: string,
    httpStatus: number | null,
    retryAfterMs: number | null = null,
  ): RowEnd {
    const attempts = row.attempts + 1;
    if (!retryableReasons.has(reason) || attempts >= this.#maxAttempts) {
      return {
        state: "failed",
        reason,
        detail: attempts > 1 ? `${detail} (${attempts} attempts)` : detail,
        httpStatus,
      };
    }
    const afterMs = retryWaitMs(reason, attempts, this.#random(), retryAfterMs, this.#scale);
    return { state: "retry", reason, detail, httpStatus, afterMs };
  }
}

const reasonOfFault: Record<Exclude<OutgoingFault, "aborted" | "held_back">, FailureReason> = {
  name_unknown: "gone_service",
  unreachable: "host_unreachable",
  tls: "tls_error",
  timeout: "timeout",
  bad_response: "bad_response",
  too_large: "too_large",
  address_refused: "address_refused",
  unwanted_type: "unsupported_type",
};

/** The end of a row whose request brought no whole answer. Nothing of it is archived. */
export function ofFault(endings: Endings, row: ClaimedRow, error: OutgoingError): { end: RowEnd; signal: HostSignal } {
  const { fault, message, status } = error;
  if (fault === "aborted" || fault === "held_back") throw error;
  const reason = reasonOfFault[fault];
  const signal: HostSignal =
    fault === "unreachable" || fault === "timeout" || fault === "name_unknown"
      ? { kind: "failed", detail: message }
      : { kind: "fine", status };
  if (fault === "unwanted_type") {
    return { end: { state: "skipped", reason, detail: message, httpStatus: status }, signal };
  }
  return { end: endings.failure(row, reason, message, status), signal };
}
