import { setTimeout as sleep } from "node:timers/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildWebIfNeeded } from "../../tools/build-web.ts";
import { startTestApp, type TestApp } from "../app.ts";
import { openSite, type SmallSite } from "../sites/small-site.ts";
import { openBrowser, visit } from "./browser.ts";

const story = (number: number) =>
  `<!doctype html><html lang="ko"><meta charset="utf-8"><title>나루터 이야기 ${number}</title><article><h1>나루터 이야기 ${number}</h1>
<p>${number}번째 배가 아침 안개를 헤치고 건너편 나루에 닿았다. 짐을 내린 사공은 젖은 밧줄을 말뚝에 감고 숨을 골랐다.</p>
<p>기다리던 상인은 생각보다 물건이 성해서 기분이 참 좋았다. 둘은 국밥집에 들어가 늦은 아침을 맛있게 먹었다.</p></article></html>`;

let site: SmallSite;
let app: TestApp;
let browser: Browser;

beforeAll(async () => {
  buildWebIfNeeded();
  const links = Array.from({ length: 12 }, (_, index) => `<li><a href="/story/${index}">이야기 ${index}</a></li>`).join(
    "",
  );
  const pages = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`/story/${index}`, story(index)]));
  site = await openSite({
    "/robots.txt": "User-agent: *\nDisallow: /secret\n",
    "/": `<!doctype html><html lang="ko"><meta charset="utf-8"><title>나루터</title><ul>${links}<li><a href="/secret/1">비밀</a></li><li><a href="/lost">잃음</a></li></ul></html>`,
    ...pages,
  });
  [app, browser] = await Promise.all([
    startTestApp({ demo: false, flags: { "collect.allowAddresses": [site.host] } }),
    openBrowser(),
  ]);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await app?.close();
  await site?.close();
});

it("leads from an empty house to a collection, follows it live to its end and to its documents", async () => {
  const { page, errors } = await visit(browser, app.url, { language: "en" });
  await page.getByRole("heading", { name: "Nothing has been collected yet" }).waitFor();
  await page.getByRole("link", { name: "Start a collection" }).click();
  await page.getByRole("textbox", { name: "Addresses" }).fill(site.url("/"));
  await page.getByText("More settings").click();
  await page.getByRole("textbox", { name: "Pause (seconds)" }).fill("0.3");
  await page.getByRole("button", { name: "Start collecting" }).click();
  await page.waitForURL(/\/collect\/\d+/);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByText("Paused. Nothing is fetched until it goes on.").waitFor();
  await sleep(700);
  const seen = site.log.length;
  await sleep(900);
  expect(site.log.length).toBe(seen);
  await page.getByRole("button", { name: "Go on" }).click();

  await page.getByText("Finished: 13 pages archived.").waitFor({ timeout: 25_000 });
  await page.getByRole("button", { name: /^1 ?Refused by robots\.txt/ }).waitFor();
  await page.getByRole("button", { name: /^\d+ ?Not found/ }).click();
  await page.waitForURL(/reason=not_found/);
  await page.getByRole("rowheader", { name: site.url("/lost") }).waitFor();
  await page.getByRole("tab", { name: "Archived pages" }).click();
  await page.getByRole("button", { name: `Archived page of ${site.url("/story/3")}` }).click();
  await page.frameLocator("iframe").getByRole("heading", { name: "나루터 이야기 3" }).waitFor();
  await page.keyboard.press("Escape");

  await page.getByRole("link", { name: /^Read \d+ documents$/ }).click();
  await page.waitForURL(/documents\?collection=1/);
  await page.getByRole("link", { name: "나루터 이야기 7" }).waitFor();
  expect(errors).toEqual([]);
  await page.context().close();
});

it("asks before it stops, and then stops for good", async () => {
  const { page, errors } = await visit(browser, `${app.url}/collect`, { language: "ko" });
  await page.getByRole("textbox", { name: "주소" }).fill(site.url("/?again"));
  await page.getByText("더 많은 설정").click();
  await page.getByRole("textbox", { name: "쉬는 시간(초)" }).fill("2");
  await page.getByRole("button", { name: "수집 시작" }).click();
  await page.getByRole("button", { name: "그만두기" }).click();
  const dialog = page.getByRole("dialog", { name: "이 수집을 그만둘까요?" });
  await dialog.getByRole("button", { name: "취소" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "그만두기" }).click();
  await dialog.getByRole("button", { name: "그만두기" }).click();
  await page.getByText("그만둠").waitFor();
  expect(await page.getByRole("button", { name: "멈춤" }).count()).toBe(0);
  expect(errors).toEqual([]);
  await page.context().close();
});

it("checks the form by the contract and points to the first wrong field", async () => {
  const { page, errors } = await visit(browser, `${app.url}/collect`, { language: "en" });
  const posted: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") posted.push(request.url());
  });
  await page.getByRole("button", { name: "Start collecting" }).click();
  await page.getByText("Name at least one address").waitFor();
  await page.getByRole("textbox", { name: "Addresses" }).fill("ftp://example.com/");
  await page.getByRole("button", { name: "Start collecting" }).click();
  await page.getByText("is not a web address").waitFor();
  await page.getByRole("textbox", { name: "Addresses" }).fill(site.url("/"));
  await page.getByRole("textbox", { name: "Depth" }).fill("51");
  await page.getByRole("button", { name: "Start collecting" }).click();
  await page.getByText("Depth is a whole number from 0 to 50.").waitFor();
  expect(await page.getByRole("textbox", { name: "Depth" }).getAttribute("aria-invalid")).toBe("true");
  expect(posted).toEqual([]);
  expect(errors).toEqual([]);
  await page.context().close();
});

it("says that private addresses are the command line's business", async () => {
  const { page } = await visit(browser, `${app.url}/collect`, { language: "ko" });
  await page.getByRole("textbox", { name: "주소" }).fill("http://127.0.0.1:9/");
  await page.getByRole("button", { name: "수집 시작" }).click();
  await page.getByText("npx naru collect http://127.0.0.1:9/").waitFor({ timeout: 15_000 });
  await page.context().close();
});
