import { describeSource } from "../../../../../test/sources/source-contract.ts";
import { firstSnippet, openSearxng } from "../../../../../test/stand-ins/web-search.ts";
import { webSearch } from "../index.ts";

describeSource({
  source: webSearch,
  open: openSearxng,
  env: {},
  homes: ({ origin }) => ({ searxng: origin }),
  order: { query: ["나룻배"], set: { provider: "searxng", pages: "no" } },
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
