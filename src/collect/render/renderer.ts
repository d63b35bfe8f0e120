import type { BrowserContext, Cookie, Page } from "playwright-core";
import type { Log } from "../../platform/log.ts";
import { BrowserKeeper, type BrowserKeeperOptions } from "./browser-keeper.ts";
import { heightOf } from "./in-page.ts";
import { markupOf } from "./page-markup.ts";
import { type FetchPart, PageParts, type PartAnswer, type PartCounts } from "./page-parts.ts";
import { type PageSteps, type StepsDone, takeSteps } from "./page-steps.ts";
import { PartCache } from "./part-cache.ts";
import { RenderError } from "./render-error.ts";
import { RenderWatch } from "./render-watch.ts";

/** A cookie as a browser takes it. */
export type PageCookie = Pick<Cookie, "name" | "value" | "domain" | "path"> &
  Partial<Pick<Cookie, "expires" | "httpOnly" | "secure" | "sameSite">>;

/** What a site keeps in a browser beside cookies. */
export interface PageStorage {
  origin: string;
  items: readonly { name: string; value: string }[];
}

export interface RenderOrder {
  url: string;
  /** What plain HTTP had for the address; it is not asked for again. */
  answer: PartAnswer;
  fetchPart: FetchPart;
  /** Pages of one key share cookies and cached parts: one host of one collection. */
  key: string;
  cookies: readonly PageCookie[];
  storage: readonly PageStorage[];
  steps: PageSteps;
  /** Also a picture of the whole page; images and fonts are fetched then. */
  screenshot: boolean;
  /** Resolves when the host may be bothered again: before every step that may ask for more. */
  turn: () => Promise<void>;
  signal: AbortSignal;
}

export interface Rendered {
  /** The document as it stood at the end. */
  html: string;
  /** Where the browser was by then; scripts may move it within the page's origin. */
  finalUrl: string;
  /** Address that the page wanted to leave for; null when it stayed by itself. */
  ledTo: string | null;
  /** PNG; null when none was asked for or it was too large. */
  screenshot: Buffer | null;
  parts: PartCounts;
  steps: StepsDone;
  browser: string;
  tookMs: number;
}

export interface RendererOptions extends Omit<BrowserKeeperOptions, "log"> {
  log: Log;
  /** Names us inside pages, as `compatible; …`. On the wire naru's own User-Agent stands alone. */
  userAgent: string;
  /** Pages at a time. Default 2. */
  pages?: number;
  /** Time for one page, all steps included. Default 45,000. */
  timeoutMs?: number;
  /** Largest document and picture. Default 16 MiB. */
  maxBytes?: number;
  now?: () => number;
}

export interface Renderer {
  /** @throws RenderError */
  render(order: RenderOrder): Promise<Rendered>;
  /** Gives up what is under way and ends the browser; calling it twice is safe. */
  close(): Promise<void>;
}

const maxPictureHeight = 16_000;
const pageWidth = 1_280;

export function createRenderer(options: RendererOptions): Renderer {
  const keeper = new BrowserKeeper(options);
  const cache = new PartCache(options.now ?? Date.now);
  const places = new Places(options.pages ?? 2);
  const closing = new AbortController();
  return {
    render: async (order) => {
      const signal = AbortSignal.any([order.signal, closing.signal]);
      await places.take(signal);
      try {
        // The browser may end for another page's fault; a second end is this one's.
        return await renderOnce(options, keeper, cache, { ...order, signal }).catch((error: unknown) => {
          if (!(error instanceof RenderError) || error.fault !== "gone") throw error;
          return renderOnce(options, keeper, cache, { ...order, signal });
        });
      } finally {
        places.free();
      }
    },
    close: () => {
      closing.abort();
      cache.clear();
      return keeper.close();
    },
  };
}

async function renderOnce(
  options: RendererOptions,
  keeper: BrowserKeeper,
  cache: PartCache,
  order: RenderOrder,
): Promise<Rendered> {
  const { timeoutMs = 45_000, maxBytes = 16 * 2 ** 20, userAgent } = options;
  const began = Date.now();
  const watch = new RenderWatch(timeoutMs);
  // What stops the whole work goes up as it is; everything else is this page's own trouble.
  let stopped: unknown = null;
  const stop = () => watch.fail(new RenderError("aborted", "The work stops."));
  if (order.signal.aborted) stop();
  order.signal.addEventListener("abort", stop, { once: true });
  const borrowed = keeper.borrow(order.key, (version) => agentOf(version, userAgent));
  let good = false;
  try {
    const { context, done } = await watch.race(borrowed).catch((error: unknown) => {
      // The watch won: what comes late goes back.
      void borrowed.then(
        (late) => late.done(false),
        () => {},
      );
      throw error;
    });
    try {
      context.setDefaultTimeout(timeoutMs);
      await watch.race(giveCookies(context, order.cookies));
      const page = await watch.race(context.newPage());
      const parts = new PageParts(page, context, {
        url: order.url,
        answer: order.answer,
        fetchPart: order.fetchPart,
        cache,
        cacheScope: order.key,
        pictures: order.screenshot,
        onStop: (error) => {
          stopped ??= error;
          watch.fail(error);
        },
      });
      try {
        guard(page, watch);
        await watch.race(parts.start());
        if (order.storage.length > 0) await watch.race(page.addInitScript(storageScript(order.storage)));
        // No waiting for the browser's own "loaded": a page that is always loading is read all the same.
        await watch.race(page.goto(order.url, { waitUntil: "commit" }));
        const steps = await takeSteps({ page, parts, watch, turn: order.turn }, order.steps);
        const html = await markupOf(page, order.url, watch, maxBytes);
        const screenshot = order.screenshot ? await pictureOf(page, watch, maxBytes) : null;
        good = true;
        return {
          html,
          finalUrl: page.url(),
          ledTo: parts.ledTo,
          screenshot,
          parts: parts.counts,
          steps,
          browser: keeper.version,
          tookMs: Date.now() - began,
        };
      } finally {
        parts.end();
        // A page that hangs closes all the same; one that does not is closed with its context.
        const closing = page.close({ runBeforeUnload: false }).catch(() => {});
        if (good)
          good = await Promise.race([
            closing.then(() => true),
            new Promise<false>((no) => setTimeout(no, 3_000, false)),
          ]);
      }
    } finally {
      await done(good);
    }
  } catch (error) {
    throw error === stopped ? error : asRenderError(error);
  } finally {
    watch.end();
    order.signal.removeEventListener("abort", stop);
  }
}

/** What the page may do to us: ask, open windows, fall over. */
function guard(page: Page, watch: RenderWatch): void {
  page.on("dialog", (dialog) => void dialog.dismiss().catch(() => {}));
  page.on("popup", (popup) => void popup.close().catch(() => {}));
  page.on("download", (download) => void download.cancel().catch(() => {}));
  page.on("crash", () => watch.fail(new RenderError("crashed", "The page took the browser's process down.")));
  // Ours comes after the end of the watch, which hears nothing any more.
  page.on("close", () => watch.fail(new RenderError("gone", "The browser ended.")));
}

async function pictureOf(page: Page, watch: RenderWatch, maxBytes: number): Promise<Buffer | null> {
  const told = await watch.race(page.evaluate(heightOf) as Promise<unknown>);
  const height = typeof told === "number" && told >= 1 ? Math.min(told, maxPictureHeight) : 900;
  // No wider than the window: what is beside it is a scroll bar's work, and may be a million pixels.
  const shape = { clip: { x: 0, y: 0, width: pageWidth, height } };
  const timeout = Math.max(1, Math.min(15_000, watch.leftMs));
  const shot = page.screenshot({ type: "png", fullPage: true, animations: "disabled", timeout, ...shape });
  const picture = await watch.race(shot.catch(() => null));
  return picture === null || picture.length > maxBytes ? null : picture;
}

function storageScript(storage: readonly PageStorage[]): string {
  return `(() => { for (const { origin, items } of ${JSON.stringify(storage)}) if (origin === location.origin) for (const { name, value } of items) try { localStorage.getItem(name) === null && localStorage.setItem(name, value); } catch {} })()`;
}

/** As crawlers that render name themselves: what the browser can do, and whose it is. */
function agentOf(version: string, userAgent: string): string {
  const major = version.split(".")[0];
  return `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko; compatible; ${userAgent}) Chrome/${major}.0.0.0 Safari/537.36`;
}

function asRenderError(error: unknown): RenderError {
  if (error instanceof RenderError) return error;
  const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  if (/crash/i.test(message)) return new RenderError("crashed", "The page took the browser's process down.", error);
  if (/has been closed|Target closed|disconnected/i.test(message)) {
    return new RenderError("gone", "The browser ended.", error);
  }
  if (error instanceof Error && error.name === "TimeoutError") {
    return new RenderError("timeout", "The page did not answer in a browser.", error);
  }
  return new RenderError("failed", `The browser failed: ${message.slice(0, 200)}`, error);
}

/** Cookies that the browser does not take (a name or a domain against its rules) are left out. */
async function giveCookies(context: BrowserContext, cookies: readonly PageCookie[]): Promise<void> {
  if (cookies.length === 0) return;
  try {
    await context.addCookies([...cookies]);
  } catch {
    for (const cookie of cookies) await context.addCookies([cookie]).catch(() => {});
  }
}

/** So many pages at a time; the rest wait their turn. */
class Places {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  async take(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new RenderError("aborted", "The work stops.");
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const stop = () => {
      const at = this.#waiting.indexOf(resolve);
      if (at < 0) return;
      this.#waiting.splice(at, 1);
      reject(new RenderError("aborted", "The work stops."));
    };
    signal.addEventListener("abort", stop, { once: true });
    this.#waiting.push(resolve);
    await promise.finally(() => signal.removeEventListener("abort", stop));
  }

  free(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
