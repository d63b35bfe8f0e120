import { describeSource } from "../../../../../test/sources/source-contract.ts";
import { firstSnippet, openBrave } from "../../../../../test/stand-ins/web-search.ts";
import { webSearch } from "../index.ts";

describeSource({
  source: webSearch,
  open: openBrave,
  env: { BRAVE_SEARCH_KEY: "brave-key-for-tests" },
  homes: ({ origin }) => ({ brave: origin }),
  order: { query: ["나룻배"], set: { provider: "brave", pages: "no" } },
  fill: ({ state }, count) => {
    state.found = Array.from({ length: count }, (_, index) => index + 1);
  },
  pageSize: 20,
  change: ({ state }) => {
    state.broken = true;
  },
  korean: firstSnippet,
  remove: ({ state }) => {
    state.found.shift();
    return "silent";
  },
});
