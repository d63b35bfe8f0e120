import { expect, it } from "vitest";
import { isZeroWidth, withoutZeroWidth } from "./zero-width.ts";

it("takes signs without width out of words, and leaves what shapes them", () => {
  for (const sign of ["\u00ad", "\u200b", "\u200e", "\u202c", "\u2060", "\ufeff"]) {
    expect(withoutZeroWidth(`${sign}나${sign}${sign}루터 앞${sign}`)).toBe("나루터 앞");
  }
  const kept = "👨\u200d👩\u200d👧 می\u200cخواهم \u00a0\u2009끝";
  expect(withoutZeroWidth(kept)).toBe(kept);
});

it("says the same of one unit", () => {
  for (let code = 0; code < 0x10000; code++) {
    const unit = String.fromCharCode(code);
    expect(isZeroWidth(code), code.toString(16)).toBe(withoutZeroWidth(unit) === "");
  }
});
