import { openStandIn, type StandIn, type StandInAnswer, type StandInRequest } from "./stand-in.ts";

/** A search engine that finds numbered pages. `state` may be changed while it runs. */
export interface SearchStandIn extends StandIn {
  state: {
    /** Numbers of what is found, best first. */
    found: number[];
    /** The list has another name. */
    broken: boolean;
    /** Where the pages found are; a name that nobody has, unless a test gives one. */
    site: string;
  };
}

type State = SearchStandIn["state"];

const bad = (status: number, body: unknown): StandInAnswer => ({ status, body });

async function open(answer: (request: StandInRequest, state: State) => StandInAnswer | null): Promise<SearchStandIn> {
  const state: State = { found: [], broken: false, site: "https://village.test" };
  const standIn = await openStandIn((request) => answer(request, state));
  return { ...standIn, state };
}

const titleOf = (id: number) => `<b>나룻배</b> ${id}호 &amp; 뱃사공`;
const snippetOf = (id: number) => `${id}번째 마을의 뱃사공은 <b>나룻배</b>에서 &quot;뷁&quot;이라 외쳤다.`;
/** What a person reads in the snippet of the first. */
export const firstSnippet = '1번째 마을의 뱃사공은 나룻배에서 "뷁"이라 외쳤다.';
const urlOf = ({ site }: State, id: number) => `${site}/boats/${id}`;

/** Naver's search of web documents in both of its homes. */
export function openNaverWeb(): Promise<SearchStandIn> {
  return open(({ url, headers }, state) => {
    const hub = url.pathname === "/search/v1/webkr";
    if (!hub && url.pathname !== "/v1/search/webkr.json") return null;
    const known = hub
      ? headers["x-ncp-apigw-api-key-id"] === "hub-id-for-tests" &&
        headers["x-ncp-apigw-api-key"] === "hub-key-for-tests"
      : headers["x-naver-client-id"] === "legacy-id-for-tests" &&
        headers["x-naver-client-secret"] === "legacy-secret-for-tests";
    if (!known) return bad(401, { errorCode: "024", errorMessage: "Authentication failed" });
    const start = Number(url.searchParams.get("start") ?? 1);
    const display = Number(url.searchParams.get("display") ?? 10);
    if (!url.searchParams.get("query")) return bad(400, { errorCode: "SE01", errorMessage: "Incorrect query request" });
    if (start < 1 || start > 1000) return bad(400, { errorCode: "SE03", errorMessage: "Invalid start value" });
    if (display < 1 || display > 100) return bad(400, { errorCode: "SE02", errorMessage: "Invalid display value" });
    const items = state.found
      .slice(start - 1, start - 1 + display)
      .map((id) => ({ title: titleOf(id), link: urlOf(state, id), description: snippetOf(id) }));
    return { body: { total: state.found.length, start, display, [state.broken ? "results" : "items"]: items } };
  });
}

/** Kakao's search of web documents and blogs. */
export function openKakao(): Promise<SearchStandIn> {
  return open(({ url, headers }, state) => {
    const section = /^\/v2\/search\/(web|blog)$/.exec(url.pathname)?.[1];
    if (section === undefined) return null;
    if (headers.authorization !== "KakaoAK kakao-key-for-tests")
      return bad(401, { errorType: "AccessDeniedError", message: "cannot find Authorization : KakaoAK header" });
    const page = Number(url.searchParams.get("page") ?? 1);
    const size = Number(url.searchParams.get("size") ?? 10);
    if (page < 1 || page > 50 || size < 1 || size > 50)
      return bad(400, { errorType: "InvalidArgument", message: "page or size is out of range" });
    const documents = state.found.slice((page - 1) * size, page * size).map((id) => ({
      title: titleOf(id),
      contents: snippetOf(id),
      url: urlOf(state, id),
      datetime: `2026-11-${String((id % 20) + 1).padStart(2, "0")}T09:00:00.000+09:00`,
      ...(section === "blog" ? { blogname: `뱃사공 ${id}` } : {}),
    }));
    const { length } = state.found;
    const meta = { total_count: length, pageable_count: length, is_end: page * size >= length };
    return { body: { meta, [state.broken ? "results" : "documents"]: documents } };
  });
}

/** A SearXNG: ten results a page, page after page, no number of them all. */
export function openSearxng(): Promise<SearchStandIn> {
  return open(({ url }, state) => {
    if (url.pathname !== "/search" || url.searchParams.get("format") !== "json") return null;
    const page = Number(url.searchParams.get("pageno") ?? 1);
    const results = state.found.slice((page - 1) * 10, page * 10).map((id) => ({
      url: urlOf(state, id),
      title: `나룻배 ${id}호 & 뱃사공`,
      content: snippetOf(id)
        .replaceAll(/<\/?b>/g, "")
        .replaceAll("&quot;", '"'),
      engine: "own",
      publishedDate: id % 2 === 0 ? null : "2026-11-19T00:00:00",
    }));
    const told = { query: url.searchParams.get("q"), number_of_results: 0, unresponsive_engines: [] };
    return { body: { ...told, [state.broken ? "hits" : "results"]: results } };
  });
}

/** Brave's web search: twenty results a page, ten pages. */
export function openBrave(): Promise<SearchStandIn> {
  return open(({ url, headers }, state) => {
    if (url.pathname !== "/res/v1/web/search") return null;
    if (headers["x-subscription-token"] !== "brave-key-for-tests")
      return bad(422, { error: { code: "SUBSCRIPTION_TOKEN_INVALID", detail: "The token is invalid.", status: 422 } });
    const count = Number(url.searchParams.get("count") ?? 20);
    const offset = Number(url.searchParams.get("offset") ?? 0);
    if (count > 20 || offset > 9)
      return bad(422, { error: { code: "VALIDATION", detail: "Out of range.", status: 422 } });
    const results = state.found.slice(offset * count, (offset + 1) * count).map((id) => ({
      title: `나룻배 ${id}호 &amp; 뱃사공`,
      url: urlOf(state, id),
      description: snippetOf(id),
      page_age: "2026-11-18T10:00:00",
      profile: { name: "나루 마을" },
    }));
    const query = {
      original: url.searchParams.get("q"),
      more_results_available: (offset + 1) * count < state.found.length,
    };
    if (results.length === 0) return { body: { type: "search", query } };
    return { body: { type: "search", query, web: { [state.broken ? "entries" : "results"]: results } } };
  });
}

/** Google's Custom Search JSON API: ten results a page, a hundred of a query. */
export function openGoogle(): Promise<SearchStandIn> {
  return open(({ url }, state) => {
    if (url.pathname !== "/customsearch/v1") return null;
    const { searchParams } = url;
    if (searchParams.get("key") !== "google-key-for-tests" || searchParams.get("cx") !== "engine:for-tests") {
      const message = "API key not valid. Please pass a valid API key.";
      return bad(400, {
        error: { code: 400, status: "INVALID_ARGUMENT", message, errors: [{ reason: "badRequest" }] },
      });
    }
    const start = Number(searchParams.get("start") ?? 1);
    const num = Number(searchParams.get("num") ?? 10);
    if (num > 10 || start > 91)
      return bad(400, { error: { code: 400, status: "INVALID_ARGUMENT", message: "Out of range." } });
    const items = state.found.slice(start - 1, start - 1 + num).map((id) => ({
      title: `나룻배 ${id}호`,
      htmlTitle: titleOf(id),
      link: urlOf(state, id),
      snippet: snippetOf(id),
    }));
    const more = state.found.length >= start + num ? { nextPage: [{ startIndex: start + num }] } : {};
    const told = {
      searchInformation: { totalResults: String(state.found.length) },
      queries: { request: [{}], ...more },
    };
    return { body: { ...told, ...(items.length === 0 ? {} : { [state.broken ? "results" : "items"]: items }) } };
  });
}
