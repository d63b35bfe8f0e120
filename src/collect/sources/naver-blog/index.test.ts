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
});
