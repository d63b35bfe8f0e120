import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
/** What takes long to load, or memory, and what only a server or a crawl needs. */
const heavy =
  /node_modules\/(?:kysely|pg|pg-boss|@electric-sql|fastify|@fastify|undici|htmlparser2|feedsmith|@aws-sdk)\//;

function modulesOf(args: readonly string[]): { status: number | null; modules: string[] } {
  const folder = mkdtempSync(join(tmpdir(), "naru-modules-"));
  const list = join(folder, "modules.txt");
  const counting = join(import.meta.dirname, "count-modules.mjs");
  const { status } = spawnSync(process.execPath, ["--import", counting, join(root, "bin/naru.js"), ...args], {
    cwd: folder,
    env: { ...process.env, COUNT_MODULES: list },
  });
  return { status, modules: readFileSync(list, "utf8").split("\n") };
}

it.each([
  ["the help", ["--help"], 0, 50],
  ["the help of one command", ["collect", "--help"], 0, 40],
  ["an option that there is not", ["import", "x.csv", "--bogus"], 2, 40],
  ["a command that there is not", ["colect"], 2, 50],
  ["an order that lacks something", ["collect", "--query", " "], 2, 300],
  ["a prediction without a server", ["predict", "정말 좋았어요"], 0, 300],
])("loads little for %s", (_name, args, wanted, most) => {
  const { status, modules } = modulesOf(args);
  expect(status).toBe(wanted);
  expect(modules.length).toBeLessThanOrEqual(most);
  expect(modules.filter((url) => heavy.test(url))).toEqual([]);
});
