/**
 * Addresses known to be in the frontier already, with their depth: most links of a site lead to pages that were entered long ago, and
 * asking the database about each would cost more than all the rest. Forgetting is harmless, so it holds two generations of
 * half the limit each and drops the older one.
 */
export class SeenUrls {
  readonly #half: number;
  #young = new Generation();
  #old = new Generation();

  constructor(limit: number) {
    this.#half = Math.max(1, Math.floor(limit / 2));
  }

  /** True when this address has to be entered: it is new here, or a shorter way to it was found. */
  isNews(collectionId: number, url: string, depth: number): boolean {
    const known = this.#young.depthOf(collectionId, url) ?? this.#old.depthOf(collectionId, url);
    if (known !== undefined && known <= depth) return false;
    this.#young.note(collectionId, url, depth);
    if (this.#young.size >= this.#half) {
      this.#old = this.#young;
      this.#young = new Generation();
    }
    return true;
  }

  /** Forgets everything: entries noted for pages that were then given up may not be in the database. */
  clear(): void {
    this.#young = new Generation();
    this.#old = new Generation();
  }
}

/** A map of its own for each collection: joining id and address to one key would cost more than looking it up. */
class Generation {
  readonly #depths = new Map<number, Map<string, number>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  depthOf(collectionId: number, url: string): number | undefined {
    return this.#depths.get(collectionId)?.get(url);
  }

  note(collectionId: number, url: string, depth: number): void {
    let depths = this.#depths.get(collectionId);
    if (depths === undefined) {
      depths = new Map();
      this.#depths.set(collectionId, depths);
    }
    const before = depths.size;
    depths.set(url, depth);
    this.#size += depths.size - before;
  }
}
