import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** Runs one test as `npm test` runs all, with the same set-up around it, and gives the exit code. */
async function run(expectation: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "naru-runner-"));
  folders.push(folder);
  const setup = ["test/database/global-setup.ts", "test/cli/global-setup.ts"].map((file) => join(root, file));
  await writeFile(join(folder, "one.test.js"), `it("is judged", () => ${expectation});`);
  await writeFile(
    join(folder, "vitest.config.cjs"),
    `module.exports = { test: { globals: true, include: ["*.test.js"], globalSetup: ${JSON.stringify(setup)} } };`,
  );
  const child = spawn(process.execPath, [join(root, "node_modules/vitest/vitest.mjs"), "run", "--root", folder], {
    stdio: "ignore",
    env: { ...process.env, TEST_DATABASE_URL: "", VITEST: "", VITEST_POOL_ID: "", VITEST_WORKER_ID: "" },
  });
  const [code] = await once(child, "close");
  return code;
}

it("ends with a failure when a test fails, and with 0 when none does", async () => {
  expect(await run("expect(1).toBe(2)")).toBe(1);
  expect(await run("expect(1).toBe(1)")).toBe(0);
}, 60_000);
