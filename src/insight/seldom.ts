import type { Clock } from "../lib/clock.ts";

interface Answer {
  /** Shared by all who ask meanwhile. */
  promise: Promise<unknown>;
  /** Milliseconds since the epoch until which it may be given again; null while it is being made. */
  until: number | null;
}

/** What took less is made anew each time. */
const quickMs = 50;
/** An answer stays for so many times the time that it took, so that making it takes no more than a twentieth of the database's time… */
const timesTaken = 20;
/** …and no longer than this. */
const longestMs = 30_000;
const mostAnswers = 100;

/**
 * Gives costly counts again instead of making them anew. Screens and the command line ask every few seconds how far things are; over a million
 * documents counting them takes seconds, in which nothing else would get on. Answers that are made quickly are never old.
 */
export class Seldom {
  readonly #clock: Pick<Clock, "now">;
  readonly #answers = new Map<string, Answer>();

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  /** @param question what is asked, with all that the answer depends on. */
  ask<T>(question: readonly unknown[], make: () => Promise<T>): Promise<T> {
    const key = JSON.stringify(question);
    const known = this.#answers.get(key);
    if (known !== undefined && (known.until === null || this.#clock.now() < known.until)) {
      return known.promise as Promise<T>;
    }
    const began = this.#clock.now();
    const promise = make();
    const answer: Answer = { promise, until: null };
    // Behind the others: the oldest goes first.
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > mostAnswers && oldest !== undefined) this.#answers.delete(oldest);
    promise.then(
      () => {
        const took = this.#clock.now() - began;
        if (took < quickMs) this.#forget(key, answer);
        else answer.until = this.#clock.now() + Math.min(longestMs, took * timesTaken);
      },
      () => this.#forget(key, answer),
    );
    return promise;
  }

  #forget(key: string, answer: Answer): void {
    if (this.#answers.get(key) === answer) this.#answers.delete(key);
  }
}
