/** What a person sets about collecting; `settings.collect` of naru.yaml has this shape. */
export interface CollectSettings {
  /** Address or URL in the User-Agent, so that a site's owner can reach whoever runs this; null until the person has set one. */
  contact: string | null;
  /** Pause between the starts of two requests to one host. */
  delayMs: number;
  /** Longest crawl-delay that is obeyed; a longer one is cut to it and logged. */
  maxCrawlDelayMs: number;
  /** Hosts visited at the same time. */
  concurrency: number;
  timeoutMs: number;
  /** Largest body as received. */
  maxBytes: number;
  /** Most decompressed bytes for one received. */
  maxExpansion: number;
  maxRedirects: number;
  /** `host` or `host:port` that may be visited although private. */
  allowAddresses: readonly string[];
  /** Base addresses of sources by `ID.NAME`, in the place of their own. */
  endpoints: Readonly<Record<string, string>>;
}

/** Numbers of the collector itself, which nobody sets but tests and benches. */
export interface CollectorTuning {
  /** Requests to one host at a time when no delay is wanted. */
  perHostConcurrency: number;
  /** Rows claimed at once for a host without delay. */
  claimBatch: number;
  /** A batch is committed when this many pages are in hand… */
  commitPages: number;
  /** …or the oldest has waited this long. */
  commitDelayMs: number;
  /** How long a host lease lasts without renewal: bounds how long a dead collector's work lies idle. */
  leaseMs: number;
  renewMs: number;
  /** How often it tells the registry that it lives, and hears what is wanted of it. */
  beatMs: number;
  /** How often collections and free hosts are looked for: bounds how long a pause takes to be seen. */
  pollMs: number;
  maxAttempts: number;
  /** Multiplies every retry's wait; tests shorten it. */
  retryScale: number;
  /** Addresses remembered as known, over all collections. */
  seenLimit: number;
  /** A host is handed on after this long when others wait. */
  hostTurnMs: number;
  /** Failures in a row after which a host is given up. */
  hostGiveUpAfter: number;
}

export const defaultTuning: CollectorTuning = {
  perHostConcurrency: 8,
  claimBatch: 512,
  commitPages: 256,
  commitDelayMs: 50,
  leaseMs: 20_000,
  renewMs: 5_000,
  beatMs: 2_000,
  pollMs: 300,
  maxAttempts: 4,
  retryScale: 1,
  seenLimit: 200_000,
  hostTurnMs: 30_000,
  hostGiveUpAfter: 12,
};

export function userAgent(contact: string | null): string {
  // Header values are latin-1; a contact with anything else would make every request fail.
  const safe = contact?.replace(/[^\x20-\x7e]/g, "").trim() ?? "";
  return safe === "" ? "naru/0.1 (contact not set)" : `naru/0.1 (+${safe})`;
}
