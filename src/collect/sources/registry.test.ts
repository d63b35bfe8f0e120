import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { sources } from "./registry.ts";

it("lists every source folder once, under the folder's name", () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(sources.map(({ id }) => id).sort()).toEqual(folders.map(({ name }) => name).sort());
});
