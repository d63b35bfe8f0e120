import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const source = join(root, "src");

const ground = ["lib", "domain", "contracts", "platform", "access"];
const features = ["archive", "models", "collect", "refine", "understand", "insight"];
/** Rooms of the house, lowest first; a room may import the rooms that stand in its list, and itself. */
const below: Record<string, readonly string[]> = {
  lib: [],
  domain: ["lib"],
  contracts: ["domain"],
  platform: ["lib", "domain"],
  korean: ["lib", "platform"],
  access: ["lib", "domain", "platform"],
  archive: ground,
  models: [...ground, "archive"],
  collect: [...ground, "archive"],
  refine: [...ground, "archive"],
  understand: [...ground, "korean", "models"],
  insight: ["lib", "domain", "contracts", "platform"],
  flow: [...ground, ...features],
  demo: ["lib", "domain", "platform"],
  api: [...ground, ...features, "flow"],
  cli: [...ground, ...features, "flow", "api", "roles", "app", "demo"],
  roles: [...ground, ...features, "flow", "api", "app", "demo"],
};
/** Rooms that neighbours enter through the front door only. */
const closed = new Set([
  "access",
  "korean",
  "archive",
  "models",
  "collect",
  "refine",
  "understand",
  "insight",
  "flow",
  "demo",
  "api",
  "mcp",
]);
/** The composition root wires everything; main only picks roles; naru is the door for programs. */
const unbound = new Set(["app", "main", "naru"]);

interface Import {
  file: string;
  target: string;
  typeOnly: boolean;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s(type\s)?[^;]*?from\s+"([^"]+)"|import\(\s*"([^"]+)"\s*\)|new URL\(\s*"(\.[^"]+\.ts)"/g,
  );
  return [...found].map((match) => ({
    file,
    target: match[2] ?? match[3] ?? match[4] ?? "",
    typeOnly: match[1] !== undefined,
  }));
}

const roomOf = (path: string) => relative(source, path).split("/")[0]?.replace(/\.ts$/, "") ?? "";
const production = filesUnder(source).filter((file) => !/\.test\.ts$|\.contract\.ts$|-contract\.ts$/.test(file));

it("lets imports point one way", () => {
  const wrong: string[] = [];
  for (const { file, target } of production.flatMap(importsOf)) {
    if (!target.startsWith(".")) continue;
    const path = resolve(file, "..", target);
    const from = roomOf(file);
    if (!path.startsWith(source)) {
      if (path.startsWith(join(root, "test"))) wrong.push(`${relative(root, file)} imports test code: ${target}`);
      continue;
    }
    const to = roomOf(path);
    if (from === to || unbound.has(from)) continue;
    if (!(below[from] ?? []).includes(to)) wrong.push(`${relative(root, file)}: ${from} may not import ${to}`);
    else if (closed.has(to) && !/\/index\.ts$/.test(path))
      wrong.push(`${relative(root, file)} enters ${to} past its index.ts: ${target}`);
  }
  expect(wrong).toEqual([]);
});

it("knows every room", () => {
  const rooms = readdirSync(source, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  expect(rooms.filter((room) => !(room in below) && !unbound.has(room))).toEqual([]);
});

it("keeps the web page to the contracts", () => {
  const wrong = filesUnder(join(root, "web"))
    .filter((file) => !file.includes("node_modules") && !file.includes("/dist/"))
    .flatMap(importsOf)
    .filter(({ file, target }) => {
      const path = target.startsWith(".") ? resolve(file, "..", target) : "";
      return path.startsWith(source) && roomOf(path) !== "contracts";
    });
  expect(wrong).toEqual([]);
});

it("has no default exports, no skipped tests and no ignored type errors in the house", () => {
  const silencers =
    /\bexport default\b|@ts-ignore|@ts-expect-error|@ts-nocheck|\b(?:it|test|describe)\.(?:skip|todo|only)\b/;
  const wrong = [...filesUnder(source), ...filesUnder(join(root, "test"))]
    .filter((file) => !/global-setup\.ts$|imports\.test\.ts$/.test(file))
    .filter((file) => silencers.test(readFileSync(file, "utf8").replaceAll(/export default (?:utils|worker);/g, "")));
  expect(wrong.map((file) => relative(root, file))).toEqual([]);
});

it("keeps files readable: no file of the house past 350 lines", () => {
  const long = production
    .filter((file) => !file.includes("/migrations/"))
    .filter((file) => readFileSync(file, "utf8").split("\n").length > 350);
  expect(long.map((file) => relative(root, file))).toEqual([]);
});
