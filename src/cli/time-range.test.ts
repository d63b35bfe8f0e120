import { expect, it } from "vitest";
import { parseMoment, parseWindow } from "./time-range.ts";

// 08:30 of the 21st in Korea.
const now = Date.parse("2026-11-20T23:30:00Z");

it("reads moments as people type them", () => {
  expect(parseMoment("2026-11-01", "--since", now)).toBe("2026-10-31T15:00:00.000Z");
  expect(parseMoment("2026.11.1", "--since", now)).toBe("2026-10-31T15:00:00.000Z");
  expect(parseMoment("2026-11-01T09:00+09:00", "--since", now)).toBe("2026-11-01T00:00:00.000Z");
  expect(parseMoment("yesterday", "--since", now)).toBe("2026-11-19T15:00:00.000Z");
  expect(parseMoment("어제", "--since", now)).toBe("2026-11-19T15:00:00.000Z");
  expect(parseMoment("7d", "--since", now)).toBe("2026-11-13T23:30:00.000Z");
  expect(parseMoment("last", "--since", now)).toBe("last");
});

it("takes yesterday by Korea's calendar, before and after midnight of UTC", () => {
  const yesterday = { since: "2026-11-19T15:00:00.000Z", until: "2026-11-20T15:00:00.000Z" };
  expect(parseWindow("yesterday", now)).toEqual(yesterday);
  expect(parseWindow("yesterday", Date.parse("2026-11-20T15:00:00Z"))).toEqual(yesterday);
  expect(parseWindow("yesterday", Date.parse("2026-11-20T14:59:59Z"))).not.toEqual(yesterday);
  expect(parseWindow("2026-11-20", now)).toEqual(yesterday);
});

it("says what to type when it cannot read one", () => {
  for (const text of ["gestern", "2026-13-45", "", "0.5", "1e9"]) {
    expect(() => parseMoment(text, "--since", now)).toThrow(/cannot read/);
  }
  expect(() => parseMoment("last", "--until", now)).toThrow(/cannot read/);
  expect(() => parseWindow("last week", now)).toThrow(/cannot read/);
});
