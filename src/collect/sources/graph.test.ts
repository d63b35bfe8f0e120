import { expect, it } from "vitest";
import { graphTime } from "./graph.ts";

it.each([
  ["2026-11-20T09:00:00+0000", "2026-11-20T09:00:00.000Z"],
  ["2026-11-20T18:00:00.5+09:00", "2026-11-20T09:00:00.500Z"],
  ["2026-11-20T09:00:00Z", "2026-11-20T09:00:00.000Z"],
  // What it means would depend on the machine.
  ["2026-11-20T09:00:00", undefined],
  ["2026", undefined],
  ["2026-13-40T09:00:00Z", undefined],
  [null, undefined],
])("reads the time %s", (text, time) => {
  expect(graphTime(text)?.toISOString()).toBe(time);
});
