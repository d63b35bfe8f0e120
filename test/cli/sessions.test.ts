import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { freshData, freshFolder } from "./data-folder.ts";
import { naru } from "./naru.ts";

const secret = "very-secret-value-7f3a";

it("adds, lists and removes a session by the command line; what is in it stands nowhere in the data folder", async () => {
  const data = await freshData();
  const file = join(await freshFolder(), "state.txt");
  const soon = Math.floor(Date.now() / 1_000) + 86_400;
  const lines = [
    ["cafe.example.com", "FALSE", "/", "TRUE", soon, "sid", secret],
    ["bank.example.org", "FALSE", "/", "TRUE", 0, "sid", secret],
  ];
  writeFileSync(file, `# Netscape HTTP Cookie File\n${lines.map((line) => line.join("\t")).join("\n")}\n`);
  const add = ["sessions", "add", "cafe", "--host", "cafe.example.com", "--file", file, "--data", data];
  const added = await naru(add);
  expect(added).toMatchObject({ code: 0, out: expect.stringContaining("cafe.example.com · 1 cookies") });
  expect(added.out + added.err).not.toContain(secret);
  const listed = await naru(["sessions", "--json", "--data", data]);
  expect(JSON.parse(listed.out)).toMatchObject([{ name: "cafe", hosts: ["cafe.example.com"], cookies: 1 }]);
  expect(statSync(join(data, "secret.key")).mode & 0o777).toBe(0o600);
  for (const name of readdirSync(data, { recursive: true, encoding: "utf8" })) {
    const path = join(data, name);
    if (!statSync(path).isFile()) continue;
    expect(readFileSync(path).includes(secret), name).toBe(false);
  }
  expect(await naru(["sessions", "remove", "cafe", "--data", data])).toMatchObject({
    code: 0,
    out: "There are no sessions.\n",
  });
}, 60_000);

it("refuses a session for a host whose terms forbid it with 4, and says what is missing with 2", async () => {
  const data = await freshData();
  const file = join(await freshFolder(), "state.txt");
  writeFileSync(file, ["www.linkedin.com", "FALSE", "/", "TRUE", 0, "li_at", secret].join("\t"));
  const refused = await naru(["sessions", "add", "li", "--host", "www.linkedin.com", "--file", file, "--data", data]);
  expect(refused.code).toBe(4);
  expect(refused.err).toContain("LinkedIn allows no automation");
  for (const words of [["add"], ["add", "a"], ["add", "a", "--host", "a.example"], ["drop", "a"]]) {
    expect((await naru(["sessions", ...words, "--data", data])).code, words.join(" ")).toBe(2);
  }
}, 60_000);
