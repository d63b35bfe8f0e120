import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../../platform/errors.ts";
import { parseSearch, type Search } from "./parse-search.ts";

/** Writes a search back with every grouping spelled out. */
function show(search: Search | null): string {
  if (search === null) return "";
  if (search.kind === "phrase") return search.runs.map((run) => (run.apart ? `_${run.text}` : run.text)).join("");
  if (search.kind === "not") return `!${show(search.part)}`;
  return `(${search.parts.map(show).join(search.kind === "and" ? " & " : " | ")})`;
}

describe("a search", () => {
  it.each([
    ["스위스", "스위스"],
    ["스위스 여행", "(스위스 & 여행)"],
    ["스위스 AND 여행", "(스위스 & 여행)"],
    ["스위스 OR 독일 여행", "(스위스 | (독일 & 여행))"],
    ["(스위스 OR 독일) 여행", "((스위스 | 독일) & 여행)"],
    ["여행 -스위스", "(여행 & !스위스)"],
    ["여행 NOT 스위스", "(여행 & !스위스)"],
    ["-(스위스 독일)", "!(스위스 & 독일)"],
    ["NOT NOT 스위스", "스위스"],
    ['"여행 가방"', "여행_가방"],
    ["“여행 가방”", "여행_가방"],
    ["AI반도체", "ai반도체"],
    ["node.js e-mail", "(node_js & e_mail)"],
    ["R & D", "(r & d)"],
    ["and or not", "(and & or & not)"],
    ['a"b"c', "(a & b & c)"],
    ["  \t", ""],
  ])("%s reads as %s", (text, shown) => {
    expect(show(parseSearch(text))).toBe(shown);
  });

  it.each([
    ["(스위스", 1],
    ["스위스)", 4],
    ['여행 "스위스', 4],
    ['여행 ""', 4],
    ["스위스 OR", 7],
    ["OR 스위스", 1],
    ["a AND OR b", 7],
    ["a NOT", 6],
    ["()", 2],
    ["!!", 1],
    [`a "${"b ".repeat(31)}"`, 3],
    ["😀", 1],
    [`${"(".repeat(200)}a${")".repeat(200)}`, 21],
    [Array.from({ length: 60 }, (_, n) => `w${n}`).join(" "), 1],
  ])("%s is refused at character %i", (text, position) => {
    const read = () => parseSearch(text);
    expect(read).toThrow(InvalidInputError);
    expect(read).toThrow(expect.objectContaining({ code: "invalid_search", field: "q" }));
    expect(read).toThrow(`at character ${position}:`);
  });
});
