import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openReviewSite, type ReviewSite, reviewText } from "../../../test/stand-ins/review-site.ts";
import { allowList, createOutgoingHttp, type OutgoingHttp } from "../../platform/http-out/index.ts";
import { tryRecipe } from "./try-recipe.ts";

const reviews = readFileSync(new URL("../../../examples/recipes/movie-reviews.yaml", import.meta.url), "utf8");

describe("a trial", () => {
  let http: OutgoingHttp;
  let site: ReviewSite;
  beforeAll(async () => {
    http = createOutgoingHttp({ timeoutMs: 3_000, maxBytes: 2 ** 20 });
    site = await openReviewSite();
    site.state.listed = [1, 2, 3, 4, 5];
  });
  afterAll(async () => {
    await site.close();
    await http.close();
  });
  const trialOn = (body: string, list: string) => {
    site.failNext({ headers: { "content-type": "text/html; charset=utf-8" }, body });
    return trial(`list: ${list}`, "/reviews");
  };
  const trial = (text: string, path: string) =>
    tryRecipe(text, `${site.origin}${path}`, {
      http,
      userAgent: "naru/test",
      allow: allowList([new URL(site.origin).host]),
      now: () => Date.parse("2026-11-20T00:00:00Z"),
    });

  it("counts what each selector finds, with the first values as they would be stored", async () => {
    const { readAs, findings, warnings } = await trial(reviews, "/reviews?film=7");
    expect(readAs).toBe("list");
    expect(findings).toMatchObject([
      { key: "list.each", selector: "ul.reviews > li.review", found: 4 },
      { key: "list.fields.author", found: 4, of: 4, values: ["관객 1", "관객 2", "관객 3"] },
      { key: "list.fields.text", values: [reviewText(1), reviewText(2), reviewText(3)] },
      { key: "list.fields.rating", values: ["2", "3", "4"] },
      { key: "list.fields.date", values: ["2026-11-01T15:00:00.000Z", expect.any(String), expect.any(String)] },
      { key: "list.fields.likes", values: ["1201", "1202", "1203"] },
      { key: "list.next", found: 1, values: [`${site.origin}/reviews?film=7&page=2`] },
    ]);
    expect(warnings).toEqual([]);
  });

  it("names what finds nothing, and tells a list from an item", async () => {
    const text =
      "list: {links: .board a, next: .more}\ndetail: {fields: {title: h1, text: .none, date: {select: h1, as: date}}}";
    const list = await trial(text, "/board");
    expect(list).toMatchObject({ readAs: "list", warnings: ["list.next (.more) finds nothing."] });
    const item = await trial(text, "/board/post/1");
    expect(item).toMatchObject({ readAs: "item" });
    expect(item.warnings).toEqual([
      "detail.fields.text (.none) finds nothing.",
      "detail.fields.date (h1) finds 1, and none has such a value.",
    ]);
  });

  it("reads rows in rows without reading all of each for all, and says when a page is built against it", async () => {
    const nested = (rows: number, count: number) =>
      `<body>${'<div class="row">'.repeat(rows)}${"<p>글</p>".repeat(count)}`;
    const { findings } = await trialOn(
      nested(40, 300),
      "{each: .row, fields: {text: {select: p, without: [b]}, title: p, url: a}}",
    );
    expect(findings.slice(0, 3).map(({ found }) => found)).toEqual([40, 40, 40]);
    await expect(trialOn(nested(190, 300), "{each: 'b * * * * p', fields: {text: p}}")).rejects.toMatchObject({
      code: "page_unavailable",
      message: expect.stringContaining("takes too long"),
    });
  });

  it("asks robots.txt first, and says why a page cannot be had", async () => {
    site.log.length = 0;
    site.state.robots = "User-agent: *\nDisallow: /reviews";
    await expect(trial(reviews, "/reviews")).rejects.toMatchObject({ code: "robots_denied", exit: 4 });
    expect(site.log.map(({ url }) => url.pathname)).toEqual(["/robots.txt"]);
    site.state.robots = null;
    await expect(trial(reviews, "/nowhere")).rejects.toMatchObject({ code: "page_unavailable" });
    await expect(
      tryRecipe(reviews, `${site.origin}/reviews`, {
        http,
        userAgent: "naru/test",
        allow: allowList([]),
        now: Date.now,
      }),
    ).rejects.toMatchObject({ code: "page_unavailable" });
  });
});
