import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestApp } from "../app.ts";
import { openBrowser, type Reader, type Seen, visit } from "./browser.ts";
import { startDemoSite } from "./demo-site.ts";

interface Violation {
  id: string;
  impact: string | null;
  nodes: { target: string[]; failureSummary?: string }[];
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

let app: TestApp;
let browser: Browser;
let document = 0;

beforeAll(async () => {
  [app, browser] = await Promise.all([startDemoSite(), openBrowser()]);
  const list = (await (await fetch(`${app.url}/api/v1/documents?grade=5&limit=1`)).json()) as {
    items: { id: number }[];
  };
  document = list.items[0]?.id ?? 0;
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await app?.close();
});

const main: [string, () => string][] = [
  ["the Overview", () => "/"],
  ["the form and the list of collections", () => "/collect"],
  ["the form for a source without its key", () => "/collect?ask=youtube"],
  ["all sources", () => "/sources"],
  ["a collection and its failures", () => "/collect/1?view=failures"],
  ["a document's text", () => `/documents?doc=${document}`],
  ["a prediction", () => "/predict?text=%EC%A2%8B%EC%95%84%EC%9A%94%0A%EB%82%98%EB%B9%A0%EC%9A%94"],
];
const all: [string, () => string][] = [
  ...main,
  ["a period without documents", () => "/?from=2001-01-01&to=2001-02-01"],
  ["a collection and its captures", () => "/collect/1?view=captures"],
  ["found documents", () => "/documents?q=%EA%B2%AC%EB%B3%B8&sentiment=-positive"],
  ["a document's lineage", () => `/documents?doc=${document}&view=lineage`],
  ["a document's archived page", () => `/documents?doc=${document}&view=archive`],
  ["a page that is not there", () => "/nowhere"],
];
const readers: [Required<Reader>, typeof main][] = [
  [{ language: "ko", scheme: "light", width: 1440 }, all],
  [{ language: "en", scheme: "dark", width: 1440 }, all],
  [{ language: "ko", scheme: "dark", width: 390 }, main],
  [{ language: "en", scheme: "light", width: 390 }, main],
];

for (const [reader, screens] of readers) {
  describe(`in ${reader.language}, ${reader.scheme}, ${reader.width} px wide`, () => {
    let seen: Seen;

    beforeAll(async () => {
      seen = await visit(browser, app.url, reader);
    });

    afterAll(async () => {
      await seen?.page.context().close();
    });

    it.each(screens)("%s can be used by everybody", async (_name, path) => {
      const { page, errors } = seen;
      await page.goto(`${app.url}${path()}`);
      await settled(page);
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.lang")).toBe(reader.language);
      expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
      expect(errors).toEqual([]);
    });
  });
}

/** Data is in sight and nothing is loading any more. */
async function settled(page: Page): Promise<void> {
  await page.locator("h1").waitFor();
  await page.waitForLoadState("networkidle");
  // A function that waits in the page would be evaluated there, which the page's own policy forbids.
  await expect.poll(() => page.locator(".mantine-Skeleton-root").count(), { timeout: 20_000 }).toBe(0);
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const run = `axe.run(document, { runOnly: ${JSON.stringify(rules)}, iframes: false }).then((found) => found.violations)`;
  const found = (await page.evaluate(run)) as Violation[];
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`),
  );
}
