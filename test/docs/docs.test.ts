import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { expect, it } from "vitest";
import { settingNames, variableOf } from "../../src/platform/config/load-settings.ts";
import {
  codeSpansOf,
  commandLinesOf,
  headingsOf,
  linksOf,
  listMarkdown,
  loadMarkdown,
  type Markdown,
  root,
} from "./markdown.ts";

interface Package {
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const documents = listMarkdown();
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Package;
/** Guides name files that their reader is about to make. */
const isGuide = ({ path }: Markdown) => path.startsWith("docs/adding-");

it("leads every relative link to a file", () => {
  const broken = documents.flatMap((document) =>
    linksOf(document)
      .filter((target) => !/^(?:[a-z]+:|#)/i.test(target))
      .filter((target) => !existsSync(join(root, dirname(document.path), target.split("#", 1)[0] ?? "")))
      .map((target) => `${document.path} → ${target}`),
  );
  expect(broken).toEqual([]);
});

it("names npm scripts that there are", () => {
  const named = documents.flatMap(({ path, text }) =>
    [...text.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].map(([, script, short]) => [path, script ?? short]),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(([, script = ""]) => !(script in (manifest.scripts ?? {})))).toEqual([]);
});

it("has a row of figures for every bench", () => {
  const { text } = loadMarkdown("docs/performance.md");
  const benches = Object.keys(manifest.scripts ?? {}).filter((name) => name.startsWith("bench:"));
  expect(benches.filter((name) => !text.includes(name))).toEqual([]);
});

it("gives every dependency its reason, and no reason to what is not one", () => {
  const known = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  const { text } = loadMarkdown("docs/dependencies.md");
  const rows = [...text.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = ""]) =>
    codeSpansOf({ path: "", text: cell }),
  );
  const wildcards = rows.filter((row) => row.endsWith("/*")).map((row) => row.slice(0, -1));
  expect(known.filter((name) => !rows.includes(name) && !wildcards.some((start) => name.startsWith(start)))).toEqual(
    [],
  );
  expect(rows.filter((row) => !known.includes(row) && !wildcards.includes(row.slice(0, -1)))).toEqual([]);
});

it("describes every room in a README of its own and by a line of the architecture", () => {
  const { text } = loadMarkdown("docs/ARCHITECTURE.md");
  const rooms = readdirSync(join(root, "src"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `src/${name}`);
  expect(rooms.filter((room) => !existsSync(join(root, room, "README.md")))).toEqual([]);
  expect(rooms.filter((room) => !text.includes(`| \`${room}\``))).toEqual([]);
  const named = [...text.matchAll(/^\| `(src\/[\w-]+)`/gm)].map(([, room = ""]) => room);
  expect(named.filter((room) => !rooms.includes(room))).toEqual([]);
});

it("names files that there are", () => {
  const wrong = documents
    .filter((document) => !isGuide(document))
    .flatMap((document) =>
      codeSpansOf(document)
        .filter((code) => /^(?:src|test|tools|docs|bench|web|models)\/[\w./-]*\w$/.test(code))
        .filter((code) => code !== "web/dist" && !existsSync(join(root, code)))
        .map((code) => `${document.path}: ${code}`),
    );
  expect(wrong).toEqual([]);
});

it("names environment variables that there are", () => {
  const others = ["NARU_TEST_DATA", "NARU_TEST_LOG", "NARU_CHROMIUM", "NARU_CONFIG", "NARU_SECRET_KEY"];
  const known = new Set([...settingNames().map(variableOf), ...others]);
  const wrong = documents
    .filter((document) => !isGuide(document))
    .flatMap(({ path, text }) => (text.match(/\bNARU_[A-Z_]+[A-Z]/g) ?? []).map((name) => [path, name] as const))
    .filter(([, name]) => !known.has(name));
  expect(wrong).toEqual([]);
});

it("says the same in English and Korean: sections, commands, places", () => {
  const [english, korean] = [loadMarkdown("README.md"), loadMarkdown("README.ko.md")];
  expect(headingsOf(korean)).toEqual(headingsOf(english));
  const run = (document: Markdown) => commandLinesOf(document).filter((line) => /^(?:npm|npx|curl) /.test(line));
  expect(run(korean)).toEqual(run(english));
  const places = (document: Markdown) => linksOf(document).filter((target) => !/^README|^https?:|images/.test(target));
  expect(places(korean)).toEqual(places(english));
});

it("asks the API by addresses in ASCII: curl sends others as they are, and they are no HTTP", () => {
  const curls = documents.flatMap(commandLinesOf).filter((line) => /(?:^|\s)curl\s/.test(line));
  expect(curls.length).toBeGreaterThan(2);
  const address = /\S*(?:localhost|127\.0\.0\.1)\S*/g;
  expect(curls.filter((line) => (line.match(address) ?? []).some((one) => /[^ -~]/.test(one)))).toEqual([]);
});

it("shows commands that can be typed", () => {
  const shown = documents.flatMap((document) =>
    commandLinesOf(document).flatMap((line) => {
      const [, name, rest = ""] = /(?:^|\s)npx naru (\w+)(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [{ path: document.path, name, rest, line }];
    }),
  );
  expect(shown.length).toBeGreaterThan(10);
  const help = (...args: string[]) =>
    execFileSync(process.execPath, [join(root, "bin/naru.js"), ...args, "--help"], { encoding: "utf8" });
  const known = new Set([...help().matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name));
  expect(shown.filter(({ name }) => !known.has(name))).toEqual([]);
  const helps = new Map([...new Set(shown.map(({ name }) => name))].map((name) => [name, help(name)]));
  const wrong = shown.filter(({ name, rest }) => {
    const flags = rest.replaceAll(/"[^"]*"/g, "").match(/(?<=\s)--[a-z-]+/g) ?? [];
    return flags.some((flag) => !new RegExp(`^ {2}(?:-\\w, )?${flag}\\b`, "m").test(helps.get(name) ?? ""));
  });
  expect(wrong).toEqual([]);
});

it("has settings and error codes written as the code has them", () => {
  execFileSync(process.execPath, [join(root, "tools/docs.ts"), "--check"], { stdio: "pipe" });
});

it("starts under every Node on the PATH from version 20 on", () => {
  const nodes = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "node"));
  const versions = [...new Set(nodes.filter((node) => existsSync(node)).map((node) => realpathSync(node)))]
    .filter(
      (node) => Number(execFileSync(node, ["-p", "process.versions.node"], { encoding: "utf8" }).split(".")[0]) >= 20,
    )
    .map((node) => execFileSync(node, [join(root, "bin/naru.js"), "--version"], { encoding: "utf8" }));
  expect(versions.length).toBeGreaterThan(0);
  expect(new Set(versions).size).toBe(1);
});
