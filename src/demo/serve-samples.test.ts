import { gunzipSync } from "node:zlib";
import { Parser } from "htmlparser2";
import iconv from "iconv-lite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SiteName, siteNames } from "./page.ts";
import { type SampleSites, serveSamples } from "./serve-samples.ts";

const startedAt = new Date("2026-03-20T03:00:00Z");
let sites: SampleSites;
beforeAll(async () => {
  sites = await serveSamples({ port: 0, startedAt });
});
afterAll(() => sites.close());

/** Answers that are wrong on purpose. */
const broken = new Set([
  "/posts/missing-page",
  "/jobs/999",
  "/broken/error",
  "/old/board",
  "/broken/cut",
  "/broken/bomb",
  "/login",
  "/admin/login",
]);

function linksOf(html: string, base: string): string[] {
  const links: string[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (name === "a" && attributes.href !== undefined) links.push(new URL(attributes.href, base).href);
    },
  });
  parser.end(html);
  return links;
}

async function textOf(url: string): Promise<string> {
  const response = await fetch(url);
  const bytes = Buffer.from(await response.arrayBuffer());
  return /euc-kr/i.test(response.headers.get("content-type") ?? "") ? iconv.decode(bytes, "cp949") : bytes.toString();
}

describe("serveSamples", () => {
  it("serves some 150 pages, and every link between them leads to a page", async () => {
    const found: Record<string, number> = {};
    for (const name of siteNames) {
      const origin = sites.origins[name];
      const seen = new Set([`${origin}/`]);
      let good = 0;
      for (const url of seen) {
        const path = new URL(url).pathname;
        if (broken.has(path)) continue;
        const response = await fetch(url);
        expect(response.status, url).toBe(200);
        good += 1;
        if (path === "/calendar" || path === "/filter") continue;
        const type = response.headers.get("content-type") ?? "";
        for (const link of linksOf(await response.text(), url)) {
          expect(Object.values(sites.origins), link).toContain(new URL(link).origin);
          if (new URL(link).origin === origin && type.startsWith("text/html")) seen.add(link);
        }
      }
      found[name] = good;
      const reachable = new Set([...seen].map((url) => url.slice(origin.length)));
      const hidden = sites.pages(name).filter((path) => !reachable.has(path) && path !== "/private/open.html");
      expect(hidden, "listed in a sitemap and linked from nowhere").toEqual([]);
    }
    expect(found.blog).toBeGreaterThanOrEqual(45);
    expect(found.jobs).toBeGreaterThanOrEqual(45);
    expect(found.shop).toBeGreaterThanOrEqual(33);
    expect(found.forum).toBeGreaterThanOrEqual(30);
    const listed = siteNames.flatMap((name) => sites.pages(name));
    expect(listed.length).toBeGreaterThanOrEqual(150);
  });

  it("answers 304 to a second visit and gives the same bytes for the same start", async () => {
    const url = `${sites.origins.blog}/posts/anmok-coffee-street`;
    const first = await fetch(url);
    const etag = first.headers.get("etag") ?? "";
    const modified = first.headers.get("last-modified") ?? "";
    expect((await fetch(url, { headers: { "if-none-match": etag } })).status).toBe(304);
    expect((await fetch(url, { headers: { "if-modified-since": modified } })).status).toBe(304);
    expect((await fetch(url, { headers: { "if-none-match": '"other"' } })).status).toBe(200);
    const portOf = (name: SiteName) => Number(new URL(sites.origins[name]).port);
    const port = { blog: portOf("blog"), jobs: portOf("jobs"), shop: portOf("shop"), forum: portOf("forum") };
    await sites.close();
    await sites.close();
    sites = await serveSamples({ port, startedAt });
    expect((await fetch(url)).headers.get("etag")).toBe(etag);
  });

  it("has robots.txt, sitemaps (plain, index, gzipped) and feeds", async () => {
    for (const name of siteNames)
      expect(await textOf(`${sites.origins[name]}/robots.txt`)).toMatch(/^User-agent: \*[\s\S]*^Sitemap: http/m);
    expect(await textOf(`${sites.origins.blog}/robots.txt`)).toContain("Disallow: /private/");
    expect(await textOf(`${sites.origins.jobs}/sitemap-index.xml`)).toContain("/sitemap-jobs.xml.gz");
    const packed = await (await fetch(`${sites.origins.jobs}/sitemap-jobs.xml.gz`)).arrayBuffer();
    expect(gunzipSync(Buffer.from(packed)).toString().match(/<loc>/g)).toHaveLength(36);
    expect((await textOf(`${sites.origins.blog}/rss.xml`)).match(/<item>/g)).toHaveLength(15);
    expect((await textOf(`${sites.origins.jobs}/feed.atom`)).match(/<entry>/g)).toHaveLength(12);
  });

  it("has the odd pages that it promises", async () => {
    const { blog, jobs, shop, forum } = sites.origins;
    expect(await textOf(`${blog}/posts/old-letters`)).toContain("뷁과 똠방각하");
    const wrong = await fetch(`${blog}/posts/wrong-label`);
    expect(wrong.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await wrong.text()).toContain("\ufffd");
    expect(await textOf(`${blog}/posts/tags-in-title`)).toContain(
      "<title>&lt;b&gt;굵은 제목&lt;/b&gt;과 &lt;script&gt;",
    );
    expect(await textOf(`${blog}/search.html`)).toContain("noindex");
    expect(await textOf(`${jobs}/apply.html`)).toContain('<div id="root"></div>');
    expect((await fetch(`${jobs}/broken/error`)).status).toBe(500);
    expect((await fetch(`${jobs}/jobs/999`)).status).toBe(404);
    await expect(fetch(`${jobs}/old/board`)).rejects.toThrow();
    await expect(fetch(`${shop}/broken/cut`).then((response) => response.text())).rejects.toThrow();
    expect((await (await fetch(`${shop}/broken/bomb`)).arrayBuffer()).byteLength).toBe(20 * 2 ** 20);
    expect((await fetch(`${shop}/item/3`)).url).toBe(`${shop}/products/3`);
    expect((await fetch(`${forum}/members`)).headers.get("x-robots-tag")).toBe("noindex");
    expect(sites.requests("shop").get("/broken/bomb")).toBe(1);
  });

  it("has traps without end that do not fill its memory", async () => {
    let url = `${sites.origins.shop}/filter?color=%ED%9D%B0%EC%83%89`;
    for (let step = 0; step < 20; step += 1)
      url = linksOf(await textOf(url), url).find((link) => link.includes("/filter")) ?? "";
    expect(new URL(url).searchParams.size).toBeGreaterThan(1);
    let month = `${sites.origins.jobs}/calendar?month=2026-03`;
    for (let step = 0; step < 5; step += 1)
      month =
        linksOf(await textOf(month), month)
          .filter((link) => link.includes("month="))
          .at(-1) ?? "";
    expect(month).toContain("month=2031-");
  });

  it("reads differently on every page, over twelve weeks", async () => {
    const shingles = new Map<string, Set<string>>();
    const days = new Set<string>();
    for (const name of ["blog", "jobs", "shop", "forum"] satisfies SiteName[]) {
      for (const path of sites
        .pages(name)
        .filter(
          (path) => /^\/(?:posts|jobs|products|t)\//.test(path) && !path.includes("wrong") && !path.includes("silent"),
        )) {
        const html = await textOf(sites.origins[name] + path);
        const main =
          /<article[\s\S]*<\/article>|<div id="content">[\s\S]*<div id="footer">|<main[\s\S]*<\/main>|<h2>[\s\S]*<hr>[\s\S]*<\/table><p>/.exec(
            html,
          )?.[0] ?? "";
        const words = main
          .replace(/<[^>]*>/g, " ")
          .split(/\s+/)
          .filter((word) => word !== "");
        expect(words.length, path).toBeGreaterThan(20);
        shingles.set(name + path, new Set(words.slice(3).map((_, at) => words.slice(at, at + 4).join(" "))));
        for (const [day] of html.matchAll(/2025-12-\d\d|2026-0[123]-\d\d/g)) days.add(day);
      }
    }
    const all = [...shingles];
    expect(all.length).toBeGreaterThan(120);
    for (const [index, [path, own]] of all.entries()) {
      for (const [otherPath, other] of all.slice(index + 1)) {
        const common = [...own].filter((shingle) => other.has(shingle)).length;
        expect(common / Math.min(own.size, other.size), `${path} and ${otherPath}`).toBeLessThan(0.5);
      }
    }
    expect(days.size).toBeGreaterThan(60);
  });
});
