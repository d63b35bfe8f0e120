import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { corpusScore, pageScore } from "../../bench/extract/shingle-f1.ts";
import { readPage } from "../../src/refine/read-page.ts";

/** Least F1 over all pages, and of any single page. */
const [overall, single] = [0.95, 0.85];

const pages = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".html"))
  .map((file) => {
    const body = readFileSync(join(import.meta.dirname, file));
    const label = readFileSync(join(import.meta.dirname, file.replace(/html$/, "txt")), "utf8");
    // The address says nothing about the kind of page: the markup has to.
    const reading = readPage({ url: `https://site.test/${file}`, contentType: "text/html", robotsTags: [], body });
    return { name: file.replace(/\.html$/, ""), label, extracted: reading.document?.text ?? "" };
  });

it("holds English and Korean pages of five kinds", () => {
  expect(pages.length).toBeGreaterThanOrEqual(24);
  const kinds = new Set(pages.map(({ name }) => name.split("-", 2).join("-")));
  for (const kind of ["article", "blog", "forum", "docs", "product"])
    for (const language of ["en", "ko"]) expect(kinds).toContain(`${kind}-${language}`);
});

it("finds the main text as a person labelled it", () => {
  const kinds = Map.groupBy(pages, ({ name }) => name.split("-", 2).join("-"));
  const table = [...kinds].map(([kind, group]) => ({ kind, pages: group.length, ...rounded(corpusScore(group)) }));
  console.table([...table, { kind: "all", pages: pages.length, ...rounded(corpusScore(pages)) }]);
  const weak = pages
    .map(({ name, label, extracted }) => `${name} ${pageScore(label, extracted).f1.toFixed(3)}`)
    .filter((line) => Number(line.split(" ")[1]) < single);
  expect(weak).toEqual([]);
  expect(corpusScore(pages).f1).toBeGreaterThanOrEqual(overall);
});

function rounded(score: { precision: number; recall: number; f1: number }): Record<string, number> {
  return Object.fromEntries(Object.entries(score).map(([key, value]) => [key, Math.round(value * 1000) / 1000]));
}
