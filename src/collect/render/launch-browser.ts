import type { Browser, CDPSession } from "playwright-core";
import type { Log } from "../../platform/log.ts";
import { browserAdvice, findChromium } from "./find-chromium.ts";
import { guardPipe, processOf } from "./guard-pipe.ts";
import { RenderError } from "./render-error.ts";

export interface Launched {
  browser: Browser;
  session: CDPSession;
  /** 0 when nobody tells. */
  pid: number;
}

/** Of one message of the browser: a document of 16 MiB whose every character is escaped, a picture as base64. */
const maxMessageBytes = 128 * 2 ** 20;
const launchMs = 20_000;

/**
 * Starts a headless Chromium that has no way to the network: its proxy is dead and its names resolve to nothing.
 * @throws RenderError `no_browser`.
 */
export async function launchBrowser(path: string | null, log: Log): Promise<Launched> {
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
      timeout: launchMs,
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
    const started = processOf(browser);
    if (started === null) throw new Error("Playwright does not show the process that it started.");
    guardPipe(started, maxMessageBytes, () =>
      log.warn({ bytes: maxMessageBytes }, "A page had the browser send too much at once; the browser was ended."),
    );
    return { browser, session: await browser.newBrowserCDPSession(), pid: started.pid ?? 0 };
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    log.warn({ err: error }, "The browser did not start.");
    await browser?.close().catch(() => {});
    throw new RenderError("no_browser", `${executablePath} did not start: ${detail.slice(0, 200)}`, error);
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
