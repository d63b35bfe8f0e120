/** Buckets up to four and a half minutes; slower answers count as the last. */
const lastBucket = 36;

/** Bucket of an answer's time: each ends at √2 times the end of the one before, the first at √2 ms. */
export function bucketOfMs(ms: number): number {
  return Math.min(lastBucket, Math.floor(2 * Math.log2(Math.max(1, ms))));
}

/** Time within which half the answers came, to about a fifth; null when there were none. @param slowestMs bounds it. */
export function medianOf(buckets: readonly number[], slowestMs: number): number | null {
  const all = buckets.reduce((sum, n) => sum + n, 0);
  if (all === 0) return null;
  let seen = 0;
  const bucket = buckets.findIndex((n) => {
    seen += n;
    return seen * 2 >= all;
  });
  return Math.min(slowestMs, Math.round(2 ** ((bucket + 0.5) / 2)));
}
