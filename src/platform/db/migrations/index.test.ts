import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { migrations } from "./index.ts";

it("lists every migration of the folder, in order", () => {
  const files = readdirSync(import.meta.dirname).filter((name) => /^\d{4}-.*\.ts$/.test(name));
  expect(Object.keys(migrations)).toEqual(files.map((name) => name.replace(/\.ts$/, "")).sort());
});
