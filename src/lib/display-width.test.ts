import { expect, it } from "vitest";
import { cutToWidth, displayWidth } from "./display-width.ts";

it("counts two columns for Korean, one for Latin and none for marks", () => {
  expect(displayWidth("naru")).toBe(4);
  expect(displayWidth("나루 1")).toBe(6);
  expect(displayWidth("나루".normalize("NFD"))).toBe(4);
  expect(displayWidth("한\u200b글，。")).toBe(8);
  expect(displayWidth("█░ ·")).toBe(4);
});

it("cuts without halving a character", () => {
  expect(cutToWidth("나루터", 5)).toBe("나루");
  expect(cutToWidth("a나b", 3)).toBe("a나");
  expect(cutToWidth("𠀀𠀁", 3)).toBe("𠀀");
  expect(cutToWidth("나루", 10)).toBe("나루");
});
