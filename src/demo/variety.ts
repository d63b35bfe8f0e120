import { createHash } from "node:crypto";

/** Choices that look like chance and are the same each time for one seed. */
export class Variety {
  #state: number;
  /** How often each text was taken: the least used come first, so that pages do not repeat one another. */
  readonly #used: Map<string, number>;

  constructor(seed: string, used: Map<string, number> = new Map()) {
    this.#state = createHash("sha256").update(seed).digest().readUInt32LE(0);
    this.#used = used;
  }

  /** 0 ≤ x < 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** `count` different entries, the least used first. */
  take(texts: readonly string[], count: number): string[] {
    const ranked = texts.map((text) => ({ text, rank: (this.#used.get(text) ?? 0) + this.next() * 0.9 }));
    const taken = ranked.sort((a, b) => a.rank - b.rank).slice(0, count);
    for (const { text } of taken) this.#used.set(text, (this.#used.get(text) ?? 0) + 1);
    return taken.map(({ text }) => text);
  }

  one(texts: readonly string[]): string {
    return this.take(texts, 1)[0] ?? "";
  }

  shuffle<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, rank: this.next() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ item }) => item);
  }
}
