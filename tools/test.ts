import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { buildWebIfNeeded } from "./build-web.ts";
import { ensureChromium } from "./chromium.ts";

/** `npm test`: makes what the tests need (a Chromium, the built page), then runs them all; arguments go to the runner. */
const root = join(import.meta.dirname, "..");
process.env.NARU_CHROMIUM = ensureChromium();
buildWebIfNeeded();
const vitest = join(root, "node_modules/vitest/vitest.mjs");
const { status } = spawnSync(process.execPath, [vitest, "run", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
