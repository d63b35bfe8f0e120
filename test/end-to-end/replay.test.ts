import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestApp, type TestApp } from "../app.ts";
import { openSite, page, type SmallSite } from "../sites/small-site.ts";
import { openBrowser } from "../web/browser.ts";

let app: TestApp;
let browser: Browser;
let site: SmallSite;
/** Hears of everything that an archived page loads. */
let listener: SmallSite;

beforeAll(async () => {
  listener = await openSite({ "*": "heard" });
  site = await openSite({
    "/": page("hostile", ["/svg", "/xml"]).replace("</main>", `${attacks(listener.url(""))}</main>`),
  });
  [app, browser] = await Promise.all([startTestApp(), openBrowser()]);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await app?.close();
  await site?.close();
  await listener?.close();
});

/** Ways by which a page runs scripts, loads things, leaves its frame or leads away by itself. */
function attacks(to: string): string {
  const script = `fetch('${to}/script');parent.document.title='taken';top.location='${to}/top';document.title='ran'`;
  return `
    <script>${script}</script><script src="${to}/script.js"></script><SCRIPT/src=${to}/upper.js></SCRIPT>
    <img src=x onerror="${script}"><img src="${to}/image.png" srcset="${to}/image2.png 2x"><svg onload="${script}"><script>${script}</script></svg>
    <svg><use href="${to}/use.svg#a"/><image href="${to}/image.svg"/></svg><math><mtext><style><img src=x onerror="${script}"></style></mtext></math>
    <iframe src="${to}/frame"></iframe><iframe srcdoc="<script>${script.replaceAll('"', "")}</script>"></iframe><object data="${to}/object"></object><embed src="${to}/embed">
    <link rel="stylesheet" href="${to}/style.css"><link rel="prefetch" href="${to}/prefetch"><link rel="dns-prefetch" href="${to}"><style>@import "${to}/import.css";body{background:url(${to}/background.png)}</style>
    <p style="background-image:url('${to}/inline.png')">물가</p><video src="${to}/video" poster="${to}/poster" autoplay></video><audio src="${to}/audio" autoplay></audio>
    <meta http-equiv="refresh" content="0;url=${to}/refresh"><base href="${to}/">
    <form id="f" action="${to}/form" method="post"><input name="a" autofocus onfocus="${script}"><button>보내기</button></form>
    <a id="plain" href="${to}/link" ping="${to}/ping">나루로</a><a href="javascript:${script}">눌러요</a><a href="data:text/html,<script>${script.replaceAll('"', "")}</script>">자료</a>
    <details open ontoggle="${script}"><summary>펼치기</summary></details><template><script>${script}</script></template><noscript><p title="</noscript><img src=x onerror=${to}>"></noscript>`;
}

it("shows a hostile archived page without running it or asking anybody for anything", async () => {
  await app.app.services.collections.start({
    urls: [site.url("/")],
    source: "web",
    depth: 0,
    maxPages: 1,
    scope: "host",
    sitemaps: false,
    delayMs: 0,
    allowAddresses: [site.host],
  });
  const captureId = async () => {
    const { items } = await app.app.services.captures.list({ limit: 10, url: site.url("/") });
    return items[0]?.id;
  };
  await expect.poll(captureId, { timeout: 20_000 }).toBeGreaterThan(0);
  const replay = `${app.url}/api/v1/captures/${await captureId()}/replay`;

  const asked: string[] = [];
  const context = await browser.newContext();
  context.on("request", (request) => asked.push(request.url()));
  const dialogs: string[] = [];
  const top = await context.newPage();
  top.on("dialog", (dialog) => dialogs.push(dialog.message()));
  const popups: string[] = [];
  top.on("popup", (popup) => popups.push(popup.url()));

  // Alone in a tab, as somebody may open it, it has to be as harmless as in its frame.
  await top.goto(replay);
  await top.getByText("hostile번 마을의 1번째").first().waitFor();
  const links = await top.getByText(/나루로|눌러요|자료|보내기/).all();
  for (const link of links) await link.click({ timeout: 2_000, noWaitAfter: true }).catch(() => {});
  await top.waitForTimeout(1_000);
  expect(top.url()).toBe(replay);
  expect(await top.title()).toBe("마을 이야기 hostile");
  expect(
    await top.locator("script, iframe, object, embed, link, form, base, [onerror], [onload], [onfocus]").count(),
  ).toBe(0);
  expect({ asked: asked.filter((url) => url !== replay && !url.endsWith("/favicon.ico")), dialogs, popups }).toEqual({
    asked: [],
    dialogs: [],
    popups: [],
  });
  expect(listener.log).toEqual([]);
  await context.close();
});
