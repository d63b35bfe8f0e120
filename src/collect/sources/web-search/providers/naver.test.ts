import { describeSource } from "../../../../../test/sources/source-contract.ts";
import { firstSnippet, openNaverWeb } from "../../../../../test/stand-ins/web-search.ts";
import { webSearch } from "../index.ts";

describeSource({
  source: webSearch,
  open: openNaverWeb,
  env: { NAVER_HUB_KEY_ID: "hub-id-for-tests", NAVER_HUB_KEY: "hub-key-for-tests" },
  homes: ({ origin }) => ({ hub: origin }),
  order: { query: ["나룻배"], set: { provider: "naver", pages: "no" } },
  fill: ({ state }, count) => {
    state.found = Array.from({ length: count }, (_, index) => index + 1);
  },
  pageSize: 100,
  change: ({ state }) => {
    state.broken = true;
  },
  korean: firstSnippet,
  remove: ({ state }) => {
    state.found.shift();
    return "silent";
  },
});
