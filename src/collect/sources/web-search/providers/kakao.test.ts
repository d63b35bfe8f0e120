import { describeSource } from "../../../../../test/sources/source-contract.ts";
import { firstSnippet, openKakao } from "../../../../../test/stand-ins/web-search.ts";
import { webSearch } from "../index.ts";

describeSource({
  source: webSearch,
  open: openKakao,
  env: { KAKAO_REST_API_KEY: "kakao-key-for-tests" },
  homes: ({ origin }) => ({ kakao: origin }),
  order: { query: ["나룻배"], set: { provider: "kakao", pages: "no" } },
  fill: ({ state }, count) => {
    state.found = Array.from({ length: count }, (_, index) => index + 1);
  },
  pageSize: 50,
  change: ({ state }) => {
    state.broken = true;
  },
  korean: firstSnippet,
  remove: ({ state }) => {
    state.found.shift();
    return "silent";
  },
});
