import { describeSource } from "../../../../../test/sources/source-contract.ts";
import { firstSnippet, openGoogle } from "../../../../../test/stand-ins/web-search.ts";
import { webSearch } from "../index.ts";

describeSource({
  source: webSearch,
  open: openGoogle,
  env: { GOOGLE_SEARCH_KEY: "google-key-for-tests", GOOGLE_SEARCH_CX: "engine:for-tests" },
  homes: ({ origin }) => ({ google: origin }),
  order: { query: ["나룻배"], set: { provider: "google", pages: "no" } },
  fill: ({ state }, count) => {
    state.found = Array.from({ length: count }, (_, index) => index + 1);
  },
  pageSize: 10,
  change: ({ state }) => {
    state.broken = true;
  },
  korean: firstSnippet,
  remove: ({ state }) => {
    state.found.shift();
    return "silent";
  },
});
