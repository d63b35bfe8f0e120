import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** Path of a Chromium on this machine (NARU_CHROMIUM first), or undefined. */
export function findChromium(env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  const given = env.NARU_CHROMIUM;
  if (given !== undefined) return existsSync(given) ? given : undefined;
  const folders = (env.PATH ?? "").split(delimiter);
  const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  return (
    [...folders.flatMap((folder) => names.map((name) => join(folder, name))), mac].find((path) => existsSync(path)) ??
    playwrightOwn()
  );
}

/** Finds a Chromium or installs one: apt on Debian as root, else Playwright's own. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found !== undefined) return found;
  const attempts: [string, () => void][] = [];
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    attempts.push([
      "apt-get install chromium",
      () => {
        execFileSync("apt-get", ["update", "-qq"], { stdio: "inherit" });
        execFileSync("apt-get", ["install", "-y", "-qq", "chromium", "fonts-noto-cjk"], {
          stdio: "inherit",
          env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
        });
      },
    ]);
  }
  attempts.push([
    "playwright install chromium",
    () => {
      execFileSync(
        process.execPath,
        [join(import.meta.dirname, "../node_modules/playwright-core/cli.js"), "install", "chromium"],
        { stdio: "inherit" },
      );
    },
  ]);
  for (const [name, attempt] of attempts) {
    try {
      console.log(`No Chromium found: ${name}`);
      attempt();
    } catch (error) {
      console.error(`${name} failed: ${String(error)}`);
    }
    const installed = findChromium();
    if (installed !== undefined) return installed;
  }
  throw new Error(
    "The page tests need a Chromium and none could be installed. Install one and put it on PATH, or name it in NARU_CHROMIUM.",
  );
}

function playwrightOwn(): string | undefined {
  try {
    const path = execFileSync(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        "import { chromium } from 'playwright-core'; console.log(chromium.executablePath())",
      ],
      { cwd: join(import.meta.dirname, ".."), encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
    ).trim();
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}
