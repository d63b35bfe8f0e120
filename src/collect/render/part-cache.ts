import type { PartAnswer } from "./page-parts.ts";

const maxBytes = 32 * 2 ** 20;
const maxEntryBytes = 4 * 2 ** 20;
const lifeMs = 10 * 60_000;

/**
 * Scripts and style sheets that the pages of a site share, kept for a few minutes so that they are fetched and archived once. The key
 * names the collection too: what one collection may reach is no business of another.
 */
export class PartCache {
  readonly #now: () => number;
  readonly #entries = new Map<string, { answer: PartAnswer; until: number }>();
  #bytes = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  find(scope: string, url: string): PartAnswer | null {
    const key = `${scope} ${url}`;
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    this.#drop(key);
    if (entry.until <= this.#now()) return null;
    // Last used, last to go.
    this.#entries.set(key, entry);
    this.#bytes += entry.answer.body.length;
    return entry.answer;
  }

  keep(scope: string, url: string, answer: PartAnswer): void {
    if (answer.status !== 200 || answer.body.length > maxEntryBytes) return;
    const asked = answer.headers.filter(([name]) => name.toLowerCase() === "cache-control").map(([, value]) => value);
    if (/no-store|private/i.test(asked.join(","))) return;
    const key = `${scope} ${url}`;
    this.#drop(key);
    this.#entries.set(key, { answer, until: this.#now() + lifeMs });
    this.#bytes += answer.body.length;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= maxBytes) break;
      this.#drop(oldest);
    }
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= entry.answer.body.length;
  }
}
