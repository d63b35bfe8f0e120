import type { preHandlerAsyncHookHandler } from "fastify";
import type { Clock } from "../../lib/clock.ts";
import { TooManyRequestsError } from "../errors.ts";

/** A bucket a client: it holds `burst` requests and refills at `perMinute`. */
export interface RateLimit {
  perMinute: number;
  burst: number;
}

/** Generous: they stop a loop gone wild, not a person. */
export const defaultLimits = {
  predict: { perMinute: 6000, burst: 600 },
  search: { perMinute: 1200, burst: 200 },
} as const satisfies Record<string, RateLimit>;

export type RateLimits = Record<keyof typeof defaultLimits, RateLimit>;

const maxClients = 10_000;

/** Hook that answers 429 with Retry-After when a client's bucket is empty. */
export function limitRate({ perMinute, burst }: RateLimit, clock: Pick<Clock, "now">): preHandlerAsyncHookHandler {
  const buckets = new Map<string, { left: number; at: number }>();
  const perMs = perMinute / 60_000;
  return async (request) => {
    const now = clock.now();
    const bucket = buckets.get(request.ip) ?? { left: burst, at: now };
    bucket.left = Math.min(burst, bucket.left + (now - bucket.at) * perMs);
    bucket.at = now;
    // Set anew, so that the map stays ordered by use and the one idle for longest goes first.
    buckets.delete(request.ip);
    buckets.set(request.ip, bucket);
    if (buckets.size > maxClients) buckets.delete(buckets.keys().next().value ?? "");
    if (bucket.left < 1) {
      const seconds = Math.max(1, Math.ceil((1 - bucket.left) / perMs / 1000));
      throw new TooManyRequestsError("rate_limited", "Too many requests of this kind from one client.", seconds);
    }
    bucket.left -= 1;
  };
}
