import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { TestApp } from "../app.ts";
import { openBrowser, type Reader, visit } from "./browser.ts";
import { startDemoSite } from "./demo-site.ts";

let app: TestApp;
let browser: Browser;

beforeAll(async () => {
  [app, browser] = await Promise.all([startDemoSite(), openBrowser()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await app?.close();
});

/** Opens an address, does something there, and holds that the console stayed silent. */
async function reading(path: string, reader: Reader, act: (page: Page) => Promise<void>): Promise<void> {
  const { page, errors } = await visit(browser, `${app.url}${path}`, reader);
  await act(page);
  expect(errors).toEqual([]);
  await page.context().close();
}

const total = async (page: Page) => {
  const status = page.getByRole("region", { name: "Findings" }).getByRole("status");
  await status.filter({ hasText: /document/ }).waitFor();
  return Number((await status.textContent())?.replaceAll(/\D/g, ""));
};

it("says the answer first, calls samples samples, and draws every chart with a table", async () => {
  await reading("/", { language: "en" }, async (page) => {
    const answer = page.getByRole("heading", { level: 1 });
    await expect
      .poll(() => answer.textContent(), { timeout: 10_000 })
      .toMatch(/^\d+ documents from 4 hosts, .+ – .+\. \d+% positive, \d+% negative/);
    expect(await page.title()).toBe("Overview · naru");
    await page.getByText("These are sample sites.").waitFor();
    for (const name of ["Documents over time", "Sentiment over time"]) {
      await page.getByRole("img", { name: new RegExp(`^${name}\\. `) }).waitFor();
      expect(await page.getByRole("table", { name }).getByRole("row").count()).toBeGreaterThan(2);
    }
    expect(await page.getByRole("region", { name: "Top keywords" }).getByRole("link").count()).toBeGreaterThan(5);
  });
});

it("keeps range and interval in the address and gives them back with the back button", async () => {
  await reading("/", { language: "en" }, async (page) => {
    await page.getByRole("button", { name: "30 days" }).click();
    await page.waitForURL(/range=30d/);
    await page.getByRole("button", { name: "Week" }).click();
    await page.waitForURL(/interval=week/);
    await page.goBack();
    await page.goBack();
    expect(new URL(page.url()).search).toBe("");
    expect(await page.getByRole("button", { name: "All", exact: true }).getAttribute("aria-pressed")).toBe("true");
  });
});

it("leads from a bar of a chart, and from its table, to the documents behind it", async () => {
  await reading("/", { language: "en" }, async (page) => {
    await page.getByRole("button", { name: "Show as table: Documents over time" }).click();
    const row = page.getByRole("region", { name: "Documents over time" }).getByRole("row").nth(2);
    const count = Number(await row.getByRole("cell").textContent());
    await row.getByRole("link").click();
    await page.waitForURL(/documents\?from=.+&to=/);
    expect(await total(page)).toBe(count);
    await page.goBack();
    const canvas = page.getByRole("img", { name: /^Documents over time/ });
    const box = await canvas.boundingBox();
    await canvas.click({ position: { x: (box?.width ?? 0) * 0.95, y: (box?.height ?? 0) * 0.4 } });
    await page.waitForURL(/documents\?from=/);
    expect(await total(page)).toBeGreaterThan(0);
  });
});

it("saves a chart as CSV for Excel and as a picture", async () => {
  await reading("/", { language: "ko" }, async (page) => {
    const [csv] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "CSV 저장: 많이 나온 키워드" }).click(),
    ]);
    const text = await readFile(await csv.path(), "utf8");
    expect(text.startsWith("\uFEFF키워드,문서,긍정 비율\r\n")).toBe(true);
    expect(text).toMatch(/\r\n"?# naru · .+ KST/);
    await page.getByRole("img", { name: /^기간별 감성/ }).waitFor();
    const [picture] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "PNG 저장: 기간별 감성" }).click(),
    ]);
    expect((await readFile(await picture.path())).subarray(1, 4).toString()).toBe("PNG");
  });
});

it("changes language and colours at once and remembers both", async () => {
  await reading("/predict", { language: "ko" }, async (page) => {
    await page.getByRole("heading", { level: 1, name: "예측" }).waitFor();
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("heading", { level: 1, name: "Predict" }).waitFor();
    expect(await page.title()).toBe("Predict · naru");
    await page.getByRole("button", { name: "Dark colours" }).click();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Predict" }).waitFor();
    expect(await page.evaluate("document.documentElement.dataset.mantineColorScheme")).toBe("dark");
    await page.goto(`${app.url}/predict?lang=ko`);
    await page.getByRole("heading", { level: 1, name: "예측" }).waitFor();
    await page.getByRole("link", { name: "문서", exact: true }).click();
    await page.waitForURL(/lang=ko/);
  });
});

it("searches, narrows by facets, leaves out, and clears", async () => {
  await reading("/documents", { language: "en" }, async (page) => {
    const all = await total(page);
    await page.getByRole("searchbox").fill("배송 OR 수영");
    await page.getByRole("searchbox").press("Enter");
    await page.waitForURL(/q=/);
    await page.locator("mark").first().waitFor();
    const found = await total(page);
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(all);

    await page.getByRole("checkbox", { name: "Negative" }).check();
    await page.waitForURL(/sentiment=negative/);
    await page.getByRole("button", { name: "Leave out Negative" }).click();
    await page.waitForURL(/sentiment=-negative/);
    await page.getByRole("button", { name: "Remove filter not Sentiment: Negative" }).waitFor();
    expect(await page.getByRole("checkbox", { name: "Negative" }).isChecked()).toBe(false);
    await page.getByRole("button", { name: "Clear all filters" }).click();
    await expect.poll(() => new URL(page.url()).search).toBe("");
    await expect.poll(() => total(page)).toBe(all);
  });
});

it("does not search while a syllable is being composed", async () => {
  await reading("/documents", { language: "ko" }, async (page) => {
    const box = page.getByRole("searchbox");
    await box.fill("배소");
    const prevented = await box.evaluate((input) =>
      // The DOM of the page is not among the types of this side.
      new Function(
        "input",
        "return !input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))",
      )(input),
    );
    expect(prevented).toBe(true);
    expect(page.url()).not.toContain("q=");
  });
});

it("opens a document in the panel with sentences, lineage and the archived page, and closes it again", async () => {
  await reading("/documents?grade=5&sentiment=positive", { language: "en" }, async (page) => {
    const first = page.getByRole("region", { name: "Findings" }).getByRole("link").first();
    const title = await first.textContent();
    await first.click();
    const panel = page.getByRole("complementary", { name: "Document" });
    await panel.getByRole("heading", { level: 2, name: title ?? "" }).waitFor();
    await panel.getByRole("group", { name: /^Text/ }).press("ArrowRight");
    await panel.getByText(/^Sentence 1 of \d+:/).waitFor();
    await panel.getByRole("button", { name: "Sentences as a list" }).click();
    expect(await panel.getByRole("listitem").count()).toBeGreaterThan(0);

    await panel.getByRole("tab", { name: "Lineage" }).click();
    await panel.getByText(/\.warc\.gz @ \d+ \+ \d+/).waitFor();
    const raw = await panel.getByRole("link", { name: "Archived bytes" }).getAttribute("href");
    expect((await fetch(`${app.url}${raw}`)).status).toBe(200);

    await panel.getByRole("tab", { name: "Archived page" }).click();
    await page.waitForURL(/view=archive/);
    const frame = panel.locator("iframe");
    expect(await frame.getAttribute("sandbox")).toBe("");
    await page.frameLocator("iframe").locator("body").filter({ hasText: /\S/ }).waitFor();

    await panel.press("Escape");
    await panel.waitFor({ state: "detached" });
    await expect.poll(() => first.evaluate((link) => link === link.ownerDocument.activeElement)).toBe(true);
    await page.goBack();
    await panel.waitFor();
  });
});

it("tells a search that cannot be read, and a filter that is too narrow", async () => {
  const { page } = await visit(browser, `${app.url}/documents?q=%22%28`, { language: "ko" });
  await page.getByRole("alert").getByText("검색어를 읽을 수 없습니다.").waitFor();
  // No counts will come, so nothing may look as if they were on their way.
  await expect.poll(() => page.locator("main .mantine-Skeleton-root").count()).toBe(0);
  await page.goto(`${app.url}/documents?host=nobody.example`);
  await page.getByRole("heading", { name: "모든 조건에 맞는 문서가 없습니다" }).waitFor();
  await page.context().close();
});

it("saves what a search found as a CSV that says what was asked", async () => {
  await reading("/documents?q=%EB%B0%B0%EC%86%A1", { language: "ko" }, async (page) => {
    const found = page.getByRole("status").filter({ hasText: /^문서 \d+건/ });
    await found.waitFor();
    const count = Number((await found.textContent())?.replaceAll(/\D/g, ""));
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: /^CSV 저장/ }).click(),
    ]);
    const text = await readFile(await download.path(), "utf8");
    expect(text.startsWith("\uFEFF날짜 (한국 시간),제목,주소,")).toBe(true);
    expect(text.match(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2},/gm)).toHaveLength(count);
    expect(text.trimEnd()).toMatch(new RegExp(`# naru · q=배송.* · ${count}건 중 ${count}건 · .* KST"?$`));
  });
});

it("says how many pages are left out for their grade, and shows them on demand", async () => {
  await reading("/documents?q=%EB%A7%9B%EC%A7%91", { language: "ko" }, async (page) => {
    await page.getByText(/빼 둔 페이지.* 1건이 이 조건에 맞습니다/).waitFor();
    await page.getByRole("button", { name: "빼 둔 페이지 보기" }).click();
    await page.waitForURL(/grade=1&grade=2/);
    await page.getByRole("status").filter({ hasText: "문서 1건" }).waitFor();
    await page.goBack();
    await page.getByRole("button", { name: "조건 모두 지우기" }).first().click();
    await page.getByRole("button", { name: /^등급 낮은 \d+건은 뺌/ }).click();
    await page.waitForURL(/grade=1&grade=2/);
  });
});

it("predicts one text and several, and names the version that answered", async () => {
  await reading("/predict", { language: "en" }, async (page) => {
    await page.getByRole("button", { name: "기대 안 했는데 은근 재밌음ㅋㅋㅋ" }).click();
    const answer = page.getByRole("region", { name: "Answer" });
    await answer.getByText(/with [<>]?\d+% confidence/).waitFor();
    await answer.getByText(/^Answered by sentiment-ko@\d+$/).waitFor();
    await page.waitForURL(/text=/);
    await page.getByRole("textbox").fill("정말 최고였어요\n돈이 아깝다\n\n다시는 안 가요");
    await page.getByRole("button", { name: "Predict 3 texts" }).click();
    await answer.getByText(/^\d of 3 texts are positive/).waitFor();
    expect(await answer.getByRole("row").count()).toBe(4);
  });
});
