/**
 * Addresses known to be in the frontier already, with their depth: most links of a site lead to pages that were entered long ago, and
 * asking the database about each would cost more than all the rest. Forgetting is harmless, so it holds two generations of
 * half the limit each and drops the older one.
 */
export class SeenUrls {
  readonly #half: number;
  #young = new Map<string, number>();
  #old = new Map<string, number>();

  constructor(limit: number) {
    this.#half = Math.max(1, Math.floor(limit / 2));
  }

  /** True when this address has to be entered: it is new here, or a shorter way to it was found. */
  isNews(collectionId: number, url: string, depth: number): boolean {
    const key = `${collectionId} ${url}`;
    const known = this.#young.get(key) ?? this.#old.get(key);
    if (known !== undefined && known <= depth) return false;
    this.#young.set(key, depth);
    if (this.#young.size >= this.#half) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    return true;
  }

  /** Forgets everything: entries noted for pages that were then given up may not be in the database. */
  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
