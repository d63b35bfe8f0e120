import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import type { Browser } from "playwright-core";

/** As much of Playwright's inside as is needed to reach the process that it started; in the process of its caller it tells. */
interface Inside {
  _connection?: {
    toImpl?: (object: unknown) => { options?: { browserProcess?: { process?: ChildProcess } } } | undefined;
  };
}

/** Process of a browser that was launched here; null when Playwright does not show it. */
export function processOf(browser: Browser): ChildProcess | null {
  const { _connection } = browser as unknown as Inside;
  return _connection?.toImpl?.(browser)?.options?.browserProcess?.process ?? null;
}

/**
 * Ends a browser that sends one message of more than `maxBytes`. Pages have their text sent in many ways (what they log, throw or answer to
 * us), and a message longer than a JavaScript string can be would end this very process: Playwright turns each into one string.
 */
export function guardPipe(started: ChildProcess, maxBytes: number, onTooLong: () => void): void {
  // Chromium writes to its fourth descriptor, each message with a NUL behind it.
  const pipe = started.stdio[4] as Readable | null | undefined;
  let length = 0;
  pipe?.prependListener("data", (chunk: Buffer) => {
    const last = chunk.lastIndexOf(0);
    length = last < 0 ? length + chunk.length : chunk.length - last - 1;
    if (length <= maxBytes) return;
    length = 0;
    onTooLong();
    pipe.removeAllListeners("data");
    started.kill("SIGKILL");
    pipe.destroy();
  });
}
