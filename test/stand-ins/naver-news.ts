import { openStandIn, type StandIn, type StandInRequest } from "./stand-in.ts";

export interface NaverArticle {
  id: number;
  title: string;
  description: string;
  /** Milliseconds since the epoch. */
  at: number;
  /** Naver does not show it: both addresses are the publisher's. */
  isElsewhere: boolean;
}

const noon = Date.UTC(2026, 10, 20, 3);

/** Own Korean texts; the number makes each another, an hour older than the one before. */
export function naverArticle(id: number): NaverArticle {
  return {
    id,
    title: `<b>나루터</b> ${id}호선 운항 재개 &amp; 배편 확대`,
    description: `강마을은 ${id}번째 <b>나루터</b>에 새 배를 띄우고 &quot;물길이 다시 열렸다&quot;고 밝혔다. 주민들은 쀍 소리 나는 뱃고동을 반겼다.`,
    at: noon - id * 3_600_000,
    isElsewhere: id % 5 === 0,
  };
}

/** Naver's news search in both of its homes. `state` may be changed while it runs. */
export interface NaverNewsStandIn extends StandIn {
  state: {
    /** Newest first. */
    articles: NaverArticle[];
    /** The list has another name: as when Naver changes the shape. */
    broken: boolean;
  };
}

const legacyPath = "/v1/search/news.json";
const hubPath = "/search/v1/news";

export async function openNaverNews(): Promise<NaverNewsStandIn> {
  const state: NaverNewsStandIn["state"] = { articles: [], broken: false };
  const standIn = await openStandIn((request) => {
    const { pathname, searchParams } = request.url;
    if (pathname !== legacyPath && pathname !== hubPath) return null;
    if (!hasKeys(request)) return { status: 401, body: { errorCode: "024", errorMessage: "Authentication failed" } };
    const start = Number(searchParams.get("start") ?? 1);
    const display = Number(searchParams.get("display") ?? 10);
    if ((searchParams.get("query") ?? "") === "") return refuse("SE01", "Incorrect query request");
    if (!(display >= 1 && display <= 100)) return refuse("SE02", "Invalid display value");
    if (!(start >= 1 && start <= 1000)) return refuse("SE03", "Invalid start value");
    if (!["sim", "date"].includes(searchParams.get("sort") ?? "sim")) return refuse("SE04", "Invalid sort value");
    const items = state.articles.slice(start - 1, start - 1 + display).map(toResult);
    const page = { lastBuildDate: rfc822(noon), total: state.articles.length, start, display: items.length };
    return { body: state.broken ? { ...page, articles: items } : { ...page, items } };
  });
  return { ...standIn, state };
}

function refuse(errorCode: string, errorMessage: string) {
  return { status: 400, body: { errorCode, errorMessage } };
}

function toResult({ id, title, description, at, isElsewhere }: NaverArticle) {
  const originallink = `https://gangmaeul-ilbo.example/articles/${1000 + id}`;
  const link = isElsewhere ? originallink : `https://n.news.naver.com/mnews/article/900/${1000 + id}?sid=10${id % 4}`;
  return { title, originallink, link, description, pubDate: rfc822(at) };
}

/** `Fri, 20 Nov 2026 12:00:00 +0900` */
function rfc822(at: number): string {
  return new Date(at + 9 * 3_600_000).toUTCString().replace("GMT", "+0900");
}

function hasKeys({ url, headers }: StandInRequest): boolean {
  return url.pathname === hubPath
    ? headers["x-ncp-apigw-api-key-id"] === "hub-id-for-tests" && headers["x-ncp-apigw-api-key"] === "hub-key-for-tests"
    : headers["x-naver-client-id"] === "legacy-id-for-tests" &&
        headers["x-naver-client-secret"] === "legacy-secret-for-tests";
}
