import { readFile } from "node:fs/promises";
import type { BrowserContext } from "playwright-core";
import type { Log } from "../../platform/log.ts";
import { closeWaysOut } from "./in-page.ts";
import { type Launched, launchBrowser } from "./launch-browser.ts";
import { RenderError } from "./render-error.ts";

export interface BrowserKeeperOptions {
  /** Path of a Chromium; null looks for one. */
  path: string | null;
  log: Log;
  /** The browser is closed after this long without work. Default 60,000. */
  idleMs?: number;
  /** Pages after which a context, and the browser, are made anew. Default 50 and 500. */
  contextPages?: number;
  browserPages?: number;
  /** A browser that takes longer for a new context is taken for one that hangs. Default 15,000. */
  openMs?: number;
  /** Memory of all its processes at which the largest page is ended. Default 2 GiB. */
  maxMemoryBytes?: number;
}

interface Held {
  context: BrowserContext;
  key: string;
  pages: number;
  busy: number;
}

interface Running extends Launched {
  pages: number;
  busy: number;
  idle: NodeJS.Timeout | null;
  contexts: Map<string, Held>;
  /** No new work: it is closed once the last page is. */
  leaving: boolean;
}

const maxContexts = 8;
const closeMs = 4_000;
const watchMs = 500;

/**
 * Keeps one headless Chromium: started with the first page, closed when idle, made anew after many pages. A context a key (a host of a
 * collection) holds its cookies. The browser itself has no way to the network: its proxy is dead and its names resolve to nothing.
 */
export class BrowserKeeper {
  readonly #options: BrowserKeeperOptions;
  #running: Running | null = null;
  #starting: Promise<Running> | null = null;
  /** Every browser that has not ended, leaving ones too. */
  readonly #alive = new Set<Running>();
  #looking = false;
  #watch: NodeJS.Timeout | null = null;
  #version = "Chromium";
  #closed = false;
  /** Leaving browsers whose end is waited for when everything closes. */
  readonly #ends = new Set<Promise<void>>();

  constructor(options: BrowserKeeperOptions) {
    this.#options = options;
  }

  /** Name and version of the browser that was started last. */
  get version(): string {
    return this.#version;
  }

  /**
   * Gives a context to open a page in; `done` has to be called once, and tells whether the context may be used again.
   * @throws RenderError `no_browser`.
   */
  async borrow(
    key: string,
    userAgentOf: (version: string) => string,
  ): Promise<{ context: BrowserContext; fresh: boolean; done: (good: boolean) => Promise<void> }> {
    const running = await this.#start();
    running.busy += 1;
    running.pages += 1;
    if (running.idle !== null) clearTimeout(running.idle);
    try {
      const known = running.contexts.get(key);
      const held = known ?? (await this.#open(running, key, userAgentOf(running.browser.version())));
      held.busy += 1;
      held.pages += 1;
      if (held.pages >= (this.#options.contextPages ?? 50)) running.contexts.delete(key);
      let over = false;
      const done = async (good: boolean) => {
        if (over) return;
        over = true;
        held.busy -= 1;
        // Its pages are closed by now: what is still open are windows of theirs, or windows of those.
        const alone = held.busy > 0 || held.context.pages().length === 0;
        if (!(good && alone) && running.contexts.get(key) === held) running.contexts.delete(key);
        if (held.busy === 0 && running.contexts.get(key) !== held) await this.#closeContext(running, held);
        this.#returned(running);
      };
      return { context: held.context, fresh: known === undefined, done };
    } catch (error) {
      this.#returned(running);
      throw error instanceof RenderError ? error : new RenderError("gone", "The browser ended.", error);
    }
  }

  /** Ends the browser and everything in it. Calling it twice is safe. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#starting?.catch(() => {});
    for (const running of this.#alive) this.#leave(running, true);
    await Promise.all(this.#ends);
  }

  async #start(): Promise<Running> {
    if (this.#closed) throw new RenderError("aborted", "The collector stops.");
    const running = this.#running;
    if (running !== null && !running.leaving) {
      if (running.browser.isConnected()) return running;
      this.#leave(running, true);
    }
    this.#starting ??= this.#launch().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  async #launch(): Promise<Running> {
    const { path, log } = this.#options;
    const launched = await launchBrowser(path, log);
    this.#version = `Chromium ${launched.browser.version()}`;
    const running = { ...launched, pages: 0, busy: 0, idle: null, contexts: new Map(), leaving: false };
    this.#running = running;
    this.#alive.add(running);
    this.#watch ??= setInterval(() => void this.#look(), watchMs).unref();
    return running;
  }

  async #open(running: Running, key: string, userAgent: string): Promise<Held> {
    for (const old of running.contexts.values()) {
      if (running.contexts.size < maxContexts) break;
      if (old.busy > 0) continue;
      running.contexts.delete(old.key);
      await this.#closeContext(running, old);
    }
    const opening = newContext(running, userAgent);
    // One that hangs is left to itself: without this, all pages to come would wait for it.
    if (!(await settled(opening, this.#options.openMs ?? 15_000))) {
      this.#leave(running, true);
      throw new RenderError("gone", "The browser did not answer.");
    }
    const held = { context: await opening, key, pages: 0, busy: 0 };
    running.contexts.set(key, held);
    return held;
  }

  #returned(running: Running): void {
    running.busy -= 1;
    if (running.pages >= (this.#options.browserPages ?? 500)) this.#leave(running, false);
    if (running.busy > 0) return;
    if (running.leaving) this.#leave(running, true);
    else {
      if (running.idle !== null) clearTimeout(running.idle);
      running.idle = setTimeout(() => this.#leave(running, true), this.#options.idleMs ?? 60_000).unref();
    }
  }

  #leave(running: Running, now: boolean): void {
    running.leaving = true;
    if (this.#running === running) this.#running = null;
    if ((!now && running.busy > 0) || !this.#alive.delete(running)) return;
    if (running.idle !== null) clearTimeout(running.idle);
    const end = this.#end(running);
    this.#ends.add(end);
    void end.finally(() => this.#ends.delete(end));
    if (this.#alive.size === 0 && this.#watch !== null) {
      clearInterval(this.#watch);
      this.#watch = null;
    }
  }

  async #end({ browser, pid }: Running): Promise<void> {
    const closed = await settled(browser.close(), closeMs);
    if (closed || pid === 0) return;
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It had ended by itself.
    }
  }

  async #closeContext(running: Running, { context }: Held): Promise<void> {
    // A context that cannot be closed takes the browser with it, once the others are done.
    if (!(await settled(context.close(), closeMs))) this.#leave(running, false);
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    const busy = [...this.#alive].filter((running) => running.busy > 0);
    await Promise.all(busy.map((running) => settled(this.#lookAt(running), closeMs)));
    this.#looking = false;
  }

  /** Ends the largest page when all of them together take too much, and the browser when none is to blame. */
  async #lookAt(running: Running): Promise<void> {
    const { processInfo } = await running.session.send("SystemInfo.getProcessInfo");
    let sum = 0;
    let largest = { id: 0, bytes: 0 };
    for (const { type, id } of processInfo) {
      const bytes = await residentBytes(id);
      sum += bytes;
      if (type === "renderer" && bytes > largest.bytes) largest = { id, bytes };
    }
    if (sum <= (this.#options.maxMemoryBytes ?? 2 * 2 ** 30)) return;
    this.#options.log.warn({ bytes: sum }, "A page took too much memory in the browser and was ended.");
    if (largest.bytes > sum / 4) process.kill(largest.id, "SIGKILL");
    else this.#leave(running, true);
  }
}

/** A context as pages of one host share it. */
async function newContext({ browser }: Running, userAgent: string): Promise<BrowserContext> {
  const context = await browser.newContext({
    userAgent,
    locale: "ko-KR",
    timezoneId: "Asia/Seoul",
    viewport: { width: 1280, height: 900 },
    serviceWorkers: "block",
    acceptDownloads: false,
    permissions: [],
    reducedMotion: "reduce",
  });
  await context.addInitScript(closeWaysOut);
  // Windows that a page opens are closed, and ask for nothing until then.
  await context.route(
    () => true,
    (route) => route.abort("blockedbyclient").catch(() => {}),
  );
  return context;
}

/** Resident memory of a process; 0 where the system does not tell (not Linux). */
async function residentBytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/statm`, "latin1").catch(() => "");
  return Number(text.split(" ")[1] ?? 0) * 4096;
}

async function settled(work: Promise<unknown>, ms: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ms);
  void work.then(
    () => resolve(true),
    () => resolve(true),
  );
  return promise.finally(() => clearTimeout(timer));
}
