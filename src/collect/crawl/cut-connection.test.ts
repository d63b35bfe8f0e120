import { describe, expect, it, vi } from "vitest";
import { createServerDatabase } from "../../../test/database/server.ts";
import { type CutCrawl, crawlWithCuts, cutPlaces, statementOfBatch } from "../../../test/sites/cut-crawl.ts";
import type { CutPlace } from "../../../test/stand-ins/cutting-proxy.ts";

const pages = 60;

vi.setConfig({ testTimeout: 120_000 });

async function crawl(places: readonly CutPlace[]): Promise<CutCrawl> {
  const created = await createServerDatabase();
  try {
    return await crawlWithCuts(created.url, pages, places);
  } finally {
    await created.drop();
  }
}

function expectWhole({ view, damage, cuts, captures }: CutCrawl): void {
  expect(cuts).toBeGreaterThan(0);
  expect(view).toMatchObject({ status: "done", progress: { pages, documents: pages, failed: 0 } });
  expect(damage).toEqual({ lost: [], doubled: [] });
  expect(captures.counted).toBe(captures.rows);
}

// `npm run bench:faults` cuts some hundred times.
describe("a connection to PostgreSQL that is cut", () => {
  it.each(Object.entries(cutPlaces))("at %s loses no page and stores none twice", async (_name, place) => {
    expectWhole(await crawl([place, place, place]));
  });

  it("at one statement of a batch after the other loses no page and stores none twice", async () => {
    const places = [1, 4, 7, 10].flatMap((n) => [statementOfBatch(n, "before"), statementOfBatch(n, "after")]);
    expectWhole(await crawl(places));
  });
});
