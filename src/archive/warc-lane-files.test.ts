import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { buildExchange } from "../../test/builders/exchange.ts";
import { WarcLane, type WarcLaneOptions } from "./warc-lane.ts";
import { readWarcFile } from "./warc-reader.ts";

let folder: string;
let now = Date.parse("2026-03-01T09:00:00.000Z");
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-lane-files-"));
});
afterEach(() => rm(folder, { recursive: true }));

function openLane(options: Partial<WarcLaneOptions> = {}): WarcLane {
  return new WarcLane({ folder, writerId: "test", now: () => now, info: {}, ...options });
}

const big = () => buildExchange({ response: { body: Buffer.alloc(3_000, Math.random().toString(36)) } });

async function responsesIn(file: string): Promise<number> {
  let count = 0;
  for await (const { record } of readWarcFile(join(folder, file))) if (record.type === "response") count += 1;
  return count;
}

it("takes back a batch that left one file and began another, and goes on in the first", async () => {
  const lane = openLane({ maxFileBytes: 600 });
  const first = await lane.write([big()]);
  const before = lane.extents();
  const { extents } = await lane.write([big(), big()]);
  expect(extents.filter(({ closed }) => closed)).not.toEqual([]);
  expect(extents.length).toBeGreaterThan(1);
  await lane.rewind(before);
  const file = first.places[0]?.file ?? "";
  expect(await readdir(folder)).toEqual([file]);
  expect((await stat(join(folder, file))).size).toBe(first.extents[0]?.length);
  const again = await lane.write([big()]);
  const closed = await lane.close();
  // The file that was taken back is closed like any other: nothing stays open for good.
  expect([...again.extents, ...closed]).toContainEqual(expect.objectContaining({ file, closed: true }));
  let kept = 0;
  for (const name of await readdir(folder)) kept += await responsesIn(name);
  expect(kept).toBe(2);
});

it("leaves a file that has reached its age, at the next write or when asked", async () => {
  const lane = openLane({ maxFileAgeMs: 1_000 });
  expect(lane.isOld).toBe(false);
  const { places } = await lane.write([big()]);
  expect(lane.isOld).toBe(false);
  now += 1_000;
  expect(lane.isOld).toBe(true);
  const next = await lane.write([big()]);
  expect(next.extents.map(({ closed }) => closed)).toEqual([true, false]);
  expect(next.places[0]?.file).not.toBe(places[0]?.file);
  now += 1_000;
  const before = lane.extents();
  const left = await lane.leave();
  expect(left).toEqual([{ file: next.places[0]?.file, length: expect.any(Number), closed: true }]);
  expect(lane.isOld).toBe(false);
  // What could not be committed is taken back: the file is open again.
  await lane.rewind(before);
  expect(lane.isOld).toBe(true);
  await lane.leave();
  const last = await lane.write([big()]);
  expect(last.extents).toEqual([expect.objectContaining({ closed: false })]);
  expect(last.places[0]?.file).not.toBe(next.places[0]?.file);
  expect(await lane.close()).toHaveLength(1);
});
