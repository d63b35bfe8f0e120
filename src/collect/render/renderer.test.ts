import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { noSteps, renderAddress, testAgent } from "../../../test/sites/render-address.ts";
import { openScriptSite, story } from "../../../test/sites/script-site.ts";
import type { SmallSite } from "../../../test/sites/small-site.ts";
import { createLog } from "../../platform/log.ts";
import { createRenderer, type Renderer, type RenderOrder } from "./renderer.ts";

let site: SmallSite;
let renderer: Renderer;

beforeAll(async () => {
  site = await openScriptSite();
  renderer = createRenderer({ path: null, log: createLog("silent"), userAgent: testAgent, timeoutMs: 10_000 });
});
afterEach(() => {
  site.log.length = 0;
});
afterAll(async () => {
  await renderer.close();
  await renderer.close();
  await site.close();
});

const render = (path: string, more: Partial<RenderOrder> = {}) =>
  renderAddress(renderer, site.url(path), [site.host], more);

it("runs a page's scripts, by naru's own requests, and asks the page itself once", async () => {
  const { rendered, parts } = await render("/");
  expect(rendered.html).toContain(story(8));
  expect(rendered.html).toMatch(/^<!doctype html>/);
  expect(rendered.html).toContain("<title>나루 이야기</title>");
  expect(rendered.ledTo).toBeNull();
  expect(rendered.browser).toMatch(/^Chromium \d+/);
  expect(site.paths()).toEqual(expect.arrayContaining(["/", "/library.js", "/style.css", "/data/stories.json"]));
  expect(site.count("/")).toBe(1);
  expect(site.count("/picture.png")).toBe(0);
  expect(rendered.parts.blocked).toEqual({ image: 1 });
  expect(site.log.every(({ headers }) => headers["user-agent"] === testAgent)).toBe(true);
  expect(parts.drafts.map(({ capture }) => [new URL(capture.url).pathname, capture.partOf]).sort()).toEqual(
    ["/data/stories.json", "/library.js", "/style.css"].map((path) => [path, site.url("/")]),
  );
  const again = await render("/next");
  expect(again.rendered.html).toContain(story(28));
  expect(site.count("/library.js")).toBe(1);
  expect(again.rendered.parts).toMatchObject({ cached: 1, fetched: 0 });
});

it("scrolls until nothing new comes, at the pace it is given", async () => {
  let turns = 0;
  const turn = async () => {
    turns += 1;
  };
  const { rendered } = await render("/scroll", { steps: { ...noSteps, scrolls: 20 }, turn });
  expect(rendered.html).toContain(story(30));
  expect(rendered.steps.scrolls).toBeGreaterThanOrEqual(2);
  expect(turns).toBeGreaterThanOrEqual(rendered.steps.scrolls);
  expect(site.log.filter(({ path }) => path.startsWith("/data/page.json"))).toHaveLength(3);
  const short = await render("/scroll", { steps: { ...noSteps, scrolls: 1 } });
  expect(short.rendered.html).not.toContain(story(30));
});

it("presses buttons for more by their wording or a selector, and no links to other pages", async () => {
  const worded = await render("/more", { steps: { ...noSteps, presses: 10 } });
  expect(worded.rendered.html).toContain(story(15));
  expect(worded.rendered).toMatchObject({ ledTo: null, steps: { presses: 2 } });
  const named = await render("/more", { steps: { ...noSteps, presses: 1, moreButton: "#more" } });
  expect(named.rendered.html).toContain(story(10));
  expect(named.rendered.html).not.toContain(story(11));
  await expect(render("/more", { steps: { ...noSteps, presses: 1, moreButton: "#:" } })).rejects.toMatchObject({
    fault: "bad_selector",
  });
});

it("waits for what a person names", async () => {
  const { rendered } = await render("/late", { steps: { ...noSteps, waitFor: ".ready" } });
  expect(rendered.html).toContain(story(6));
  expect(rendered.steps.cameTrue).toBe(true);
});

it("puts what frames show behind them", async () => {
  const { rendered } = await render("/framed");
  expect(rendered.html).toContain(`<div data-naru-frame="${site.url("/inner")}"><p>${story(51)}`);
  expect(rendered.html).not.toContain("data-naru-frame-of");
});

it("stays where it is when a page wants to leave, and tells where to", async () => {
  const { rendered } = await render("/leave");
  expect(rendered.ledTo).toBe(site.url("/next"));
  expect(site.count("/next")).toBe(0);
  expect(rendered.finalUrl).toBe(site.url("/leave"));
});

it("takes a picture of the whole page, with its images", async () => {
  const { rendered } = await render("/", { screenshot: true });
  expect(rendered.screenshot?.subarray(1, 4).toString()).toBe("PNG");
  expect(site.count("/picture.png")).toBe(1);
});

it("takes a picture no wider than the window, however wide the page is", async () => {
  const wide = await openScriptSite({
    "/": '<!doctype html><body style="width: 400000px; height: 3000px">너른 들</body>',
  });
  const { rendered } = await renderAddress(renderer, wide.url("/"), [wide.host], { screenshot: true });
  await wide.close();
  expect(rendered.screenshot?.readUInt32BE(16)).toBe(1_280);
  expect(rendered.screenshot?.readUInt32BE(20)).toBeGreaterThanOrEqual(3_000);
});
