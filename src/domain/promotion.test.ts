import { describe, expect, it } from "vitest";
import { becomesChampion } from "./promotion.ts";

describe("becomesChampion", () => {
  const champion = { f1: 0.88, datasetVersion: "a" };
  it.each([
    ["the first", { f1: 0.5, datasetVersion: "a" }, null, true],
    ["clearly better", { f1: 0.89, datasetVersion: "a" }, champion, true],
    ["better by luck", { f1: 0.8805, datasetVersion: "a" }, champion, false],
    ["worse", { f1: 0.87, datasetVersion: "a" }, champion, false],
    ["better on other data", { f1: 0.99, datasetVersion: "b" }, champion, false],
  ])("%s", (_, version, current, expected) => {
    expect(becomesChampion(version, current)).toBe(expected);
  });
});
