import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext, CDPSession } from "playwright-core";
import type { Log } from "../../platform/log.ts";
import { browserAdvice, findChromium } from "./find-chromium.ts";
import { closeWaysOut } from "./in-page.ts";
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
  /** Memory of all its processes at which the largest page is ended. Default 2 GiB. */
  maxMemoryBytes?: number;
}

interface Held {
  context: BrowserContext;
  key: string;
  pages: number;
  busy: number;
}

interface Running {
  browser: Browser;
  session: CDPSession;
  pid: number;
  pages: number;
  busy: number;
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
  #idle: NodeJS.Timeout | null = null;
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
    if (this.#idle !== null) clearTimeout(this.#idle);
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
    if (this.#running !== null) this.#leave(this.#running, true);
    await Promise.all(this.#ends);
  }

  async #start(): Promise<Running> {
    if (this.#closed) throw new RenderError("aborted", "The collector stops.");
    const running = this.#running;
    if (running !== null && !running.leaving && running.browser.isConnected()) return running;
    this.#starting ??= this.#launch().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  async #launch(): Promise<Running> {
    const { path, log } = this.#options;
    const executablePath = await findChromium(path);
    if (executablePath === null) {
      const missing = path === null ? "No browser was found" : `There is no browser at ${path}`;
      throw new RenderError("no_browser", `${missing}. ${browserAdvice}`);
    }
    const { chromium } = await import("playwright-core");
    const launch = (chromiumSandbox: boolean) =>
      chromium.launch({
        executablePath,
        chromiumSandbox,
        args,
        proxy: { server: "http://127.0.0.1:9" },
        timeout: 20_000,
        // The program decides when to stop, and closes the browser then.
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
        env: cleanEnvironment(),
      });
    let browser: Browser | null = null;
    try {
      // Chromium refuses its sandbox to root.
      browser = process.getuid?.() === 0 ? await launch(false) : await launch(true).catch(() => launch(false));
      this.#version = `Chromium ${browser.version()}`;
      const session = await browser.newBrowserCDPSession();
      const { processInfo } = await session.send("SystemInfo.getProcessInfo");
      const pid = processInfo.find(({ type }) => type === "browser")?.id ?? 0;
      const running = { browser, session, pid, pages: 0, busy: 0, contexts: new Map(), leaving: false };
      this.#running = running;
      this.#watch ??= setInterval(() => void this.#look().catch(() => {}), watchMs).unref();
      return running;
    } catch (error) {
      const detail = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
      log.warn({ err: error }, "The browser did not start.");
      await browser?.close().catch(() => {});
      throw new RenderError("no_browser", `${executablePath} did not start: ${detail.slice(0, 200)}`, error);
    }
  }

  async #open(running: Running, key: string, userAgent: string): Promise<Held> {
    for (const old of running.contexts.values()) {
      if (running.contexts.size < maxContexts) break;
      if (old.busy > 0) continue;
      running.contexts.delete(old.key);
      await this.#closeContext(running, old);
    }
    const context = await running.browser.newContext({
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
    await context.routeWebSocket(
      () => true,
      (socket) => void socket.close().catch(() => {}),
    );
    // Windows that a page opens are closed, and ask for nothing until then.
    await context.route(
      () => true,
      (route) => route.abort("blockedbyclient").catch(() => {}),
    );
    const held = { context, key, pages: 0, busy: 0 };
    running.contexts.set(key, held);
    return held;
  }

  #returned(running: Running): void {
    running.busy -= 1;
    if (running.pages >= (this.#options.browserPages ?? 500)) this.#leave(running, false);
    if (running.busy > 0) return;
    if (running.leaving) this.#leave(running, true);
    else this.#idle = setTimeout(() => this.#leave(running, true), this.#options.idleMs ?? 60_000).unref();
  }

  #leave(running: Running, now: boolean): void {
    running.leaving = true;
    if (this.#running === running) this.#running = null;
    if (!now && running.busy > 0) return;
    const end = this.#end(running);
    this.#ends.add(end);
    void end.finally(() => this.#ends.delete(end));
    if (this.#running === null && this.#watch !== null) {
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

  /** Ends the largest page when all of them together take too much. */
  async #look(): Promise<void> {
    const running = this.#running;
    if (running === null || running.busy === 0) return;
    const { processInfo } = await running.session.send("SystemInfo.getProcessInfo");
    let sum = 0;
    let largest = { id: 0, bytes: 0 };
    for (const { type, id } of processInfo) {
      const bytes = await residentBytes(id);
      sum += bytes;
      if (type === "renderer" && bytes > largest.bytes) largest = { id, bytes };
    }
    if (sum <= (this.#options.maxMemoryBytes ?? 2 * 2 ** 30) || largest.id === 0) return;
    this.#options.log.warn({ bytes: sum }, "A page took too much memory in the browser and was ended.");
    process.kill(largest.id, "SIGKILL");
  }
}

const args = [
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--dns-prefetch-disable",
  "--no-pings",
  "--host-resolver-rules=MAP * ~NOTFOUND",
  "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
  "--js-flags=--max-old-space-size=512",
  "--mute-audio",
  "--hide-scrollbars",
];

/** The browser is told nothing of our environment: keys live there. */
function cleanEnvironment(): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of [
    "PATH",
    "HOME",
    "TMPDIR",
    "TMP",
    "TEMP",
    "LANG",
    "LC_ALL",
    "SYSTEMROOT",
    "USERPROFILE",
    "LD_LIBRARY_PATH",
  ]) {
    const value = process.env[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
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
