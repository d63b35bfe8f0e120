import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { gatherSetting } from "./command.ts";

it("gathers settings, also from files", () => {
  const file = join(mkdtempSync(join(tmpdir(), "naru-set-")), "accounts.txt");
  writeFileSync(file, "@naru.river\nnaru_cafe\n");
  const all = ["sort=top", `account@=${file}`, "name=@a=b"].reduce((sum, pair) => gatherSetting(pair, sum), {});
  expect(all).toEqual({ sort: "top", account: "@naru.river\nnaru_cafe", name: "@a=b" });
  expect(() => gatherSetting("account@=/no/such/file", {})).toThrow("cannot read the file");
  expect(() => gatherSetting("=x", {})).toThrow("key=value");
});
