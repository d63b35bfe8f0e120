import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { tasks } from "../tasks/registry.ts";
import { describeEngine } from "./engine-contract.ts";
import { engines, loadEngine } from "./registry.ts";

const folders = (url: URL) =>
  readdirSync(url, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

const shipped = () => readFileSync(new URL("../../../models/sentiment-ko/model.naru", import.meta.url));
/** A model for each engine to be tried with; a new engine adds its line. */
const models: Record<string, () => Uint8Array> = { linear: shipped };

describe("registries", () => {
  it("list every folder", () => {
    expect(engines.map(({ id }) => id).sort()).toEqual(folders(new URL("./", import.meta.url)));
    expect(Object.keys(tasks).sort()).toEqual(folders(new URL("../tasks/", import.meta.url)));
  });

  it("name what there is when asked for what there is not", () => {
    expect(() => loadEngine("oracle")).toThrow(/no engine "oracle"; there are linear/);
  });
});

for (const engine of engines) {
  describeEngine(engine, () => ({ name: "sentiment-ko@1", bytes: models[engine.id]?.() ?? new Uint8Array() }));
}
