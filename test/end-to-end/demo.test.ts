import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Collection, DocumentDetail, DocumentSummary, Overview, Trends } from "../../src/contracts/index.ts";
import { serveSamples } from "../../src/demo/index.ts";
import { startTestApp, type TestApp } from "../app.ts";
import { naru } from "../cli/naru.ts";

/** In the sample page of a lost notebook. */
const personal = [
  "010-1234-5678",
  "haneul.kim@example.com",
  "033-123-4567",
  "M12345678",
  "900101-1234568",
  "110-123-456789",
];
const needsBrowser = "/apply.html";
const articles = /^\/(?:posts|jobs|products|t)\/[^/?]+$/;

let app: TestApp;
/** Paths that a polite crawler should end up with. */
let expected: string[] = [];
let collections: Collection[] = [];
let documents: DocumentSummary[] = [];
let seconds = 0;

const ask = async <T>(path: string): Promise<T> => (await (await fetch(`${app.url}/api/v1${path}`)).json()) as T;

async function listAll(query: string): Promise<DocumentSummary[]> {
  const all: DocumentSummary[] = [];
  for (let cursor = ""; ; ) {
    const page = await ask<{ items: DocumentSummary[]; nextCursor: string | null }>(
      `/documents?${query}&limit=200${cursor}`,
    );
    all.push(...page.items);
    if (page.nextCursor === null) return all;
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
}

beforeAll(async () => {
  const twin = await serveSamples({ port: 0, startedAt: new Date() });
  expected = (["blog", "jobs", "shop", "forum"] as const).flatMap((name) => twin.pages(name));
  await twin.close();
  const began = performance.now();
  // With a browser the page that needs one would be read too.
  app = await startTestApp({ demo: true, flags: { "collect.browser": "/nowhere/chromium" } });
  for (;;) {
    const { documents: found, runningCollections, waiting } = await ask<Overview>("/overview");
    seconds = (performance.now() - began) / 1000;
    if (found > 100 && runningCollections === 0 && waiting.refine + waiting.understand === 0) break;
    if (seconds > 110) throw new Error("The demo was not collected.");
    await sleep(250);
  }
  ({ items: collections } = await ask<{ items: Collection[] }>("/collections"));
  documents = await listAll(Array.from({ length: 9 }, (_, grade) => `grade=${grade + 1}`).join("&"));
}, 120_000);
afterAll(() => app?.close());

const pathOf = ({ url }: { url: string }) => new URL(url).pathname + new URL(url).search;
const load = async (path: string) => {
  const one = documents.find((document) => pathOf(document) === path);
  if (one === undefined) throw new Error(`There is no document of ${path}.`);
  return ask<DocumentDetail>(`/documents/${one.id}`);
};

it("fills the dashboards within a minute", async () => {
  expect(seconds).toBeLessThan(60);
  const overview = await ask<Overview>("/overview");
  expect(overview).toMatchObject({ demo: true, hosts: 4, runningCollections: 0 });
  const trends = await ask<Trends>("/trends?interval=week");
  expect(trends.points.filter((point) => point.documents > 0).length).toBeGreaterThanOrEqual(10);
  for (const mood of ["positive", "negative"] as const)
    expect(trends.points.filter((point) => point[mood] > 0).length).toBeGreaterThanOrEqual(6);
  const keywords = await ask<{ items: { term: string; documents: number }[] }>("/keywords?limit=30");
  expect(keywords.items).toHaveLength(30);
  expect(keywords.items.every(({ term, documents: count }) => /^\p{L}/u.test(term) && count > 1)).toBe(true);
  const facets = await ask<Record<string, { value: string; count: number }[]>>("/documents/facets");
  expect(facets.host).toHaveLength(4);
  expect(facets.sentiment?.map(({ value }) => value)).toEqual(expect.arrayContaining(["positive", "negative"]));
});

it("makes a document of every sample page, and understands every article", () => {
  const found = new Set(documents.map(pathOf));
  expect(expected.filter((path) => !found.has(path))).toEqual([needsBrowser]);
  expect(expected.length).toBeGreaterThanOrEqual(150);
  const poor = documents.filter((document) => articles.test(pathOf(document)) && document.grade !== 5);
  expect(poor.map(pathOf)).toEqual([]);
  expect(documents.filter((document) => articles.test(pathOf(document))).length).toBeGreaterThan(110);
  expect(documents.every(({ language }) => language === "ko" || language === null)).toBe(true);
});

it("leaves out what robots.txt forbids, and names it", async () => {
  const forbidden = documents.map(pathOf).filter((path) => path.startsWith("/private/"));
  expect(forbidden).toEqual(["/private/open.html"]);
  const blog = collections.find(({ progress }) => progress.byReason.robots_denied !== undefined);
  const { items } = await ask<{ items: { url: string; detail: string }[] }>(
    `/collections/${blog?.id}/failures?reason=robots_denied`,
  );
  expect(items[0]?.detail).toContain("Disallow: /");
});

it("reads pages in CP949 and pages with a wrong label", async () => {
  const letters = await load("/posts/old-letters");
  for (const rare of ["뷁", "똠방각하", "펲시콜라", "햏자"]) expect(letters.text).toContain(rare);
  const wrong = await load("/posts/wrong-label");
  expect(wrong.text).toMatch(/[가-힣]{2}/);
  expect(`${wrong.title}${wrong.text}`).not.toContain("\ufffd");
  expect(wrong.lineage.charset).toBe("cp949");
  const tags = await load("/posts/tags-in-title");
  expect(tags.title).not.toMatch(/<script/);
});

it("shows personal data nowhere", async () => {
  const notebook = await load("/posts/lost-notebook");
  expect(Object.values(notebook.masked).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(personal.length);
  const answers = await Promise.all(
    [
      ...documents.map(({ id }) => `/documents/${id}`),
      ...[
        "/documents?limit=200",
        "/documents?q=연락",
        "/documents?q=수첩",
        "/keywords?limit=200",
        "/captures?limit=200",
      ],
      ...["/trends", "/overview", "/sources", "/collections"],
    ].map(async (path) => (await fetch(`${app.url}/api/v1${path}`)).text()),
  );
  const bare = personal.flatMap((secret) => [secret, secret.replaceAll("-", "")]);
  for (const answer of answers) for (const secret of bare) expect(answer.includes(secret), secret).toBe(false);
  for (const secret of personal) {
    const { items } = await ask<{ items: DocumentSummary[] }>(`/documents?q=${encodeURIComponent(`"${secret}"`)}`);
    expect(items, secret).toEqual([]);
  }
});

it("names pages that need a browser and pages that are broken, and ends in traps", async () => {
  const reasons: Record<string, number> = {};
  for (const { status, progress } of collections) {
    expect(status).toBe("done");
    for (const [reason, count] of Object.entries(progress.byReason)) reasons[reason] = (reasons[reason] ?? 0) + count;
  }
  for (const reason of [
    "needs_render",
    "not_found",
    "server_error",
    "redirect_loop",
    "compression_bomb",
    "login_wall",
    "trap",
  ])
    expect(reasons[reason], reason).toBeGreaterThan(0);
  const jobs = collections.find(({ progress }) => progress.byReason.needs_render !== undefined);
  const { items } = await ask<{ items: { url: string }[] }>(`/collections/${jobs?.id}/failures?reason=needs_render`);
  expect(items.map(pathOf)).toEqual([needsBrowser]);
  const inTraps = documents.map(pathOf).filter((path) => /^\/(?:calendar|filter)\?/.test(path));
  expect(inTraps.length).toBeLessThan(100);
});

it("changes nothing when it is refined again, twice", async () => {
  for (let round = 0; round < 2; round += 1) {
    const { code, out } = await naru(["refine", "--json", "--data", join(app.folder, "data")]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ changed: 0, added: 0, failed: 0 });
  }
});
