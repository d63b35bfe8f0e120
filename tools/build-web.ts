import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** Builds the web page when there is none, or when a source of it is newer than the build. */
export function buildWebIfNeeded(): void {
  const built = join(root, "web/dist/index.html");
  if (existsSync(built) && newestSource() <= statSync(built).mtimeMs) return;
  console.log("Building the web page …");
  execFileSync(process.execPath, [join(root, "node_modules/vite/bin/vite.js"), "build", "web", "--logLevel", "warn"], {
    cwd: root,
    stdio: "inherit",
  });
}

function newestSource(): number {
  let newest = 0;
  for (const folder of ["web", "src/contracts"]) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.parentPath.includes("/dist") || entry.parentPath.includes("/node_modules")) continue;
      newest = Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
    }
  }
  return newest;
}

if (import.meta.main) buildWebIfNeeded();
