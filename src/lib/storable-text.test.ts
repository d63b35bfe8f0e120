import { expect, it } from "vitest";
import { storableText } from "./storable-text.ts";

it("leaves ordinary text as it is, and takes out what no database takes", () => {
  expect(storableText("나루 😭\n")).toBe("나루 😭\n");
  expect(storableText("나\0루\ud83d")).toBe("나루\ufffd");
});

it("cuts between characters", () => {
  expect(storableText("나루터", 2)).toBe("나루");
  expect(storableText("나😭루", 2)).toBe("나");
  expect(storableText("나😭루", 3)).toBe("나😭");
});
