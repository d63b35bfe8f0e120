import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fitsPattern } from "./address-pattern.ts";
import { parseDate, parseNumber } from "./field-values.ts";
import { parseRecipe } from "./recipe.ts";

const wrong = (yaml: string): string => {
  try {
    parseRecipe(yaml);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return "nothing was wrong";
};

describe("a recipe", () => {
  it("is short where it can be", () => {
    expect(parseRecipe("detail: {fields: {title: h1, text: {select: .body, without: [.ad]}}}")).toMatchObject({
      kind: "page",
      detail: { fields: { title: { select: "h1", as: "text" }, text: { select: ".body", without: [".ad"] } } },
    });
  });

  it.each([
    ["kind: review\nlist:\n  ech: li\n", "Line 3, list.ech: is no key of a recipe; did you mean each?"],
    ["kind: film\ndetail: {fields: {title: h1}}", "Line 1, kind: "],
    ["detail:\n  fields:\n    title: h1\n    text: 'p['\n", "Line 4, detail.fields.text: is no selector"],
    ["detail:\n  fields:\n    title: {select: h1, as: word}\n", "Line 3, detail.fields.title.as: "],
    [
      "detail:\n  fields:\n    title: {select: h1, trim: yes}\n",
      "Line 3, detail.fields.title.trim: is no key of a recipe",
    ],
    ["detail:\n  fields:\n    Titel: h1\n", "Line 3, detail.fields.Titel: is no name"],
    ["detail:\n  fields:\n    title: ':has(:has(:has(a)))'\n", "more than one :has"],
    ["kind: &k review\nlist: {each: li, fields: {text: *k}}", "*k stands for something else; write that out."],
    ["list: *none", "*none stands for something else"],
    ["list:\n  each: [li\n", "Line "],
    ["- a\n- b\n", "It holds no keys."],
    ["list: {each: li, fields: {author: b}}", "list.fields needs a text or a title."],
    ["list: {links: a}", "list.links leads to pages, and detail.fields must say"],
    ["name: nothing", "It needs list.each or detail."],
  ])("%j: says what is wrong and where", (yaml, message) => {
    expect(wrong(yaml)).toContain(message);
  });

  it("takes no alias that unfolds", () => {
    const bomb = ["a: &a [x,x,x,x]", "b: &b [*a,*a,*a,*a]", "c: &c [*b,*b,*b,*b]"].join("\n");
    expect(wrong(bomb)).toContain("*a stands for something else");
  });

  it.each(["movie-reviews", "notice-board"])("%s of the examples is one", (name) => {
    const text = readFileSync(new URL(`../../../examples/recipes/${name}.yaml`, import.meta.url), "utf8");
    expect(parseRecipe(text).name).toBeTruthy();
  });
});

describe("values", () => {
  it.each([
    ["★ 9.5점", 9.5],
    ["1,234명이 읽음", 1234],
    ["조회 1.2만", 12_000],
    ["-3", -3],
    ["평점 없음", null],
    ["5k views", 5_000],
    ["3 km", 3],
  ])("%s is the number %s", (text, number) => {
    expect(parseNumber(text)).toBe(number);
  });

  const now = new Date("2026-11-20T12:00:00Z");
  it.each([
    ["2026.11.18", "2026-11-17T15:00:00.000Z"],
    ["24.11.20 09:30", "2024-11-20T00:30:00.000Z"],
    ["2026. 11. 18. 14:05", "2026-11-18T05:05:00.000Z"],
    ["3시간 전", "2026-11-20T09:00:00.000Z"],
    ["2일 전", "2026-11-18T12:00:00.000Z"],
    ["방금 전", "2026-11-20T12:00:00.000Z"],
    ["2026-11-18T09:00:00+09:00", "2026-11-18T00:00:00.000Z"],
    ["작성일 2026.11.18 조회 31", "2026-11-17T15:00:00.000Z"],
    ["언젠가", undefined],
  ])("%s is the time %s", (text, moment) => {
    expect(parseDate(text, now)?.toISOString()).toBe(moment);
  });

  it("fits addresses to patterns", () => {
    expect(fitsPattern("https://a.test/board/page/2", "https://a.test/board/page/*")).toBe(true);
    expect(fitsPattern("https://a.test/board", "https://a.test/board/page/*")).toBe(false);
    expect(fitsPattern("https://a.test/x/login?y", "*/login*")).toBe(true);
    expect(fitsPattern("https://a.test/", "https://a.test/")).toBe(true);
    expect(fitsPattern("aa", "a*a*a")).toBe(false);
    expect(fitsPattern(`${"a".repeat(2_000)}b`, "a*a*a*a*a*a*a*a*c")).toBe(false);
  });
});
