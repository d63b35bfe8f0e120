import { expect, it } from "vitest";
import { parseMoment } from "./parse-moment.ts";

const now = new Date("2026-03-02T00:00:00Z");

it("reads moments as Korean tables write them", () => {
  const at = (cell: string | number) => parseMoment(cell, now)?.toISOString() ?? null;
  const cases: [string | number, string | null][] = [
    ["2026-02-03", "2026-02-02T15:00:00.000Z"],
    ["2026.02.03.", "2026-02-02T15:00:00.000Z"],
    ["2026. 2. 3. 오후 2:05", "2026-02-03T05:05:00.000Z"],
    ["2026년 2월 3일 14시 5분", "2026-02-03T05:05:00.000Z"],
    ["2026/2/3 14:05:06", "2026-02-03T05:05:06.000Z"],
    ["2026-02-03T14:05:06.789Z", "2026-02-03T14:05:06.000Z"],
    ["2026-02-03 14:05:06+00:00", "2026-02-03T14:05:06.000Z"],
    ["20260203", "2026-02-02T15:00:00.000Z"],
    [20260203, "2026-02-02T15:00:00.000Z"],
    [1770000000, "2026-02-02T02:40:00.000Z"],
    ["1770000000000", "2026-02-02T02:40:00.000Z"],
    ["Tue, 03 Feb 2026 05:05:00 GMT", "2026-02-03T05:05:00.000Z"],
    ["2/3/2026", null],
    ["2026-13-03", null],
    ["2030-01-01", null],
    ["어제", null],
    [5, null],
  ];
  expect(cases.map(([cell]) => [cell, at(cell)])).toEqual(cases);
});

it("reads moments as feeds write them, whatever zone the machine is in", () => {
  const at = (text: string) => parseMoment(text, now)?.toISOString() ?? null;
  const nine = "2026-02-03T00:00:00.000Z";
  const cases: [string, string | null][] = [
    ["Tue, 03 Feb 2026 09:00:00 +0900", nine],
    ["Tue, 3 Feb 2026 9:00 +09:00", nine],
    ["Tue, 03 Feb 2026 09:00:00", nine],
    ["Tue,03 Feb 26 09:00:00 KST", nine],
    ["Tuesday, 03-February-2026 09:00:00 JST", nine],
    ["Mon, 02 Feb 2026 19:00:00 EST", nine],
    ["화, 03 2월 2026 09:00:00 +0900", nine],
    ["Tue Feb 03 09:00:00 KST 2026", nine],
    ["Tue Feb  3 09:00:00 2026", nine],
    ["Tue Feb 03 2026 09:00:00 GMT+0900 (Korean Standard Time)", nine],
    ["Feb 3, 2026 9:00:00 AM", nine],
    ["2026-02-03T09:00:00+09", nine],
    ["3 Feb 2026", "2026-02-02T15:00:00.000Z"],
    ["Tue, 03 Feb 2026 09:00:00 Asia/Seoul", null],
    ["Tue, 03 Feb 2026 09:00:00 XYZ", null],
    ["Tue, 03 Feb 2026 noon", null],
    ["Tue, 03 Fev 2026 09:00:00 GMT", null],
    ["2026-02-03-09", null],
    ["2026-02-30", null],
  ];
  expect(cases.map(([text]) => [text, at(text)])).toEqual(cases);
});
