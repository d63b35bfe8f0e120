/** Turns that may pass those in front before one of the others has one. */
const mostInFront = 8;

interface Waiting {
  go(): void;
}

/**
 * Who may use the one connection next: people who wait at a screen or a command line go before the work in the background, in the order in
 * which they came; after eight of them one of the others has a turn, so that nobody waits for ever. Whoever has the connection keeps it until
 * it is given back: a transaction is never cut into.
 */
export class Turns {
  readonly #front: Waiting[] = [];
  readonly #back: Waiting[] = [];
  #isTaken = false;
  /** Turns that went to the front while somebody waited behind. */
  #passed = 0;
  #askedInFrontAt = Number.NEGATIVE_INFINITY;

  /** Milliseconds since somebody in front asked for a turn. */
  get quietMs(): number {
    return performance.now() - this.#askedInFrontAt;
  }

  /** @throws what `tooLate` makes when there was no turn within `timeoutMs`. */
  async take(place: "front" | "back", timeoutMs: number, tooLate: () => Error): Promise<void> {
    if (place === "front") this.#askedInFrontAt = performance.now();
    if (!this.#isTaken) {
      this.#isTaken = true;
      return;
    }
    const line = place === "front" ? this.#front : this.#back;
    await new Promise<void>((resolve, reject) => {
      const waiting: Waiting = {
        go: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        const at = line.indexOf(waiting);
        if (at >= 0) line.splice(at, 1);
        reject(tooLate());
      }, timeoutMs);
      line.push(waiting);
    });
  }

  give(): void {
    const next = this.#next();
    if (next === undefined) this.#isTaken = false;
    else next.go();
  }

  #next(): Waiting | undefined {
    const isBacksTurn = this.#front.length === 0 || (this.#back.length > 0 && this.#passed >= mostInFront);
    this.#passed = isBacksTurn || this.#back.length === 0 ? 0 : this.#passed + 1;
    return isBacksTurn ? this.#back.shift() : this.#front.shift();
  }
}
