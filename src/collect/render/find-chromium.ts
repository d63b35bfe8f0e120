import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];
const usualPlaces = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** How a person gets a browser; shown by `naru doctor` and with pages that need one. */
export const browserAdvice =
  "Install Chromium (Debian: apt-get install chromium; any system: npx playwright-core install chromium) or name one in collect.browser.";

/**
 * Path of the Chromium to render with: the one that the setting names and no other, else the variable NARU_CHROMIUM, the search path,
 * the usual places and what Playwright has installed. Null when there is none.
 */
export async function findChromium(
  named: string | null,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string | null> {
  const given = named ?? env.NARU_CHROMIUM ?? null;
  if (given !== null) return existsSync(given) ? given : null;
  const onPath = (env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const found = [...onPath, ...usualPlaces].find((path) => existsSync(path));
  if (found !== undefined) return found;
  const { chromium } = await import("playwright-core");
  const own = chromium.executablePath();
  return own !== "" && existsSync(own) ? own : null;
}
