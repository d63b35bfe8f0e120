import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { findChromium } from "../../tools/chromium.ts";

export interface Seen {
  page: Page;
  /** Errors of the console and uncaught ones, as they come. */
  errors: string[];
}

export interface Reader {
  language?: "ko" | "en";
  scheme?: "light" | "dark";
  width?: number;
}

/** Starts the machine's Chromium: NARU_CHROMIUM, else one on PATH, else Playwright's own. Fails when there is none. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error(
      "The page tests need a Chromium: install one on PATH, name it in NARU_CHROMIUM, or run `npm test`, which installs it.",
    );
  }
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/** A fresh visitor: nothing stored, one language, one colour scheme, Korean time. */
export async function visit(browser: Browser, address: string, reader: Reader = {}): Promise<Seen> {
  const { language = "ko", scheme = "light", width = 1280 } = reader;
  const options: BrowserContextOptions = {
    locale: language === "ko" ? "ko-KR" : "en-GB",
    timezoneId: "Asia/Seoul",
    colorScheme: scheme,
    reducedMotion: "reduce",
    viewport: { width, height: 900 },
    acceptDownloads: true,
  };
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(address);
  return { page, errors };
}
