import { RenderError } from "./render-error.ts";

/** Holds one rendering to its time: every wait for the browser is a race against what may end it. */
export class RenderWatch {
  readonly #failed = Promise.withResolvers<never>();
  readonly #timer: NodeJS.Timeout;
  readonly #until: number;
  #failure: unknown = null;

  constructor(timeoutMs: number) {
    this.#until = Date.now() + timeoutMs;
    this.#failed.promise.catch(() => {});
    this.#timer = setTimeout(
      () => this.fail(new RenderError("timeout", `The page was not ready after ${timeoutMs} ms in a browser.`)),
      timeoutMs,
    );
  }

  get leftMs(): number {
    return Math.max(0, this.#until - Date.now());
  }

  /** The first reason counts. */
  fail(error: unknown): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    clearTimeout(this.#timer);
    this.#failed.reject(error);
  }

  race<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#failed.promise]);
  }

  sleep(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    return this.race(promise).finally(() => clearTimeout(timer));
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
