import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildWebIfNeeded } from "../../tools/build-web.ts";
import { startTestApp, type TestApp } from "../app.ts";
import { type NaverStandIn, naverPost, openNaver } from "../stand-ins/naver-search.ts";
import { openBrowser, visit } from "./browser.ts";

let naver: NaverStandIn;
let app: TestApp;
let browser: Browser;

beforeAll(async () => {
  buildWebIfNeeded();
  naver = await openNaver();
  naver.state.posts = Array.from({ length: 12 }, (_, index) => naverPost(index + 1));
  process.env.NAVER_HUB_KEY_ID = "hub-id-for-tests";
  process.env.NAVER_HUB_KEY = "hub-key-for-tests";
  [app, browser] = await Promise.all([
    startTestApp({ demo: false, flags: { "collect.endpoints": { "naver-blog.hub": naver.origin } } }),
    openBrowser(),
  ]);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await app?.close();
  await naver?.close();
});

it("asks a source from the page and leads to its items and what the source says of them", async () => {
  const { page, errors } = await visit(browser, `${app.url}/collect`, { language: "en" });
  await page.getByText("Ask a source").click();
  await page.getByRole("combobox", { name: "Source" }).selectOption("naver-blog");
  await page.getByRole("button", { name: "Start collecting" }).click();
  await page.getByText("Say what to look for.", { exact: true }).waitFor();
  await page.getByRole("textbox", { name: "What to look for" }).fill("스위스");
  await page.getByText("More settings").click();
  await page.getByRole("combobox", { name: /By relevance/ }).selectOption("date");
  await page.getByRole("button", { name: "Start collecting" }).click();
  await page.waitForURL(/\/collect\/\d+/);
  await page.getByRole("heading", { level: 1, name: "Naver blog: 스위스" }).waitFor();
  const read = page.getByRole("link", { name: /Read 12 documents/ });
  await read.waitFor({ timeout: 20_000 });
  expect(naver.log.map(({ url }) => url.searchParams.get("sort"))).toEqual(["date"]);
  await read.click();
  await page
    .getByRole("link", { name: /스위스 여행 \d+일째/ })
    .first()
    .click();
  await page.getByRole("region", { name: "What the source says" }).getByText("나루지기").waitFor();
  await page.getByText("Search result").waitFor();
  expect(errors).toEqual([]);
}, 60_000);

it("offers what a source asks for in words, and says in Korean why it does not begin", async () => {
  const { page } = await visit(browser, `${app.url}/collect?ask=jumpit`, { language: "ko" });
  const terms = page.getByRole("combobox", { name: /이용 약관/ });
  await terms.waitFor();
  expect(await terms.locator("option").allTextContents()).toEqual(["읽음", "읽지 않음"]);
  await page.getByRole("button", { name: "수집 시작" }).click();
  const problem = page.getByRole("alert");
  await problem.getByText("이용 약관을 읽기 전에는 모으지 않습니다.").waitFor();
  expect(await problem.textContent()).not.toMatch(/[A-Za-z]{2,} [a-z]+ /);
  await page.context().close();
}, 60_000);

it("keeps every column of the sources under its head, wide and narrow", async () => {
  for (const width of [1440, 390]) {
    const { page, errors } = await visit(browser, `${app.url}/sources`, { language: "ko", width });
    await page.getByRole("row", { name: /^유튜브/ }).waitFor();
    const rows = await page.getByRole("row").all();
    const shown = await Promise.all(rows.map((row) => row.locator(":scope > :visible").count()));
    expect(new Set(shown).size).toBe(1);
    expect(shown[0]).toBe(width === 390 ? 3 : 5);
    expect(errors).toEqual([]);
    await page.context().close();
  }
}, 60_000);

it("shows what each source needs, and an alert when a source changed its shape", async () => {
  naver.state.broken = true;
  const started = await fetch(`${app.url}/api/v1/collections`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ source: "naver-blog", query: ["독일"] }),
  });
  expect(started.status).toBe(201);
  const { page, errors } = await visit(browser, `${app.url}/sources`, { language: "ko" });
  const row = page.getByRole("row", { name: /^유튜브/ });
  await row.getByText("설정 안 됨").waitFor();
  await row.getByText("YOUTUBE_API_KEY").waitFor();
  await page.goto(`${app.url}/collect`);
  const alerts = page.getByRole("region", { name: "살펴볼 일" });
  await alerts.waitFor({ timeout: 35_000 });
  await alerts.getByRole("button", { name: "치우기" }).click();
  await alerts.waitFor({ state: "detached" });
  expect(errors).toEqual([]);
}, 90_000);
