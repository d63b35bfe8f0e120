import { within } from "../lib/within.ts";
import type { Levels } from "./services.ts";

/** A monitor gives up after ten seconds, and then has not even the process's own figures. */
const patienceMs = 2_000;

/** Levels for monitors: asked for once at a time, whoever asks, and not waited for longer than a monitor waits. */
export class TimelyLevels {
  readonly #measure: () => Promise<Levels>;
  readonly #patienceMs: number;
  #asking: Promise<boolean> | null = null;
  #last: Levels | null = null;

  constructor(measure: () => Promise<Levels>, patience: number = patienceMs) {
    this.#measure = measure;
    this.#patienceMs = patience;
  }

  /** The newest levels that there are, null before the first; `isFresh` is false when the database did not answer in time. */
  async read(): Promise<{ levels: Levels | null; isFresh: boolean }> {
    this.#asking ??= this.#ask();
    const isFresh = await within(this.#patienceMs, this.#asking, false);
    return { levels: this.#last, isFresh };
  }

  async #ask(): Promise<boolean> {
    try {
      this.#last = await this.#measure();
      return true;
    } catch {
      return false;
    } finally {
      this.#asking = null;
    }
  }
}
