import type { FailureReason } from "../../domain/failure.ts";

/** Wait before the second attempt, by reason; each further attempt waits twice as long. */
const firstWaitMs: Partial<Record<FailureReason, number>> = {
  host_unreachable: 2_000,
  timeout: 2_000,
  bad_response: 1_000,
  server_error: 3_000,
  robots_unreachable: 15_000,
  rate_limited: 15_000,
};

const longestWaitMs = 15 * 60_000;

/**
 * Wait before the next attempt: exponential, plus up to half again by chance so that many rows do not come back at once.
 * @param attempts attempts made, this one included. @param random 0–1. @param retryAfterMs what the server asked for, or null.
 */
export function retryWaitMs(
  reason: FailureReason,
  attempts: number,
  random: number,
  retryAfterMs: number | null,
  scale = 1,
): number {
  const base = (firstWaitMs[reason] ?? 2_000) * scale;
  const backoff = Math.min(longestWaitMs, base * 2 ** Math.max(0, attempts - 1));
  return Math.round(Math.max(backoff * (1 + random / 2), Math.min(retryAfterMs ?? 0, longestWaitMs)));
}

/** `Retry-After` in seconds or as an HTTP date (RFC 9110 §10.2.3) → milliseconds from `now`; null when absent or unreadable. */
export function parseRetryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  const text = value.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = text.length <= 40 ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
