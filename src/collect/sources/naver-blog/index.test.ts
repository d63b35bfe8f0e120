import { describeSource } from "../../../../test/sources/source-contract.ts";
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
