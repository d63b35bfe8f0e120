import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** `npm run check`: the one command before a commit. Format and lint, types of server and page, and the house rules. */
const root = join(import.meta.dirname, "..");
const steps: [string, string[]][] = [
  ["format and lint", ["node_modules/@biomejs/biome/bin/biome", "check", ...process.argv.slice(2)]],
  ["types", ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"]],
  ["types of the page", ["node_modules/typescript/bin/tsc", "-p", "web/tsconfig.json"]],
  ["generated documents", ["tools/docs.ts", "--check"]],
];
for (const [name, [script = "", ...args]] of steps) {
  const { status } = spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: "inherit" });
  if (status !== 0) {
    console.error(`\nnpm run check: ${name} failed.`);
    process.exit(1);
  }
}
console.log("All checks passed.");
