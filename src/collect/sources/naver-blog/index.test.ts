import { describe, expect, it } from "vitest";
import { describeSource } from "../../../../test/sources/source-contract.ts";
import { useSourceLab } from "../../../../test/sources/source-lab.ts";
import { naverPost, openNaver } from "../../../../test/stand-ins/naver-search.ts";
import { naverBlog } from "./index.ts";

describeSource({
  source: naverBlog,
  open: openNaver,
  env: { NAVER_HUB_KEY_ID: "hub-id-for-tests", NAVER_HUB_KEY: "hub-key-for-tests" },
  homes: ({ origin }) => ({ hub: origin }),
  order: { query: ["스위스"] },
  fill: ({ state }, count) => {
    state.posts = Array.from({ length: count }, (_, index) => naverPost(index + 1));
  },
  pageSize: 100,
  change: ({ state }) => {
    state.broken = true;
  },
  korean: '스위스 산장에서 호수를 보며 "뷁"이라 외쳤다',
  remove: ({ state }) => {
    state.posts.shift();
    return "silent";
  },
});

describe("Naver blog, from where it was left", () => {
  const lab = useSourceLab({
    source: naverBlog,
    open: openNaver,
    env: { NAVER_HUB_KEY_ID: "hub-id-for-tests", NAVER_HUB_KEY: "hub-key-for-tests" },
    homes: ({ origin }) => ({ hub: origin }),
  });

  it("brings what is newer than the newest of the last time", async () => {
    const { state } = lab.standIn();
    state.posts = [1, 2, 3].map(naverPost);
    expect((await lab.collect({ query: ["스위스"], since: "last" })).progress).toMatchObject({
      items: 3,
      documents: 3,
    });
    state.posts.push(naverPost(20), naverPost(29));
    const { request, progress } = await lab.collect({ query: ["스위스"], since: "last" });
    // The third is of the 4th of November, and Naver tells days alone: that day is looked at again.
    expect(request.since).toBe("2026-11-03T15:00:00.000Z");
    expect(progress).toMatchObject({ items: 2, documents: 1 });
  });

  it("takes as many as wanted of the day that is wanted, and stops at the page that is older", async () => {
    const { state } = lab.standIn();
    // Newest first: 120 posts of the 20th, 120 of the 19th, and old ones.
    const day = (index: number) => (index < 120 ? "20261120" : index < 240 ? "20261119" : "20261001");
    state.posts = Array.from({ length: 600 }, (_, index) => ({ ...naverPost(index + 1), day: day(index) }));
    const yesterday = { since: "2026-11-18T15:00:00Z", until: "2026-11-19T15:00:00Z", set: { sort: "date" } };
    const starts = () => lab.asked().map((asked) => new URL(asked, "http://naver").searchParams.get("start"));
    await lab.collect({ query: ["스위스"], maxResults: 5, ...yesterday });
    expect((await lab.documents()).map(({ published_at }) => published_at?.toISOString())).toEqual(
      Array.from({ length: 5 }, () => "2026-11-18T15:00:00.000Z"),
    );
    expect(starts()).toEqual(["1", "101"]);
    await lab.collect({ query: ["스위스"], ...yesterday });
    expect(await lab.documents()).toHaveLength(120);
    expect(starts().slice(2)).toEqual(["1", "101", "201", "301"]);
  });

  it("reads the rest of a page on which a day is none, a link is none and an element is odd", async () => {
    const good = { title: "강", link: "https://blog.naver.com/river1/1", description: "나루", postdate: "20261139" };
    const items = [good, { ...good, link: "//" }, { title: null }];
    lab.standIn().failNext({ body: { total: 3, items } });
    const view = await lab.collect({ query: ["스위스"], set: { bodies: "yes" } });
    expect(view).toMatchObject({ status: "done", progress: { failed: 0, items: 1 } });
    expect(view.notes).toContainEqual({
      code: "unreadable_items",
      message: "2 items did not have the known shape and were left out.",
    });
    expect((await lab.documents()).map(({ url, published_at }) => [url, published_at])).toEqual([
      ["https://blog.naver.com/river1/1", null],
    ]);
    lab.standIn().failNext({ body: { total: 2, items: [{ ...good, postdate: "20261001" }, { title: null }] } });
    const old = await lab.collect({ query: ["스위스"], since: "2026-11-20" });
    expect(old).toMatchObject({ status: "done", progress: { failed: 0 } });
  });
});
