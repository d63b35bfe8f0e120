import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openReviewSite, type ReviewSite, reviewText } from "../stand-ins/review-site.ts";
import { freshData, freshFolder } from "./data-folder.ts";
import { naru } from "./naru.ts";

const example = join(import.meta.dirname, "../../examples/recipes/movie-reviews.yaml");
let site: ReviewSite;
beforeAll(async () => {
  site = await openReviewSite();
  site.state.listed = [1, 2, 3, 4, 5];
});
afterAll(() => site.close());

it("tries the example and shows counts, first values and what finds nothing", async () => {
  const whole = await naru(["recipe", "try", example, `${site.origin}/reviews?film=7`]);
  expect(whole).toMatchObject({ code: 0, err: "" });
  expect(whole.out).toContain("is read as a list.");
  expect(whole.out).toContain("list.each  ul.reviews > li.review\n  4 found");
  expect(whole.out).toContain(`list.fields.text  .words\n  in 4 of 4\n  "${reviewText(1)}"`);
  const partly = await naru(["recipe", "try", example, `${site.origin}/board`, "--json"]);
  expect(partly.code).toBe(3);
  expect(JSON.parse(partly.out)).toMatchObject({
    readAs: "list",
    warnings: expect.arrayContaining([expect.stringContaining("list.each")]),
  });
});

it("says what is wrong with a recipe, by line and key, and refuses what robots.txt forbids", async () => {
  const file = join(await freshFolder(), "wrong.yaml");
  await writeFile(file, "kind: review\nlist:\n  each: li\n  field: {text: p}\n");
  const wrong = await naru(["recipe", "try", file, `${site.origin}/reviews`]);
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain("Line 4, list.field: is no key of a recipe; did you mean fields?");
  const missing = await naru(["recipe", "try", join(file, "none.yaml"), `${site.origin}/reviews`]);
  expect([missing.code, missing.err]).toEqual([2, expect.stringContaining("cannot be read")]);
  site.state.robots = "User-agent: *\nDisallow: /reviews";
  const refused = await naru(["recipe", "try", example, `${site.origin}/reviews`]);
  site.state.robots = null;
  expect([refused.code, refused.err]).toEqual([4, expect.stringContaining("Disallow: /reviews")]);
});

it("collects by a recipe from the command line", async () => {
  const out = join(await freshFolder(), "reviews.json");
  const ended = await naru([
    ...["collect", `${site.origin}/reviews?film=7`, "--recipe", example, "--delay", "0"],
    ...["--data", await freshData(), "--out", out, "--json"],
  ]);
  expect(ended.code).toBe(0);
  expect(JSON.parse(ended.out)).toMatchObject({ progress: { documents: 5, failed: 0 } });
});
