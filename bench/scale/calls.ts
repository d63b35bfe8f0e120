/** A question of the page: its name in the table, and its address for one round; rounds differ, so that no kept answer is given. */
export interface Call {
  name: string;
  path(round: number): string;
}

const q = encodeURIComponent;

/** What web/src asks, with its usual parameters. `last` is the newest day with documents. */
export function pageCalls(last: string, documents: readonly number[]): Call[] {
  const back = (days: number) => new Date(Date.parse(last) - days * 86_400_000).toISOString().slice(0, 10);
  const month = (round: number) => `from=${back(60 + round)}&to=${back(30 + round)}`;
  // Leaves out a host that is not there.
  const all = (round: number) => `host=-x${round}.example`;
  const search = (name: string, words: string): Call => ({
    name: `search: ${name}`,
    path: (round) => `/documents?limit=50&q=${q(words)}&${all(round)}`,
  });
  return [
    { name: "overview", path: () => "/overview" },
    { name: "sources", path: () => "/sources" },
    { name: "trends, all, by month", path: (round) => `/trends?interval=month&${all(round)}` },
    { name: "trends, all, by day", path: (round) => `/trends?interval=day&from=${back(3_000 - round)}&to=${last}` },
    { name: "trends, one month", path: (round) => `/trends?interval=day&${month(round)}` },
    { name: "trends, one host", path: (round) => `/trends?interval=month&host=h${round}.example` },
    { name: "trends, a search", path: (round) => `/trends?interval=month&q=${q("영화")}&${all(round)}` },
    { name: "facets, all", path: (round) => `/documents/facets?${all(round)}` },
    { name: "facets, one month", path: (round) => `/documents/facets?${month(round)}` },
    {
      name: "facets, one host, positive",
      path: (round) => `/documents/facets?host=h${round}.example&sentiment=positive`,
    },
    { name: "facets, a search", path: (round) => `/documents/facets?q=${q("영화")}&${all(round)}` },
    { name: "list, newest", path: (round) => `/documents?limit=50&${all(round)}` },
    { name: "list, oldest", path: (round) => `/documents?limit=50&sort=oldest&${all(round)}` },
    { name: "list, one month", path: (round) => `/documents?limit=50&${month(round)}` },
    { name: "list, one host", path: (round) => `/documents?limit=50&host=h${round}.example` },
    { name: "list, a rare host", path: (round) => `/documents?limit=50&host=h${399 - (round % 20)}.example` },
    { name: "list, one collection", path: (round) => `/documents?limit=50&collection=1&${all(round)}` },
    search("영화", "영화"),
    search("재미", "재미"),
    search("재미있 (three syllables)", "재미있"),
    search("a rare word", "가나다"),
    search("two rare words", "가나 호구"),
    search("common and rare", "영화 가나다"),
    search("영화 NOT 재미", "영화 NOT 재미"),
    search("NOT 영화", "NOT 영화"),
    search("영화 OR 재미", "영화 OR 재미"),
    search('"재미있게 봤"', '"재미있게 봤"'),
    search("not there", "뷁쉛"),
    { name: "keywords, all", path: (round) => `/keywords?limit=30&${all(round)}` },
    { name: "keywords, one month", path: (round) => `/keywords?limit=30&${month(round)}` },
    { name: "keywords, one host", path: (round) => `/keywords?limit=30&host=h${round}.example` },
    { name: "keywords, a search", path: (round) => `/keywords?limit=30&q=${q("영화")}&${all(round)}` },
    { name: "document", path: (round) => `/documents/${documents[round % documents.length]}` },
    { name: "collections", path: () => "/collections?limit=50" },
    { name: "alerts", path: () => "/alerts?unseen=true" },
  ];
}
