import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freshFolder } from "./data-folder.ts";
import { errorOf, naru } from "./naru.ts";

it("explains itself, and its commands", async () => {
  const [help, version, collect, nothing] = await Promise.all([
    naru(["--help"]),
    naru(["--version"]),
    naru(["collect", "--help"]),
    naru([]),
  ]);
  expect(help).toMatchObject({ code: 0, err: "" });
  for (const command of ["start", "collect", "sources", "refine", "train", "models", "predict", "doctor"])
    expect(help.out).toMatch(new RegExp(`^  ${command} `, "m"));
  expect(help.out).toContain("3 partly done");
  expect(version).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  expect(collect.out).toMatch(/--depth[\s\S]*--max-pages[\s\S]*--out[\s\S]*--json/);
  expect(nothing.code).toBe(2);
  expect(nothing.err).toContain("Usage: naru");
});

describe("a wrong command line ends with 2, a code and a way out", () => {
  const site = "http://127.0.0.1:1/";
  it.concurrent.each<[string, string[], string, RegExp]>([
    ["an unknown command", ["colect", site], "usage", /colect.*\n.*collect/],
    [
      "an unknown option",
      ["collect", "--depht", "3", site],
      "usage",
      /--depht[\s\S]*--depth\?[\s\S]*naru collect --help/,
    ],
    ["an option without its value", ["collect", site, "--depth"], "usage", /--depth/],
    ["an argument too many", ["sources", "web", "feed"], "usage", /too many arguments/i],
    ["no address", ["collect"], "nothing_to_collect", /naru collect https/],
    ["words", ["collect", "not", "a", "url"], "invalid_url", /not a web address/],
    ["no address at all", ["collect", "http://"], "invalid_url", /https:\/\/host\/path/],
    ["an address of another kind", ["collect", "ftp://a.example/"], "invalid_url", /ftp:/],
    ["a script for an address", ["collect", "javascript:alert(1)"], "invalid_url", /not a web address/],
    [
      "a depth that is no number",
      ["collect", site, "--depth", "deep"],
      "option_invalid",
      /--depth is wrong: expected a number, not "deep"/,
    ],
    ["a depth below nought", ["collect", site, "--depth=-1"], "option_invalid", /--depth is wrong: .*>=0/],
    ["pages by halves", ["collect", site, "--max-pages", "1.5"], "option_invalid", /--max-pages is wrong/],
    ["too long a delay", ["collect", site, "--delay", "1e9"], "option_invalid", /--delay is wrong/],
    ["an unknown scope", ["collect", site, "--scope", "galaxy"], "option_invalid", /host.*path.*domain/],
    ["a file that cannot be written", ["collect", site, "--out", "a.docx"], "out_format_unknown", /\.csv, \.json/],
    ["no text", ["predict"], "text_missing", /naru predict "/],
    ["an empty text", ["predict", "좋아요", " "], "text_missing", /Text 2/],
    ["too long a text", ["predict", "가".repeat(20_001)], "text_too_long", /20,000/],
    ["no such file of texts", ["predict", "--file", "/nowhere/a.txt"], "file_missing", /\/nowhere\/a\.txt/],
    ["a day that is none", ["refine", "--since", "2026-02-30"], "option_invalid", /--since is wrong/],
    ["a setting without a value", ["train", "--set", "path"], "option_invalid", /key=value/],
    ["a wrong port", ["start", "--port", "70000"], "setting_invalid", /server\.port/],
    ["an unknown role", ["start", "--roles", "api,colector"], "role_unknown", /collector\?/],
    ["separate roles without a server", ["start", "--roles", "collector"], "roles_need_server", /DATABASE_URL/],
    ["the whole network", ["start", "--host", "0.0.0.0"], "network_not_trusted", /proxy with a login/],
    [
      "a settings file that is not there",
      ["start", "--config", "/nowhere/naru.yaml"],
      "settings_file_missing",
      /naru\.yaml/,
    ],
  ])("%s", async (_name, args, code, hint) => {
    const ended = await naru([...args]);
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toContain(`[${code}]`);
    expect(ended.err).toMatch(hint);
    expect(ended.err).not.toMatch(/\n\s+at /);
  });
});

it("says the same in JSON", async () => {
  const [usage, option] = await Promise.all([
    naru(["collect", "--jsno", "--json"]),
    naru(["collect", "http://127.0.0.1:1/", "--scope", "galaxy", "--json"]),
  ]);
  expect(errorOf(usage)).toMatchObject({ code: "usage", next: "See: naru collect --help" });
  expect(errorOf(option)).toMatchObject({ code: "option_invalid", field: "scope" });
});

it("reads naru.yaml where it stands, and says what is wrong in it", async () => {
  const cwd = await freshFolder();
  const file = join(cwd, "naru.yaml");
  await writeFile(file, "server:\n  prot: 4001\n");
  const unknown = await naru(["start"], { cwd });
  await writeFile(file, "server: [1\n");
  const broken = await naru(["start"], { cwd });
  await writeFile(file, "collect:\n  timeoutMs: soon\n");
  const wrong = await naru(["start"], { cwd });
  const variable = await naru(["start"], { cwd: await freshFolder(), env: { NARU_SERVER_PROT: "1" } });
  const database = await naru(["start"], {
    cwd: await freshFolder(),
    env: { DATABASE_URL: "mysql://u:geheim@db/naru" },
  });
  expect(unknown.err).toMatch(/server\.prot .*naru\.yaml.*\[setting_unknown\]\nDid you mean server\.port\?/);
  expect(broken.err).toMatch(/naru\.yaml is not valid YAML.*\[settings_file_broken\]/);
  expect(wrong.err).toMatch(/collect\.timeoutMs .*\[setting_invalid\]/);
  expect(variable.err).toMatch(/NARU_SERVER_PROT[\s\S]*NARU_SERVER_PORT\?/);
  expect(database.err).toMatch(/database\.url .*postgresql:\/\//);
  expect(database.err).not.toContain("geheim");
  for (const { code } of [unknown, broken, wrong, variable, database]) expect(code).toBe(2);
});

it("says when the data folder cannot be", async () => {
  const folder = await freshFolder();
  await writeFile(join(folder, "file"), "");
  await mkdir(join(folder, "data"));
  const ended = await naru(["sources", "--data", join(folder, "file")]);
  expect(ended).toMatchObject({ code: 1, err: expect.stringContaining("[data_folder_unwritable]") });
});

it("looks at what is there and what is missing", async () => {
  const data = join(await freshFolder(), "data");
  const [well, json, ill] = await Promise.all([
    naru(["doctor", "--data", data]),
    naru(["doctor", "--data", data, "--json"]),
    naru(["doctor", "--data", data], { env: { DATABASE_URL: "postgresql://naru:geheim@127.0.0.1:1/naru" } }),
  ]);
  expect(well.code).toBe(0);
  expect(well.out).toMatch(/^ok +node +Node 24/m);
  expect(well.out).toMatch(/^advice +contact .*\n.*NARU_COLLECT_CONTACT/m);
  const parts = (JSON.parse(json.out) as { part: string }[]).map(({ part }) => part);
  expect(parts).toEqual(expect.arrayContaining(["node", "data folder", "server", "database", "web page", "model"]));
  expect(ill.code).toBe(5);
  expect(ill.out).toMatch(/^MISSING database/m);
  expect(ill.out + ill.err).not.toContain("geheim");
});
