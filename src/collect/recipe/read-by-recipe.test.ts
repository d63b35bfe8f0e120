import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describePageSource } from "../../../test/sources/page-source-contract.ts";
import { openSourceRun, type SourceRun } from "../../../test/sources/run-source.ts";
import { openReviewSite, type ReviewSite, reviewsOnPage, reviewText } from "../../../test/stand-ins/review-site.ts";
import { web } from "../sources/web/index.ts";

const reviews = readFileSync(new URL("../../../examples/recipes/movie-reviews.yaml", import.meta.url), "utf8");
const board = `
kind: post
pages: {never: ["*/login*"]}
list:
  links: .board td.title a
  next: .paging a.next
detail:
  fields:
    title: h1
    text: {select: .body, without: [.advert]}
    author: .by .name
    date: .by time
    tags: {select: .tags a, as: list}
    readers: {select: .readers, after: 조회, as: number}
    section: {is: 소식}
    images: .body img
`;
const fill = ({ state }: ReviewSite, count: number) => {
  state.listed = Array.from({ length: count }, (_, index) => index + 1);
};
const common = {
  source: web,
  open: openReviewSite,
  fill,
  pageSize: reviewsOnPage,
  change: ({ state }: ReviewSite) => {
    state.broken = true;
  },
  korean: reviewText(1),
};

describePageSource({
  ...common,
  what: "with a recipe for items of a list",
  order: ({ origin }) => ({ urls: [`${origin}/reviews?film=7`], recipe: reviews }),
  remove: ({ state }) => {
    state.listed.shift();
    return "silent";
  },
});

describePageSource({
  ...common,
  what: "with a recipe for pages of items",
  order: ({ origin }) => ({ urls: [`${origin}/board`], recipe: board }),
  remove: ({ state }) => {
    state.gone = [1];
    return "told";
  },
});

describe("a recipe", () => {
  let run: SourceRun;
  let site: ReviewSite;
  beforeAll(async () => {
    run = await openSourceRun("web", {}, () => ({}));
    site = await openReviewSite();
    fill(site, 6);
  });
  afterAll(async () => {
    await site.close();
    await run.close();
  });
  const collect = (path: string, recipe: string, more = {}) =>
    run.collect({
      urls: [`${site.origin}${path}`],
      recipe,
      allowAddresses: [new URL(site.origin).host],
      ...more,
    });

  it("reads items of a list with their fields; one keeps its address when it moves to another page", async () => {
    await collect("/reviews?film=7", reviews);
    const before = await run.documents();
    expect(before).toHaveLength(6);
    expect(before[0]).toMatchObject({
      kind: "review",
      title: null,
      text: reviewText(1),
      fields: { rating: 2, likes: 1201 },
      published_at: new Date("2026-11-01T15:00:00Z"),
    });
    expect(before.every(({ url }) => url.startsWith(`${site.origin}/reviews?film=7&naru.item=`))).toBe(true);
    site.state.listed = [9, 8, 7, ...site.state.listed];
    const view = await collect("/reviews?film=7", reviews);
    expect(view.progress.documents).toBe(3);
    expect(await run.documents()).toHaveLength(9);
    await run.database.db.deleteFrom("documents").execute();
  });

  it("reads pages of items with all that they tell, and goes nowhere else", async () => {
    const from = site.log.length;
    const view = await collect("/board", board, { since: "2026-11-05T00:00:00+09:00" });
    const documents = await run.documents();
    expect(documents.map(({ title }) => title)).toEqual(expect.arrayContaining(["강가 소식 4", "강가 소식 6"]));
    expect(documents).toHaveLength(6);
    expect(documents.find(({ title }) => title === "강가 소식 4")).toMatchObject({
      url: `${site.origin}/board/post/4`,
      kind: "post",
      text: reviewText(4),
      images: [{ url: `${site.origin}/river/4.jpg` }],
      fields: { tags: ["강", "배"], readers: 12_000, section: "소식" },
    });
    const paths = site.log.slice(from).map(({ url }) => url.pathname);
    expect(paths.some((path) => path === "/login" || path === "/sitemap.xml")).toBe(false);
    expect(view.notes).toEqual([]);
  });

  it("obeys robots.txt for lists and items alike", async () => {
    const closed = await openReviewSite();
    fill(closed, 2);
    closed.state.robots = "User-agent: *\nDisallow: /board/post/2";
    const view = await run.collect({
      urls: [`${closed.origin}/board`],
      recipe: board,
      allowAddresses: [new URL(closed.origin).host],
    });
    await closed.close();
    expect(view.progress).toMatchObject({ documents: 1, byReason: { robots_denied: 1 } });
  });

  it("says so when it finds nothing at its first visit, and when what follows is no list", async () => {
    const nothing = await collect("/reviews?film=8", reviews.replaceAll("ul.reviews > li.review", ".none"));
    expect(nothing.notes).toMatchObject([{ code: "nothing_found" }]);
    const astray = board.replace("list:", `list:\n  addresses: ["${site.origin}/board"]`);
    const view = await collect("/board", astray);
    expect(view.notes).toMatchObject([{ code: "stopped_early", message: expect.stringContaining("page=2") }]);
  });

  it("is refused by sources that read their pages themselves, and where it does not fit", async () => {
    const other = run.collect({ source: "feed", urls: ["https://site.test/rss"], recipe: board });
    await expect(other).rejects.toMatchObject({ code: "recipe_not_taken" });
    await expect(collect("/board", "list: [")).rejects.toMatchObject({ code: "recipe_invalid" });
    await expect(collect("/board", board, { set: { mode: "sitemap" } })).rejects.toMatchObject({
      code: "source_option_wrong",
    });
  });
});
